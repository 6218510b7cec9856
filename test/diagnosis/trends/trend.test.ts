import {expect, test} from 'vitest';
import {trendOf, type TrendWindow} from '../../../source/diagnosis/trends/trend.ts';

const always: TrendWindow = {fromMs: -Infinity, toMs: Infinity};
const series = (values: readonly number[], stepMs = 1000) =>
  values.map((value, index) => ({atMs: index * stepMs, value}));
const seconds = (count: number, value: (second: number) => number) =>
  series(Array.from({length: count}, (_, second) => value(second)));
const ramp = (s: number) => 17 + Math.max(0, Math.min(256, 32 * (s - 6)));
const shapeOf = (points: Parameters<typeof trendOf>[0]) => trendOf(points, always).shape;

test('one sample, two, or one moment are never growth', () => {
  expect(shapeOf([])).toBe('unknown');
  expect(shapeOf(series([1000]))).toBe('unknown');
  expect(shapeOf(series([1, 1000]))).toBe('unknown');
  expect(shapeOf([1, 50, 1000].map((value) => ({atMs: 7, value})))).toBe('unknown');
});

test('a few samples that rise are not enough, whatever they rise by', () => {
  for (let count = 3; count < 8; count++) expect(shapeOf(seconds(count, (s) => 100 * s))).toBe('unknown');
  expect(shapeOf(seconds(8, (s) => 100 * s))).toBe('rising');
});

test('a leak of one each five seconds shows within twenty', () => {
  expect(
    trendOf(
      seconds(20, (s) => 17 + Math.floor((s + 3) / 5)),
      always,
    ),
  ).toMatchObject({
    shape: 'rising',
    first: 17,
    last: 21,
    rise: 4,
    neverFell: true,
    stillRising: true,
    samples: 20,
    spanMs: 19_000,
  });
});

test('two steps are not a trend, however even', () => {
  expect(shapeOf(seconds(20, (s) => 5 + 2 * Math.floor((s + 3) / 8)))).not.toBe('rising');
});

test('the rate is that of what stays', () => {
  expect(
    trendOf(
      seconds(20, (s) => 5 + 2 * s),
      always,
    ).slopePerMinute,
  ).toBe(120);
  const busy = seconds(600, (s) => 5 + 2 * s + ((s * 7) % 11 === 0 ? 0 : 40));
  expect(trendOf(busy, always).slopePerMinute).toBeCloseTo(120, -1);
});

test('only what is inside the window counts', () => {
  const points = seconds(60, (s) => (s < 30 ? 5 + 3 * s : 95));
  expect(trendOf(points, {fromMs: 0, toMs: 29_000}).shape).toBe('rising');
  expect(trendOf(points, {fromMs: 32_000, toMs: 59_000}).shape).toBe('constant');
});

test('a gap in the middle of a leak does not hide it', () => {
  const points = seconds(60, (s) => 3 * s).filter(({atMs}) => atMs < 25_000 || atMs > 40_000);
  expect(shapeOf(points)).toBe('rising');
});

test('a step up to a new plateau is a step', () => {
  expect(shapeOf(seconds(20, (s) => (s < 8 ? 19 : 40)))).toBe('step');
  expect(shapeOf(seconds(20, (s) => (s < 3 ? 0 : 25) + (s % 2)))).toBe('step');
  expect(shapeOf(series([...Array<number>(19).fill(19), 40]))).toBe('unknown');
});

test('connections that ramp up and stay are not rising once they have stopped', () => {
  expect(shapeOf(seconds(20, ramp))).not.toBe('rising');
  expect(shapeOf(seconds(60, ramp))).toMatch(/step|plateau/);
});

test('a warm-up fills up, and is a plateau when it has', () => {
  expect(shapeOf(seconds(20, (s) => Math.floor(100 * (1 - Math.exp(-s / 7)))))).not.toBe('rising');
  expect(shapeOf(seconds(40, (s) => Math.floor(100 * (1 - Math.exp(-s / 7)))))).toBe('plateau');
});

test('a sawtooth is one, wherever it is cut', () => {
  for (let phase = 0; phase < 9; phase++) {
    expect(shapeOf(seconds(20, (s) => 10 * ((s + phase) % 9)))).toMatch(/sawtooth|unknown/);
    expect(shapeOf(seconds(600, (s) => 10 * ((s + 10 * phase) % 90)))).toMatch(/sawtooth|unknown/);
  }
});

test('a drain falls', () => {
  expect(shapeOf(seconds(20, (s) => Math.max(5, 128 - 16 * Math.max(0, s - 6))))).toBe('falling');
  expect(shapeOf(seconds(20, (s) => 200 - s))).toBe('falling');
});

test('bursts go back', () => {
  expect(shapeOf(seconds(20, (s) => (s % 6 === 2 ? 40 : 4)))).toBe('bursts');
});

test('one wild sample is not a trend, and does not hide one', () => {
  for (let wild = 0; wild < 20; wild++) {
    expect(shapeOf(seconds(20, (s) => (s === wild ? 60 : 20)))).not.toBe('rising');
  }

  for (let wild = 1; wild < 19; wild++) {
    expect(shapeOf(seconds(20, (s) => 20 + s + (s === wild ? 60 : 0)))).toBe('rising');
  }
});

test('a number that barely moves keeps its level', () => {
  expect(shapeOf(seconds(20, () => 7))).toBe('constant');
  expect(shapeOf(seconds(20, (s) => 7 + (s > 10 ? 2 : 0)))).toBe('plateau');
  expect(
    trendOf(
      seconds(20, (s) => 1e9 + 1000 * s),
      {...always, leastRise: 1e6},
    ).shape,
  ).toBe('plateau');
});
