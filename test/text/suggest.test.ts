import {expect, test} from 'vitest';
import {editDistance, suggest} from '../../source/text/suggest.ts';

const commands = ['snapshot', 'dump', 'check', 'record', 'replay', 'report', 'diff', 'fleet', 'info', 'demo'];

test.each([
  ['snapshto', 'snapshot'],
  ['dmup', 'dump'],
  ['chekc', 'check'],
  ['Report', 'report'],
  ['recrod', 'record'],
  ['snap', 'snapshot'],
  ['inof', 'info'],
])('%s was meant to be %s', (typed, meant) => {
  expect(suggest(typed, commands)).toBe(meant);
});

test.each(['', 'xyz', 'localhost', 'kubernetes', 'x'.repeat(10_000)])('nothing is near %s', (typed) => {
  expect(suggest(typed, commands)).toBeUndefined();
});

test('letters added, removed, replaced and swapped with their neighbour each count one', () => {
  expect(editDistance('dump', 'dumps')).toBe(1);
  expect(editDistance('dump', 'dum')).toBe(1);
  expect(editDistance('dump', 'bump')).toBe(1);
  expect(editDistance('dump', 'dupm')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('same', 'same')).toBe(0);
});
