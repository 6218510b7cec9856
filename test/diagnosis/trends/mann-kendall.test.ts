import {expect, test} from 'vitest';
import {mannKendall} from '../../../source/diagnosis/trends/mann-kendall.ts';
import {randomOf} from '../populations.ts';

test('values that only rise, only fall or stay are told apart', () => {
  expect(mannKendall([1, 2, 3, 4])).toMatchObject({s: 6, tau: 1, p: 1 / 24});
  expect(mannKendall([4, 3, 2, 1])).toMatchObject({s: -6, tau: -1, p: 1});
  expect(mannKendall([7, 7, 7, 7])).toEqual({s: 0, tau: 0, z: 0, p: 1});
  expect(mannKendall([7])).toEqual({s: 0, tau: 0, z: 0, p: 1});
});

test('the figures are those of the example in Gilbert 1987 (10, 15, 14, 20)', () => {
  // Table A18: S = 4 of n = 4 has probability 0.167.
  expect(mannKendall([10, 15, 14, 20])).toMatchObject({s: 4, p: 4 / 24});
});

test('equal values lower the variance', () => {
  // n = 10, one pair and one triple are tied: (10·9·25 − 2·1·9 − 3·2·11) / 18.
  const values = [1, 2, 2, 3, 4, 5, 5, 5, 6, 7];
  expect(mannKendall(values).z).toBeCloseTo((45 - 1 - 3 - 1) / Math.sqrt((2250 - 18 - 66) / 18), 12);
});

test('the chance of a short series is that of all its orders, ties included', () => {
  for (const values of [
    [3, 1, 2, 5, 4, 6],
    [1, 1, 2, 2, 3, 0],
    [5, 5, 5, 6],
    [0, 0, 0, 1, 1, 2, 1],
  ]) {
    const {s, p} = mannKendall(values);
    const orders = ordersOf(values);
    const asLarge = orders.filter((order) => sOf(order) >= s).length;
    expect(p).toBeCloseTo(asLarge / orders.length, 12);
  }
});

test('the chance of a long series is near that of many random orders', () => {
  const random = randomOf(7);
  const values = Array.from({length: 12}, (_, index) => index + 9 * random());
  const {s, p} = mannKendall(values);
  let asLarge = 0;
  for (let run = 0; run < 20_000; run++) {
    if (sOf(shuffled(values, random)) >= s) asLarge++;
  }

  expect(Math.abs(p - asLarge / 20_000)).toBeLessThan(0.01);
});

function sOf(values: readonly number[]): number {
  let s = 0;
  for (const [index, value] of values.entries()) {
    for (const later of values.slice(index + 1)) s += Math.sign(later - value);
  }

  return s;
}

function ordersOf(values: readonly number[]): readonly (readonly number[])[] {
  if (values.length < 2) return [values];
  return values.flatMap((value, index) =>
    ordersOf(values.toSpliced(index, 1)).map((rest) => [value, ...rest]),
  );
}

function shuffled(values: readonly number[], random: () => number): readonly number[] {
  const result = [...values];
  for (let left = result.length - 1; left > 0; left--) {
    const pick = Math.floor(random() * (left + 1));
    [result[left], result[pick]] = [result[pick]!, result[left]!];
  }

  return result;
}
