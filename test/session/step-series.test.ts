import {expect, test} from 'vitest';
import {createPointPool} from '../../source/session/point-pool.ts';
import {StepSeries} from '../../source/session/step-series.ts';
import {seeded} from '../helpers/seeded.ts';

test.each([10, 21, 115, 345])(
  'the newest value is in the last of %i cells, whatever the clock says',
  (cells) => {
    for (let at = 0; at < 1000; at++) {
      const toMs = 8123.4567 + at * 1003.0191;
      const series = new StepSeries();
      series.push(toMs - 10_000, 1);
      series.push(toMs, 2);
      expect(series.cells(toMs - 60_000, toMs, cells).at(-1)).toBe(2);
    }
  },
);

/** The same as the real one, the slow and plain way: every value of every moment is kept. */
type Naive = {readonly atMs: number; readonly value: number}[];

function naiveAt(all: Naive, atMs: number): number | undefined {
  return all.findLast((point) => point.atMs <= atMs)?.value;
}

function naiveLargest(all: Naive, afterMs: number, untilMs: number): number | undefined {
  const values = all.filter(({atMs}) => atMs > afterMs && atMs <= untilMs).map(({value}) => value);
  const inForce = naiveAt(all, afterMs);
  const known = inForce === undefined ? values : [inForce, ...values];
  return known.length === 0 ? undefined : Math.max(...known);
}

function randomSeries(seed: number): {series: StepSeries; all: Naive; endMs: number} {
  const random = seeded(seed);
  const series = new StepSeries();
  const all: Naive = [];
  let atMs = 1000;
  for (let step = random.below(60); step > 0; step--) {
    atMs += 250 * (1 + random.below(4));
    const value = random.below(4);
    series.push(atMs, value);
    all.push({atMs, value});
  }

  return {series, all, endMs: atMs};
}

const seeds = Array.from({length: 200}, (_, at) => at + 1);

test('any moment of any series is read back as it was', () => {
  for (const seed of seeds) {
    const {series, all, endMs} = randomSeries(seed);
    for (let atMs = 0; atMs <= endMs + 1000; atMs += 250) expect(series.at(atMs)).toBe(naiveAt(all, atMs));
  }
});

test('the largest value of each stretch is in its cell, however narrow the cells', () => {
  for (const seed of seeds) {
    const {series, all, endMs} = randomSeries(seed);
    const random = seeded(-seed);
    const cells = 1 + random.below(40);
    const widthMs = 250 * (1 + random.below(8));
    const toMs = endMs + 500 - 250 * random.below(8);
    const fromMs = toMs - cells * widthMs;
    const expected = Array.from({length: cells}, (_, cell) =>
      naiveLargest(all, fromMs + cell * widthMs, fromMs + (cell + 1) * widthMs),
    );
    expect(series.cells(fromMs, toMs, cells), `seed ${seed}`).toEqual(expected);
  }
});

test('smallest and largest between two moments are those in force then', () => {
  for (const seed of seeds) {
    const {series, all, endMs} = randomSeries(seed);
    const random = seeded(seed * 7);
    const fromMs = 250 * random.below(endMs / 250);
    const toMs = fromMs + 250 * random.below(20);
    const values: number[] = [];
    for (let atMs = fromMs; atMs <= toMs; atMs += 250) values.push(naiveAt(all, atMs) ?? Number.NaN);
    const known = values.filter((value) => !Number.isNaN(value));
    expect(series.range(fromMs, toMs), `seed ${seed}`).toEqual(
      known.length === 0 ? undefined : {min: Math.min(...known), max: Math.max(...known)},
    );
  }
});

test('forgetting leaves every later moment as it was', () => {
  for (const seed of seeds) {
    const {series, all, endMs} = randomSeries(seed);
    const beforeMs = 250 * seeded(seed * 13).below(endMs / 250 + 1);
    const points = series.points;
    const gone = series.trim(beforeMs);
    expect(series.points).toBe(points - gone);
    for (let atMs = beforeMs; atMs <= endMs; atMs += 250) expect(series.at(atMs)).toBe(naiveAt(all, atMs));
  }
});

test('a value that does not change takes one point, however long it is pushed', () => {
  const series = new StepSeries();
  for (let second = 0; second < 10_000; second++) series.push(second * 1000, 7);
  expect(series.points).toBe(1);
});

test('cells that a gap covers as a whole are unknown; those that it only touches are not', () => {
  const series = new StepSeries();
  series.push(0, 5);
  const cells = series.cells(0, 10_000, 10, [{fromMs: 2500, toMs: 6000}]);
  expect(cells).toEqual([5, 5, 5, undefined, undefined, undefined, 5, 5, 5, 5]);
});

test('a cell before the first point is unknown', () => {
  const series = new StepSeries();
  series.push(7000, 5);
  expect(series.cells(0, 10_000, 5)).toEqual([undefined, undefined, undefined, 5, 5]);
});

test('series that share their memory keep to themselves, also when some forget or end', () => {
  const pool = createPointPool();
  const random = seeded(4);
  const pairs = Array.from({length: 30}, () => ({shared: new StepSeries(pool), own: new StepSeries()}));
  for (let atMs = 0; atMs < 300_000; atMs += 1000) {
    for (const {shared, own} of pairs) {
      const value = random.below(4);
      shared.push(atMs, value);
      own.push(atMs, value);
    }

    const at = random.below(pairs.length);
    const {shared, own} = pairs[at]!;
    expect(shared.trim(atMs - 20_000)).toBe(own.trim(atMs - 20_000));
    if (random.below(20) === 0) {
      shared.clear();
      pairs[at] = {shared: new StepSeries(pool), own: new StepSeries()};
    }
  }

  for (const {shared, own} of pairs) {
    expect(shared.points).toBe(own.points);
    for (let atMs = 0; atMs < 301_000; atMs += 500) expect(shared.at(atMs)).toBe(own.at(atMs));
  }
});

test('memory that series give back is used again', () => {
  const pool = createPointPool();
  const series = new StepSeries(pool);
  for (let second = 0; second < 100_000; second++) {
    series.push(second * 1000, second % 2);
    if (second % 100 === 0) series.trim((second - 50) * 1000);
  }

  expect(pool.bytes).toBeLessThan(200_000);
});

test('a series that has forgotten everything knows nothing', () => {
  const series = new StepSeries();
  series.push(0, 3);
  series.clear();
  expect([series.points, series.last, series.at(1), series.firstAtMs]).toEqual([
    0,
    undefined,
    undefined,
    undefined,
  ]);
});

test('the values at many moments are those at each of them', () => {
  const {below} = seeded(7);
  for (let round = 0; round < 200; round++) {
    const series = new StepSeries();
    let atMs = 0;
    for (let points = below(60); points > 0; points--) {
      atMs += 1 + below(9);
      series.push(atMs, below(4));
    }

    if (round % 3 === 0) series.trim(atMs / 3);
    const times = Array.from({length: below(40)}, () => below(atMs + 10)).toSorted((a, b) => a - b);
    expect(series.valuesAt(times)).toEqual(times.map((one) => series.at(one)));
  }
});
