import {expect, test} from 'vitest';
import {tenths} from '../../source/text/tenths.ts';

test.each([
  [4.0499, 4],
  [4.05, 4.1],
  [0.04, 0],
  [-2.26, -2.3],
  [1e9 + 0.123, 1e9 + 0.1],
])('%f has one digit after the point: %f', (value, expected) => {
  expect(tenths(value)).toBe(expected);
});
