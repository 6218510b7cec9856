import {describe, expect, test} from 'vitest';
import {
  backOffMs,
  expectedStopMs,
  failedGroupsMs,
  groupsPauseMs,
  nextGroupsMs,
  nextStacksMs,
  pauseOfGroupsMs,
  plannedStopMs,
  heldStopMs,
} from '../../source/session/gears.ts';
import {checkPace} from '../../source/commands/check/check-pace.ts';
import {watched} from './watched.ts';

test('counts come at the interval while they cost little, and more rarely the more they cost', () => {
  expect(nextGroupsMs(500, 1, 1_000)).toBe(1_500);
  expect(nextGroupsMs(500, 100, 1_000)).toBe(13_000);
  // Go 1.18 and before stop for as long as they work.
  expect(nextGroupsMs(500, 5, 1_000, 5)).toBe(6_750);
});

test('full stacks come every two seconds at the most, and more rarely the longer they stop the target', () => {
  expect(nextStacksMs(500, 0.1)).toBe(2_500);
  expect(nextStacksMs(500, 13)).toBe(13_500);
});

test('waits after failures double from half a second to ten', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(backOffMs)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000,
  ]);
});

test.for<[string | undefined, number]>([
  [undefined, 40],
  ['1.16', 40],
  ['1.20', groupsPauseMs],
  ['1.24', groupsPauseMs],
  ['1.26', groupsPauseMs],
])('of a debug=0 request that took 40 ms, Go %s may have been stopped for %d', ([goAtLeast, expected]) => {
  expect(pauseOfGroupsMs(40, goAtLeast)).toBe(expected);
});

test('a debug=0 request that took next to nothing stopped nothing for longer', () => {
  expect(pauseOfGroupsMs(0.1, '1.26')).toBe(0.1);
});

test('waiting for a target that is silent is not its work', () => {
  expect(failedGroupsMs(10_000, 300)).toBe(4.5);
  expect(failedGroupsMs(10_000, 2_000_000)).toBe(10_000);
});

test('the first look is planned at twice the rule of thumb, and more for deep stacks', () => {
  expect(plannedStopMs(1_000, 10, undefined)).toBe(18);
  expect(plannedStopMs(1_000, 2, undefined)).toBe(18);
  expect(plannedStopMs(1_000, 50, undefined)).toBeGreaterThan(90);
  // With a little more text in each than usual these take a second attempt.
  expect(plannedStopMs(1_600, 10, undefined)).toBeGreaterThan(50);
});

test('a later look is planned from what the last one cost', () => {
  const seen = {goroutines: 2_000, bytes: 900_000, durationMs: 4};
  expect(plannedStopMs(2_000, 10, seen)).toBe(4);
  expect(plannedStopMs(4_000, 10, seen)).toBeGreaterThanOrEqual(8);
  // Of few goroutines, too: a slow machine is slow for them as well.
  expect(plannedStopMs(600, 10, {goroutines: 300, bytes: 100_000, durationMs: 20})).toBe(40);
});

test('what a person is told is what they usually take, wherever the question is asked', async () => {
  expect(expectedStopMs(100_000)).toBeCloseTo(6_300);
  expect(expectedStopMs(100_000, 30)).toBeGreaterThan(6_300);
  expect(expectedStopMs(2_000, 10, {goroutines: 2_000, bytes: 900_000, durationMs: 4})).toBe(4);
  const it = watched({groups: [{name: 'worker', count: 100_000, depth: 10}]});
  await it.watch(2_500);
  expect(it.sampler.expectedStopMs()).toBe(expectedStopMs(100_000));
});

describe('what full stacks are held to have cost', () => {
  test('is what was measured, where that is near to what stopping takes', () => {
    expect(heldStopMs(6, 1_000, 10)).toBe(6);
    expect(heldStopMs(0.3, 50, 10)).toBe(0.3);
  });

  test('of a small process on a busy machine is not all the time that it answered late', () => {
    expect(heldStopMs(25, 50, 10)).toBeLessThan(1);
    expect(heldStopMs(25, 50, 10)).toBeGreaterThan(0.5);
    // A check of 100 goroutines looks each second there too.
    expect(nextStacksMs(0, heldStopMs(8, 100, 10), checkPace(20_000))).toBeLessThan(1_000);
    expect(heldStopMs(30, 1_000, 10)).toBe(30);
  });

  test('grows with deeper stacks', () => {
    expect(heldStopMs(1_000, 100, 40)).toBeGreaterThan(heldStopMs(1_000, 100, 10));
  });
});
