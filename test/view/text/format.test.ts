import {describe, expect, test} from 'vitest';
import * as format from '../../../source/view/text/format.ts';

test('counts are grouped by thousands, everywhere in the same way', () => {
  expect([0, 7, 999, 1000, 1284, 1_234_567].map((count) => format.formatCount(count))).toEqual([
    '0',
    '7',
    '999',
    '1,000',
    '1,284',
    '1,234,567',
  ]);
  expect(format.formatCount(-1284)).toBe('-1,284');
  expect(format.formatCount(-0.2)).toBe('0');
  expect(format.formatCount(1e21)).toBe('1,000,000,000,000,000,000,000');
  expect(format.formatCount(Number.NaN)).toBe('?');
});

test('a change always carries its sign, and one that is not known is no zero', () => {
  expect([212, -3, 0, 0.2, undefined].map((change) => format.formatChange(change))).toEqual([
    '+212',
    '-3',
    '0',
    '0',
    '·',
  ]);
  expect(format.formatChange(undefined, {ascii: true})).toBe('-');
});

test.each([
  [0, '0 B'],
  [640, '640 B'],
  [1023, '1,023 B'],
  [1024, '1.0 KiB'],
  [9.8 * 2 ** 20, '9.8 MiB'],
  [9.96 * 2 ** 20, '10 MiB'],
  [412 * 2 ** 20, '412 MiB'],
  [1023.9 * 2 ** 10, '1.0 MiB'],
  [-2.1 * 2 ** 30, '-2.1 GiB'],
])('%d bytes are written %s', (bytes, text) => {
  expect(format.formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.00001, '<0.01 %'],
  [0.0004, '0.04 %'],
  [0.00996, '1.0 %'],
  [0.032, '3.2 %'],
  [0.5, '50 %'],
  [12, '1,200 %'],
])('a share of %d is written %s', (share, text) => {
  expect(format.formatPercent(share)).toBe(text);
});

describe('the time of day', () => {
  const atMs = Date.UTC(2026, 10, 21, 23, 6, 7);

  test('is that of the time zone, on a 24-hour clock', () => {
    expect(format.formatClock(atMs, {timeZone: 'UTC'})).toBe('23:06:07');
    expect(format.formatClock(atMs, {timeZone: 'Asia/Kolkata'})).toBe('04:36:07');
    expect(format.formatClock(atMs, {timeZone: 'UTC', seconds: false})).toBe('23:06');
    expect(format.formatClock(Date.UTC(2026, 0, 1), {timeZone: 'UTC'})).toBe('00:00:00');
  });

  test('is that of the machine when none is given', () => {
    const here = new Date(atMs);
    expect(format.formatClock(atMs)).toBe(
      [here.getHours(), here.getMinutes(), here.getSeconds()]
        .map((part) => String(part).padStart(2, '0'))
        .join(':'),
    );
  });

  test('of no moment at all is shown as such', () => {
    expect(format.formatClock(Number.NaN)).toBe('--:--:--');
  });
});

test('one is one, and all else is many', () => {
  expect(format.plural(1, 'goroutine')).toBe('1 goroutine');
  expect(format.plural(0, 'goroutine')).toBe('0 goroutines');
  expect(format.plural(1284, 'entry', 'entries')).toBe('1,284 entries');
});
