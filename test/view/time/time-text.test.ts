import {describe, expect, test} from 'vitest';
import {momentText, readTime} from '../../../source/view/time/time-text.ts';

const at = (text: string) => new Date(text).getTime();
const reach = {firstMs: at('2026-11-21T13:40:00'), lastMs: at('2026-11-21T14:10:30')};
const moment = (wallMs: number, {isCut = false, endWallMs = wallMs} = {}) => ({
  kind: 'moment',
  wallMs,
  endWallMs,
  isCut,
});
const second = (wallMs: number) => moment(wallMs, {endWallMs: wallMs + 999});

describe('a time is read', () => {
  test.each([
    ['14:05', '2026-11-21T14:05:00'],
    [' 14:05 ', '2026-11-21T14:05:00'],
    ['2026-11-21 13:50', '2026-11-21T13:50:00'],
    ['3m ago', '2026-11-21T14:07:30'],
    ['3 m ago', '2026-11-21T14:07:30'],
    ['-3m', '2026-11-21T14:07:30'],
    ['90s', '2026-11-21T14:09:00'],
    ['1m30s ago', '2026-11-21T14:09:00'],
    ['0.5m', '2026-11-21T14:10:00'],
    ['start', '2026-11-21T13:40:00'],
  ])('%s', (text, expected) => {
    expect(readTime(text, reach)).toMatchObject(moment(at(expected)));
  });

  test.each([
    ['14:05:07', '2026-11-21T14:05:07'],
    ['2026-11-21T13:50:01', '2026-11-21T13:50:01'],
  ])('%s, which lasts until the next second', (text, expected) => {
    expect(readTime(text, reach)).toMatchObject(second(at(expected)));
  });

  test('that is so long ago keeps how long, and one of day does not', () => {
    expect(readTime('3m ago', reach)).toMatchObject({agoMs: 180_000});
    expect(readTime('start', reach)).toMatchObject({agoMs: reach.lastMs - reach.firstMs});
    expect(readTime('14:05', reach)).toMatchObject({agoMs: undefined});
  });

  test.each(['now', 'end', 'live', ' NOW '])('%s as the newest', (text) => {
    expect(readTime(text, reach)).toEqual({kind: 'newest'});
  });

  test.each(['2h ago', '9:00', '2026-11-20 14:05'])(
    '%s, before the reach, is cut to its beginning',
    (text) => {
      expect(readTime(text, reach)).toMatchObject(moment(reach.firstMs, {isCut: true}));
    },
  );

  test.each(['13:40', '13:40:00', '30m ago'])(
    '%s is the beginning itself where that is in the middle of a second',
    (text) => {
      const late = {firstMs: reach.firstMs + 640, lastMs: reach.lastMs - 30_000};
      expect(readTime(text, late)).toMatchObject({kind: 'moment', wallMs: late.firstMs, isCut: false});
    },
  );

  test('of day in the newest of several days', () => {
    const days = {firstMs: at('2026-11-18T00:00:00'), lastMs: at('2026-11-21T14:10:00')};
    expect(readTime('14:05', days)).toMatchObject(moment(at('2026-11-21T14:05:00')));
    expect(readTime('23:00', days)).toMatchObject(moment(at('2026-11-20T23:00:00')));
  });

  test('of the day before, just after midnight', () => {
    const night = {firstMs: at('2026-11-20T23:40:00'), lastMs: at('2026-11-21T00:05:00')};
    expect(readTime('23:50', night)).toMatchObject(moment(at('2026-11-20T23:50:00')));
  });
});

test('a time that has not come yet is said to be so', () => {
  const asked = readTime('14:30', reach);
  expect(asked).toEqual({kind: 'late', problem: '14:30 is later than the newest moment, 14:10:30.'});
});

test('a moment is told with its day only where there are several', () => {
  const days = {firstMs: at('2026-11-20T23:40:00'), lastMs: reach.lastMs};
  expect(momentText(reach.lastMs, reach)).toBe('14:10:30');
  expect(momentText(reach.lastMs, days)).toBe('2026-11-21 14:10:30');
  expect(readTime(momentText(days.firstMs, days), days)).toMatchObject(second(days.firstMs));
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
