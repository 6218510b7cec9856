import {describe, expect, test} from 'vitest';
import {readTime} from '../../source/view/time-text.ts';

const at = (text: string) => new Date(text).getTime();
const reach = {firstMs: at('2026-11-21T13:40:00'), lastMs: at('2026-11-21T14:10:30')};
const moment = (wallMs: number, isCut = false) => ({kind: 'moment', wallMs, isCut});

describe('a time is read', () => {
  test.each([
    ['14:05', '2026-11-21T14:05:00'],
    ['14:05:07', '2026-11-21T14:05:07'],
    [' 14:05 ', '2026-11-21T14:05:00'],
    ['2026-11-21 13:50', '2026-11-21T13:50:00'],
    ['2026-11-21T13:50:01', '2026-11-21T13:50:01'],
    ['3m ago', '2026-11-21T14:07:30'],
    ['3 m ago', '2026-11-21T14:07:30'],
    ['-3m', '2026-11-21T14:07:30'],
    ['90s', '2026-11-21T14:09:00'],
    ['1m30s ago', '2026-11-21T14:09:00'],
    ['0.5m', '2026-11-21T14:10:00'],
    ['start', '2026-11-21T13:40:00'],
  ])('%s', (text, expected) => {
    expect(readTime(text, reach)).toEqual(moment(at(expected)));
  });

  test.each(['now', 'end', 'live', ' NOW '])('%s as the newest', (text) => {
    expect(readTime(text, reach)).toEqual({kind: 'newest'});
  });

  test.each(['2h ago', '9:00', '2026-11-20 14:05'])(
    '%s, before the reach, is cut to its beginning',
    (text) => {
      expect(readTime(text, reach)).toEqual(moment(reach.firstMs, true));
    },
  );

  test('of day in the newest of several days', () => {
    const days = {firstMs: at('2026-11-18T00:00:00'), lastMs: at('2026-11-21T14:10:00')};
    expect(readTime('14:05', days)).toEqual(moment(at('2026-11-21T14:05:00')));
    expect(readTime('23:00', days)).toEqual(moment(at('2026-11-20T23:00:00')));
  });

  test('of the day before, just after midnight', () => {
    const night = {firstMs: at('2026-11-20T23:40:00'), lastMs: at('2026-11-21T00:05:00')};
    expect(readTime('23:50', night)).toEqual(moment(at('2026-11-20T23:50:00')));
  });
});

test('a time that has not come yet is said to be so', () => {
  const asked = readTime('14:30', reach);
  expect(asked).toEqual({kind: 'problem', problem: '14:30 is not known yet: the newest is of 14:10:30.'});
});

test.each(['', '25:00', '14:60', '14:05:60', 'yesterday', '3', '3 parsecs ago', '2026-13-41 14:05', '14:5'])(
  '"%s" is no time, and how one is written is said',
  (text) => {
    expect(readTime(text, reach)).toMatchObject({
      kind: 'problem',
      problem: expect.stringContaining('Write a time like 14:05'),
    });
  },
);
