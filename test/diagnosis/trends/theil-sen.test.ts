import {expect, test} from 'vitest';
import {mostSlopePoints, theilSen} from '../../../source/diagnosis/trends/theil-sen.ts';

const line = (count: number, slope: number) =>
  Array.from({length: count}, (_, index) => ({atMs: index * 1000, value: 5 + index * 1000 * slope}));

test('the slope of a line is its slope', () => {
  expect(theilSen(line(20, 0.25))).toBe(0.25);
  expect(theilSen(line(21, -0.25))).toBe(-0.25);
});

test('a quarter of wild points does not move it', () => {
  const points = line(20, 0.25).map((point, index) => (index % 4 === 1 ? {...point, value: 1e6} : point));
  expect(theilSen(points)).toBeCloseTo(0.25, 1);
});

test('one moment has no slope', () => {
  expect(theilSen([])).toBe(0);
  expect(theilSen([{atMs: 1, value: 1}])).toBe(0);
  expect(
    theilSen([
      {atMs: 1, value: 1},
      {atMs: 1, value: 9},
    ]),
  ).toBe(0);
});

test('more points than it is meant for are refused', () => {
  expect(() => theilSen(line(mostSlopePoints + 1, 1))).toThrow(RangeError);
});
