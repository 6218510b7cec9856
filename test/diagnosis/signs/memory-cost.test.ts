import {expect, test} from 'vitest';
import {
  leastStackBytes,
  memoryPoints,
  memoryTrend,
  stackCostOf,
  timeUntil,
} from '../../../source/diagnosis/signs/memory-cost.ts';
import {randomOf} from '../populations.ts';

const always = {fromMs: -Infinity, toMs: Infinity};
const MiB = 2 ** 20;

/** Half an hour of a heap of 200 to 300 MiB that is collected again and again, with a leak below. */
function heap(random: () => number, leakPerMinute: number) {
  return Array.from({length: 180}, (_, index) => ({
    atMs: index * 10_000,
    value: 200 * MiB + (leakPerMinute * index) / 6 + ((index * 37 + random() * 20) % 100) * MiB,
  }));
}

test('a group holds its share of the stacks in use', () => {
  expect(stackCostOf(300, 6, 1000, {stacksInUse: 8000 * 1000})).toEqual({
    bytes: 300 * 8000,
    bytesPerMinute: 6 * 8000,
  });
});

test('no stack is smaller than the runtime makes them, told or not', () => {
  expect(stackCostOf(300, 0, 1000, {stacksInUse: 100}).bytes).toBe(300 * leastStackBytes);
  expect(stackCostOf(300, 0, 0, {stacksInUse: 1e9}).bytes).toBe(300 * leastStackBytes);
  expect(stackCostOf(300, 6, 1000, undefined)).toEqual({
    bytes: 300 * leastStackBytes,
    bytesPerMinute: 6 * leastStackBytes,
  });
});

test('a group that shrinks frees nothing yet', () => {
  expect(stackCostOf(300, -6, 1000, undefined).bytesPerMinute).toBe(0);
});

test('the time that is left follows from the pace', () => {
  expect(timeUntil(1000, 400, 100)).toBe(6 * 60_000);
  expect(timeUntil(1000, 1000, 0)).toBe(0);
  expect(timeUntil(1000, 400, 0)).toBeUndefined();
  expect(timeUntil(1000, 400, -5)).toBeUndefined();
});

test('a heap that is collected again and again does not rise, one whose troughs do does', () => {
  let healthy = 0;
  for (let run = 0; run < 200; run++) {
    const random = randomOf(run);
    if (memoryTrend(heap(random, 0), always).shape === 'rising') healthy++;
    const {shape, slopePerMinute} = memoryTrend(heap(random, 20 * MiB), always);
    expect(shape).toBe('rising');
    expect(slopePerMinute / MiB).toBeCloseTo(20, -1);
  }

  expect(healthy).toBe(0);
});

test('a heap that grew by a hundredth may do so', () => {
  const points = Array.from({length: 60}, (_, index) => ({
    atMs: index * 10_000,
    value: 1000 * MiB + index * 170_000,
  }));
  expect(memoryTrend(points, always).shape).not.toBe('rising');
});

test('heap and stacks count together', () => {
  const reading = {atMs: 5, heapInUse: 10, heapAllocated: 9, stacksInUse: 3, system: 99, collections: 1};
  expect(memoryPoints([reading])).toEqual([{atMs: 5, value: 13}]);
});
