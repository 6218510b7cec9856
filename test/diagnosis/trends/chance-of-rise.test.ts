import {expect, test} from 'vitest';
import {chanceOfRise} from '../../../source/diagnosis/trends/chance-of-rise.ts';
import {normal, randomOf} from '../populations.ts';

const series = (...numbers: number[]) => numbers.map((value, index) => ({atMs: index * 1000, value}));

test('what did not rise rose by chance', () => {
  expect(chanceOfRise([], true)).toBe(1);
  expect(chanceOfRise(series(3, 3, 3), true)).toBe(1);
  expect(chanceOfRise(series(3, 9, 2), false)).toBe(1);
});

test('rises without a fall halve the chance each, however large they are', () => {
  expect(chanceOfRise(series(0, 1, 500, 501, 501, 501, 501, 501, 501, 501, 501, 501), false)).toBe(1 / 8);
  expect(chanceOfRise(series(0, 1, 2, 3, 4, 5, 6, 7, 8), true)).toBe(2 ** -8);
});

test('rises that come evenly say more than as many at once', () => {
  const evenly = chanceOfRise(series(0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3), true);
  const atOnce = chanceOfRise(series(0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3), true);
  expect(evenly).toBeLessThan(0.01);
  expect(atOnce).toBeGreaterThan(0.1);
});

test('a drop takes back what led up to it', () => {
  expect(chanceOfRise(series(0, 10, 20, 30, 40, 50, 0, 10, 20, 30, 40, 50), false)).toBeGreaterThan(0.5);
});

test('it is a bound on what random walks do', () => {
  const random = randomOf(3);
  for (const bound of [0.5, 0.1, 0.02]) {
    let below = 0;
    for (let run = 0; run < 4000; run++) {
      let value = 0;
      const walk = series(...Array.from({length: 20}, () => (value += normal(random))));
      if (chanceOfRise(walk, false) <= bound) below++;
    }

    expect(below / 4000).toBeLessThanOrEqual(bound);
    expect(below).toBeGreaterThan(0);
  }
});
