import {expect, test} from 'vitest';
import {dumpOutcome} from '../../source/saving/dump-outcome.ts';

const saved = {path: '/dumps/a.txt', bytes: 1000};

test('a whole dump misses nothing, even when goroutines ended since they were counted', () => {
  expect(dumpOutcome(saved, {goroutines: 90, complete: true}, 100)).toEqual({
    path: '/dumps/a.txt',
    bytes: 1000,
    goroutines: 90,
    missing: 0,
    cut: false,
  });
});

test('a dump of exactly 67,108,864 bytes is cut, and tells how many goroutines are missing', () => {
  const full = {...saved, bytes: 67_108_864};
  expect(dumpOutcome(full, {goroutines: 100_479, complete: true}, 200_000)).toMatchObject({
    missing: 99_521,
    cut: true,
  });
  expect(dumpOutcome({...saved, bytes: 67_108_863}, {goroutines: 5, complete: true}, 9).cut).toBe(false);
});

test('a dump that ends early is cut; what nobody counted is not called zero', () => {
  expect(dumpOutcome(saved, {goroutines: 5, complete: false}, undefined)).toMatchObject({
    missing: undefined,
    cut: true,
  });
  expect(dumpOutcome(saved, {goroutines: 12, complete: false}, 10)).toMatchObject({missing: 0, cut: true});
});
