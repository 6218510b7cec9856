import {expect, test} from 'vitest';
import {PackedLog} from '../../source/session/packed-log.ts';
import {randomNumbers} from '../helpers/session.ts';

type Value = {readonly text: string};

const maxBytes = 1000;

function logOf() {
  return new PackedLog<Value, string>({
    pack: ({text}) => text,
    unpack: (text) => ({text}),
    bytesOf: (all) => all.reduce((sum, text) => sum + text.length, 0),
    maxBytes,
  });
}

test('the newest is the very thing that was put in, an older one is equal to it', () => {
  const log = logOf();
  const values = ['a', 'b', 'c'].map((text) => ({text}));
  for (const [index, value] of values.entries()) log.push(index * 10, value);
  expect(log.last).toBe(values[2]);
  expect(log.at(25)).toBe(values[2]);
  expect([log.at(-1), log.at(0), log.at(9), log.at(10)]).toEqual([
    undefined,
    values[0],
    values[0],
    values[1],
  ]);
});

test('a moment that is asked for again and again gives the same thing, and so does another one beside it', () => {
  const log = logOf();
  for (let atMs = 0; atMs < 10; atMs++) log.push(atMs, {text: String(atMs)});
  const [a, b] = [log.at(3), log.at(5)];
  expect(log.at(3)).toBe(a);
  expect(log.at(5)).toBe(b);
  expect(log.at(3)).toBe(a);
});

test('what has ended does not hold on, however much was forgotten around it', () => {
  const random = randomNumbers(5);
  for (let round = 0; round < 50; round++) {
    const log = logOf();
    const ends: number[] = [];
    for (let atMs = 1; atMs < 200; atMs++) {
      const isEnd = random(8) === 0;
      if (isEnd) ends.push(atMs);
      log.push(atMs, isEnd ? undefined : {text: `${atMs} `.padEnd(random(90) + 5, 'x')});
    }

    expect(log.bytes).toBeLessThanOrEqual(maxBytes);
    const cameMs = Array.from({length: 200}, (_, atMs) => Number(log.at(atMs)?.text.split(' ')[0] ?? 0));
    const heldOn = cameMs.filter(
      (came, atMs) => came > atMs || (came > 0 && ends.some((end) => end > came && end <= atMs)),
    );
    expect(heldOn).toEqual([]);
  }
});

test('what goes first leaves no hole: the rest is spread evenly', () => {
  const log = logOf();
  for (let atMs = 0; atMs < 777; atMs++) {
    log.push(atMs, {text: 'x'.repeat(10)});
    const moments = log.steps.map((step) => step.atMs);
    const gaps = moments.slice(1).map((moment, index) => moment - moments[index]!);
    expect(moments[0]).toBe(0);
    expect(Math.max(0, ...gaps)).toBeLessThanOrEqual(4 * Math.min(1000, ...gaps.slice(0, -1)));
  }
});

test('one thing larger than all that may be held is held while it is the newest', () => {
  const log = logOf();
  log.push(0, {text: 'a'});
  log.push(10, {text: 'x'.repeat(5000)});
  expect(log.last?.text).toHaveLength(5000);
  log.push(20, {text: 'b'});
  expect(log.bytes).toBeLessThanOrEqual(maxBytes);
  expect(log.at(15)?.text).not.toHaveLength(5000);
});

test('trimming keeps what held at the moment', () => {
  const log = logOf();
  for (let atMs = 0; atMs < 10; atMs++) log.push(atMs, {text: String(atMs)});
  log.trim(4.5);
  expect(log.at(3)).toBeUndefined();
  expect(log.at(4.5)).toEqual({text: '4'});
  expect([log.before(5), log.before(4), log.after(4), log.after(9)]).toEqual([4, undefined, 5, undefined]);
});
