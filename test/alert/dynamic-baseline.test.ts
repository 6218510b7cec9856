import {expect, test} from 'vitest';
import {emptyBaseline, nextBaseline, type DynamicBaseline} from '../../source/alert/dynamic-baseline.ts';
import {defaultMonitorPolicy} from '../../source/alert/monitor-policy.ts';

const {baseline: policy, gapMs} = defaultMonitorPolicy;
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

type Run = {readonly stepMs?: number; readonly forMs: number; readonly count: (afterMs: number) => number};

/** A baseline fed with counts at equal steps, and the moment of the last. */
function run(runs: readonly Run[], start: DynamicBaseline = emptyBaseline()): DynamicBaseline {
  let baseline = start;
  for (const {stepMs = secondMs, forMs, count} of runs) {
    const from = baseline.lastMs ?? 0;
    for (let afterMs = stepMs; afterMs <= forMs; afterMs += stepMs) {
      baseline = nextBaseline(baseline, {atMs: from + afterMs, value: count(afterMs)}, policy, gapMs);
    }
  }
  return baseline;
}

/** When a count first lies half over the ready baseline; undefined when it never does. */
function firstHalfOverMs(count: (afterMs: number) => number, forMs: number): number | undefined {
  let baseline = emptyBaseline();
  for (let ms = 0; ms <= forMs; ms += 10 * secondMs) {
    const value = count(ms);
    baseline = nextBaseline(baseline, {atMs: ms, value}, policy, gapMs);
    if (baseline.ready && value > (baseline.value ?? 0) * 1.5) return ms;
  }
  return undefined;
}

test('it is not ready until it has been watched for the warm-up, and is the lowest count seen by then', () => {
  const early = run([{forMs: policy.warmUpMs, count: (ms) => (ms === 3 * secondMs ? 90 : 100)}]);
  expect(early).toMatchObject({ready: false, value: 90});
  expect(run([{forMs: secondMs, count: () => 100}], early).ready).toBe(true);
});

test('a count that leaps during the warm-up is not taken for normal', () => {
  const baseline = run([{forMs: 10 * secondMs, count: (ms) => (ms <= 2 * secondMs ? 17 : 273)}]);
  expect(baseline).toMatchObject({ready: true, value: 17});
});

test('a lower count is followed at once', () => {
  const baseline = run([
    {forMs: hourMs, count: () => 1000},
    {forMs: secondMs, count: () => 10},
  ]);
  expect(baseline.value).toBe(10);
});

test('a new plateau is held for at most two hours and then halves the distance in each half-life', () => {
  const start = run([{forMs: 3 * hourMs, count: () => 100}]);
  const plateau = (hours: number) => run([{forMs: hours * hourMs, count: () => 140}], start).value ?? 0;
  expect(plateau(0.9)).toBeGreaterThanOrEqual(100);
  expect(plateau(2)).toBeLessThan(125);
  expect(plateau(3)).toBeGreaterThanOrEqual(119);
  expect(plateau(8)).toBeGreaterThan(138);
  expect(plateau(8)).toBeLessThan(140);
});

test('a sawtooth of traffic keeps the baseline near its trough', () => {
  const baseline = run([{forMs: 8 * hourMs, count: (ms) => 100 + Math.round((ms % minuteMs) / secondMs)}]);
  expect(baseline.value).toBeGreaterThanOrEqual(100);
  expect(baseline.value).toBeLessThan(102);
});

test.each([
  ['600 an hour', 600],
  ['60 an hour', 60],
  ['6 an hour', 6],
  ['one an hour', 1],
])('a leak of %s is half over the baseline as soon as it has added half', (_, perHour) => {
  const neededMs = (50 / perHour) * hourMs;
  const firedMs = firstHalfOverMs((ms) => 100 + Math.floor((perHour * ms) / hourMs), 2 * neededMs);
  expect(firedMs).toBeDefined();
  expect(firedMs ?? 0).toBeGreaterThanOrEqual(neededMs);
  expect(firedMs ?? 0).toBeLessThan(neededMs * 1.1);
});

const swing = (ms: number) => Math.round(20 + 20 * Math.sin(ms / (3 * minuteMs)));

test('a leak under traffic that swings is not swallowed either', () => {
  const firedMs = firstHalfOverMs((ms) => 100 + swing(ms) + Math.floor((10 * ms) / hourMs), 10 * hourMs);
  expect(firedMs).toBeDefined();
});

test('traffic that only swings is never half over the baseline', () => {
  expect(firstHalfOverMs((ms) => 100 + swing(ms), 24 * hourMs)).toBeUndefined();
});

test('it depends on time, not on how many samples there were', () => {
  const [secondly = 0, ...slower] = [secondMs, 10 * secondMs, minuteMs].map(
    (stepMs) =>
      run([
        {stepMs, forMs: 3 * hourMs, count: () => 100},
        {stepMs, forMs: 4 * hourMs, count: () => 200},
      ]).value,
  );
  expect(secondly).toBeGreaterThan(150);
  for (const value of slower) expect(value).toBeCloseTo(secondly, 0);
});

test('a gap counts as no time', () => {
  const start = run([
    {forMs: 3 * hourMs, count: () => 100},
    {forMs: 3 * hourMs, count: () => 140},
  ]);
  const after = nextBaseline(start, {atMs: (start.lastMs ?? 0) + 8 * hourMs, value: 140}, policy, gapMs);
  expect(after.value).toBe(start.value);
  expect(after.watchedMs).toBe(start.watchedMs);
  expect(after.floors).toEqual(start.floors);
});

test('a clock that goes back counts as no time', () => {
  const start = run([{forMs: minuteMs, count: () => 100}]);
  const after = nextBaseline(start, {atMs: 0, value: 120}, policy, gapMs);
  expect(after).toMatchObject({value: 100, watchedMs: start.watchedMs});
});

test('after a restart the target may start in peace before anything counts', () => {
  const starting = run([{forMs: policy.settleMs, count: (ms) => ms / 100}], emptyBaseline(policy.settleMs));
  const settled = run([{forMs: 10 * secondMs, count: () => 300}], starting);
  expect(starting.ready).toBe(false);
  expect(settled).toMatchObject({ready: true, value: 300});
});

test('what it remembers does not grow with time', () => {
  expect(run([{stepMs: minuteMs, forMs: 30 * 24 * hourMs, count: (ms) => ms}]).floors).toHaveLength(
    2 * policy.blocksPerFloorWindow,
  );
});
