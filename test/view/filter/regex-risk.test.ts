import {expect, test} from 'vitest';
import {endlessRepeats} from '../../../source/view/filter/regex-risk.ts';

test.each([
  ['main', 0],
  ['^main$', 0],
  ['main.*', 1],
  ['a+b*', 2],
  [String.raw`func\d+`, 1],
  [String.raw`a\+b\*`, 0],
  ['[*+]', 0],
  [String.raw`[\]*]+`, 1],
  [String.raw`(\.func\d+)?`, 1],
  ['(?:ab)+', 1],
  ['(?<name>ab)+c', 1],
  ['(?=a)b', 0],
  [String.raw`\d{1,3}`, 0],
  ['a{2,}', 1],
  ['a{1,500}', 1],
  ['(?:ab{2})+', 1],
  ['send|receive', 0],
  ['(send|receive) x', 0],
  ['a{x}', 0],
])('%s repeats without end %d times', (source, repeats) => {
  expect(() => new RegExp(source)).not.toThrow();
  expect(endlessRepeats(source)).toBe(repeats);
});

test.each([
  '(a+)+',
  '(a*)*',
  '((a+)b?)*',
  '(a|a)*',
  '(a|ab){2,}',
  '([a-z]+)+$',
  '(a?){20}',
  'a?a?a?a?a?a?a?a?a?',
  '(?:x(y+))+',
])('%s can run for ever', (source) => {
  expect(endlessRepeats(source)).toBeUndefined();
});
