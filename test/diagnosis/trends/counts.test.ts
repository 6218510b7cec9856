import {describe, expect, test} from 'vitest';
import {couplingOf} from '../../../source/diagnosis/trends/coupling.ts';
import {
  createTrends,
  hasHalted,
  isRunningFull,
  leastSince,
  pointsOf,
  SampleTimes,
} from '../../../source/diagnosis/trends/counts.ts';
import type {Point} from '../../../source/diagnosis/trends/point.ts';
import {History} from '../../../source/session/history.ts';
import {group, snapshot, watched} from '../../helpers/session.ts';

const hourMs = 3_600_000;

/** A history of one place: so many goroutines each second, divided among labels. */
function historyOf(...seconds: readonly Readonly<Record<string, number>>[]) {
  const seen = watched();
  const times = seconds.map((counts) => {
    const groups = Object.entries(counts).map(([tenant, count]) =>
      group(count, 'select', 'main.f', {labels: tenant === '' ? {} : {tenant}}),
    );
    seen.sees(...groups);
    return seen.session.latest!.atMs;
  });
  const tracked = [...seen.session.history.groups.values()];
  return {tracked, times};
}

test('groups that differ in labels only are one place, added up', () => {
  const {tracked, times} = historyOf({a: 1, b: 2}, {a: 4}, {b: 9, c: 1});
  expect(pointsOf(tracked, times).map(({value}) => value)).toEqual([3, 4, 10]);
});

test('a place that did not change is constant, one that grew has a trend', () => {
  const constant = historyOf(...Array.from({length: 12}, () => ({'': 7})));
  expect(createTrends(constant.times)(constant.tracked).trend?.shape).toBe('constant');
  const rising = historyOf(...Array.from({length: 12}, (_, second) => ({'': 7 + second * 2})));
  expect(createTrends(rising.times)(rising.tracked).trend).toMatchObject({
    shape: 'rising',
    first: 7,
    last: 29,
  });
});

test('one sample, and what did not grow, have no trend', () => {
  const one = historyOf({'': 7});
  expect(createTrends(one.times)(one.tracked).trend).toBeUndefined();
  const falling = historyOf({'': 9}, {'': 8}, {'': 7});
  expect(createTrends(falling.times)(falling.tracked).trend).toBeUndefined();
});

test('what is forgotten of a count is not taken for none', () => {
  const history = new History(20_000);
  const times = Array.from({length: 60}, (_, second) => second * 1000);
  for (const atMs of times) {
    const before = atMs < 20_000 ? 9 : 8;
    history.addSnapshot(atMs, snapshot([group(before + (atMs % 2000 === 0 ? 1 : 0), 'select', 'main.f')]));
  }

  const tracked = [...history.groups.values()];
  expect(createTrends(times)(tracked).trend).toBeUndefined();
});

test('the fewest at a place are told since a moment', () => {
  const {tracked, times} = historyOf({a: 1}, {a: 5, b: 2}, {a: 4}, {a: 9});
  expect(leastSince(tracked, times, times[1]!)).toBe(4);
  expect(leastSince(tracked, times, times[0]!)).toBe(1);
  expect(leastSince(tracked, times, times[3]! + 1)).toBeUndefined();
});

/** One more each other second, until one. */
function evenly(lastSecond: number): readonly Point[] {
  return points(...Array.from({length: 21}, (_, second) => Math.floor(Math.min(second, lastSecond) / 2)));
}

describe('a count that rose', () => {
  test('has halted when it rose evenly, and then not for longer than between any two', () => {
    expect(hasHalted(evenly(20))).toBe(false);
    expect(hasHalted(evenly(17))).toBe(false);
    expect(hasHalted(evenly(14))).toBe(true);
  });

  test('has not, after a pause as long as it had before', () => {
    expect(hasHalted(points(1, 2, 3, 3, 3, 3, 4, 5, 6, 7, 7, 7, 7))).toBe(false);
  });
});

describe('moments of samples', () => {
  test('are all kept while they are few', () => {
    const times = new SampleTimes();
    for (const atMs of [1000, 2000, 3000]) times.add(atMs);
    expect(times.spread()).toEqual([1000, 2000, 3000]);
    times.forget();
    expect(times.spread()).toEqual([]);
  });

  test('of long watches are spread evenly, with the first and the last, and end with the hour', () => {
    const times = new SampleTimes();
    for (let atMs = 0; atMs <= 3 * hourMs; atMs += 1000) times.add(atMs);
    const spread = times.spread();
    expect(spread.length).toBeLessThanOrEqual(240);
    expect(spread.at(-1)).toBe(3 * hourMs);
    expect(3 * hourMs - spread[0]!).toBeLessThanOrEqual(1.2 * hourMs);
    const gaps = spread.slice(1).map((atMs, index) => atMs - spread[index]!);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1000);
  });
});

function points(...values: readonly number[]): readonly Point[] {
  return values.map((value, second) => ({atMs: second * 1000, value}));
}

describe('a count that moves with another', () => {
  const connections = points(0, 10, 20, 30, 40);

  test('does so with a ratio, from wherever it began', () => {
    expect(couplingOf(points(5, 15, 25, 35, 45), connections)).toEqual({ratio: 1});
    expect(couplingOf(points(0, 20, 40, 60, 80), connections)).toEqual({ratio: 2});
  });

  test('does not when it rises at other times', () => {
    expect(couplingOf(points(0, 0, 0, 0, 40), connections)).toBeUndefined();
    expect(couplingOf(points(0, 40, 40, 40, 40), connections)).toBeUndefined();
  });

  test('does not when it rises by far more or less than a server starts for each', () => {
    expect(couplingOf(points(0, 100, 200, 300, 400), connections)).toBeUndefined();
    expect(couplingOf(points(0, 1, 2, 3, 4), connections)).toBeUndefined();
  });

  test('does not when either stays', () => {
    expect(couplingOf(points(5, 5, 5, 5, 5), connections)).toBeUndefined();
    expect(couplingOf(points(0, 10, 20, 30, 40), points(5, 5, 5, 5, 5))).toBeUndefined();
    expect(couplingOf([], [])).toBeUndefined();
  });
});

function filling(stepMs: number): readonly Point[] {
  return Array.from({length: 21}, (_, step) => ({
    atMs: step * stepMs,
    value: Math.round(10 + 80 * (1 - 0.92 ** step)),
  }));
}

test('a count that rises less and less fills something up, in a short time', () => {
  expect(isRunningFull(filling(1000))).toBe(true);
  expect(isRunningFull(filling(60_000))).toBe(false);
  expect(isRunningFull([...filling(1000), {atMs: 21_000, value: 40}])).toBe(false);
  expect(isRunningFull(filling(1000).map(({atMs}, step) => ({atMs, value: 3 * step})))).toBe(false);
  expect(isRunningFull([])).toBe(false);
});
