import {expect, test} from 'vitest';
import {lowerEnvelope, withoutSpikes} from '../../../source/diagnosis/trends/lower-envelope.ts';

const at = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([atMs, value]) => ({atMs, value}));

const series = (...numbers: readonly number[]) => numbers.map((value, index) => ({atMs: index, value}));
const values = (points: readonly {readonly value: number}[]) => points.map(({value}) => value);

test('each stretch is its least, at the moment of it', () => {
  const points = at([0, 5], [4, 3], [9, 8], [10, 7], [15, 7], [19, 9], [20, 6]);
  expect(lowerEnvelope(points, 10)).toEqual(at([4, 3], [20, 6]));
});

test('a stretch without points is left out', () => {
  expect(lowerEnvelope(at([0, 1], [35, 4], [40, 2]), 10)).toEqual(at([0, 1], [40, 2]));
  expect(lowerEnvelope([], 10)).toEqual([]);
  expect(lowerEnvelope(at([7, 1]), 10)).toEqual(at([7, 1]));
});

test('a last sample never stands alone, or whatever came by would be the end', () => {
  expect(lowerEnvelope(at([0, 1], [10, 2], [20, 3], [30, 99]), 10)).toEqual(at([0, 1], [10, 2], [20, 3]));
});

test('what stands out for one sample goes, what stays does not', () => {
  expect(values(withoutSpikes(series(1, 9, 2, 3)))).toEqual([1, 2, 2, 3]);
  expect(values(withoutSpikes(series(1, 9, 9, 3)))).toEqual([1, 9, 9, 3]);
  expect(values(withoutSpikes(series(1, 2, 3, 9)))).toEqual([1, 2, 3, 9]);
  expect(values(withoutSpikes(series(5, 1, 5)))).toEqual([5, 1, 5]);
});
