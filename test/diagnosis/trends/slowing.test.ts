import {expect, test} from 'vitest';
import {isEbbing} from '../../../source/diagnosis/trends/slowing.ts';

test('of few, less than half as many come late by chance', () => {
  expect(isEbbing(6, 2)).toBe(false);
  expect(isEbbing(7, 2)).toBe(false);
  expect(isEbbing(3, 0)).toBe(false);
});

test('what hardly comes any more may be filling something up', () => {
  expect(isEbbing(7, 1)).toBe(true);
  expect(isEbbing(10, 2)).toBe(true);
  expect(isEbbing(40, 15)).toBe(true);
});

test('as many late as early, or half as many, go on coming', () => {
  expect(isEbbing(400, 200)).toBe(false);
  expect(isEbbing(20, 20)).toBe(false);
  expect(isEbbing(0, 20)).toBe(false);
});
