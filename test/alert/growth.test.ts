import {expect, test} from 'vitest';
import {growthPerMinute, nextWindow} from '../../source/alert/growth.ts';
import type {Point} from '../../source/diagnosis/trends/point.ts';
import {defaultMonitorPolicy} from '../../source/alert/monitor-policy.ts';

const {growth: policy, gapMs} = defaultMonitorPolicy;

function windowOf(points: readonly (readonly [seconds: number, value: number])[]): readonly Point[] {
  let kept: readonly Point[] = [];
  for (const [seconds, value] of points) {
    kept = nextWindow(kept, {atMs: seconds * 1000, value}, policy, gapMs);
  }
  return kept;
}

function series(count: number, stepSeconds: number, value: (seconds: number) => number) {
  return Array.from({length: count}, (_, index) => {
    const seconds = index * stepSeconds;
    return [seconds, value(seconds)] as const;
  });
}

const growthOf = (points: readonly (readonly [number, number])[]) =>
  growthPerMinute(windowOf(points), policy);

test('one sample has no growth, nor have samples of a shorter time than the least', () => {
  expect(growthOf([])).toBeUndefined();
  expect(growthOf([[0, 100]])).toBeUndefined();
  expect(growthOf(series(20, 1, (s) => 100 * s))).toBeUndefined();
  expect(growthOf(series(21, 1, (s) => 100 * s))).toBe(6000);
});

test('a steady rise is told exactly, whatever the steps', () => {
  expect(growthOf(series(60, 1, (s) => 50 + 2 * s))).toBe(120);
  expect(growthOf(series(6, 10, (s) => 50 + 2 * s))).toBe(120);
  expect(growthOf(series(6, 100, (s) => 50 + 2 * s))).toBe(120);
  expect(growthOf([0, 1, 5, 17, 18, 40].map((s) => [s, 2 * s] as const))).toBe(120);
});

test('a fall is negative and a plateau zero', () => {
  expect(growthOf(series(60, 1, (s) => 500 - s))).toBe(-60);
  expect(growthOf(series(60, 1, () => 500))).toBe(0);
});

test('a burst that comes and goes is no growth', () => {
  expect(growthOf(series(60, 1, (s) => (s >= 20 && s < 30 ? 10_000 : 100)))).toBe(0);
});

test('a step to a plateau is no growth, wherever in the window it lies', () => {
  for (let step = 1; step < 60; step++) {
    expect(growthOf(series(60, 1, (s) => (s >= step ? 10_000 : 100))), `a step after ${step} s`).toBe(0);
  }
});

test('growth that has ended is told before it leaves the window', () => {
  expect(growthOf(series(61, 1, (s) => Math.min(s, 35) * 10))).toBe(0);
});

const noise = (seconds: number) => ((seconds * 7919) % 13) - 6;

test('a rise is seen through noise', () => {
  expect(growthOf(series(61, 1, (s) => 200 + 2 * s + noise(s)))).toBeGreaterThan(100);
  expect(growthOf(series(61, 1, (s) => 200 + 2 * s + noise(s)))).toBeLessThan(140);
});

test('what is older than the window has no say', () => {
  expect(growthOf(series(200, 1, (s) => (s < 120 ? 10 * s : 1200)))).toBe(0);
});

test('nothing is concluded across a gap', () => {
  const beforeGap = series(60, 1, () => 100);
  expect(growthOf([...beforeGap, [300, 900]])).toBeUndefined();
  expect(growthOf([...beforeGap, ...series(30, 1, () => 900).map(([s, v]) => [s + 300, v] as const)])).toBe(
    0,
  );
});

test('however fast samples come, the window stays small', () => {
  expect(windowOf(series(10_000, 0.01, (s) => s)).length).toBeLessThanOrEqual(
    policy.windowMs / policy.minimumStepMs + 1,
  );
});
