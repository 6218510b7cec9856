import {describe, expect, test} from 'vitest';
import {parseDuration} from '../../source/commands/arguments/duration.ts';
import {readDuration} from '../../source/text/duration.ts';
import {isFilterProblem, parseFilter} from '../../source/view/filter/filter.ts';
import {readTime} from '../../source/view/time/time-text.ts';

const written: readonly (readonly [string, number])[] = [
  ['500ms', 500],
  ['10s', 10_000],
  ['1.5m', 90_000],
  ['5min', 300_000],
  ['1h30m', 5_400_000],
  ['1h 30m', 5_400_000],
  ['2 d', 172_800_000],
  ['1H', 3_600_000],
];

describe('a duration is the same', () => {
  test.each(written)('%s, read by itself', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  test.each(written)('%s, as an option', (text, ms) => {
    expect(parseDuration(text, '--for')).toBe(ms);
  });

  test.each(written)('%s, in a filter', (text, ms) => {
    const filter = parseFilter(`age="${text}"`);
    if (isFilterProblem(filter)) throw new Error(filter.problem);
    const subject = {family: '', status: '', functions: [], files: [], labels: {}, count: 1};
    expect(filter.terms.map((term) => term({...subject, ageMs: ms}))).toEqual([true]);
  });

  test.each(written)('%s, before a moment', (text, ms) => {
    const reach = {firstMs: 0, lastMs: 1e12};
    expect(readTime(`${text} ago`, reach)).toMatchObject({kind: 'moment', wallMs: 1e12 - ms});
  });
});

test('a number alone is seconds', () => {
  expect(readDuration('90')).toBe(90_000);
});

test.each(['', 's', '-5s', '5 parsecs', '5m ago', '1e3s', '1.s', `${'9'.repeat(400)}d`])(
  '"%s" is none',
  (text) => {
    expect(readDuration(text)).toBeUndefined();
  },
);
