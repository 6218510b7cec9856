import {expect, test} from 'vitest';
import {durationText, formatAge, formatAgo, formatMs, spanText} from '../../source/text/duration.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

test.each([
  [0, '0 s'],
  [20_000, '20 s'],
  [119_000, '119 s'],
  [119_600, '2 min'],
  [59.4 * minuteMs, '59 min'],
  [60 * minuteMs, '1 h'],
  [160 * minuteMs, '2 h 40 min'],
  [47 * 60 * minuteMs, '47 h'],
  [72 * 60 * minuteMs, '3 days'],
  [Number.POSITIVE_INFINITY, 'an unknown time'],
])('a stretch of %d ms is %s', (ms, text) => {
  expect(spanText(ms)).toBe(text);
});

test.each([
  [0.2, '<1 ms'],
  [250, '250 ms'],
  [1500, '1.5 s'],
  [20_000, '20 s'],
  [3_600_000, '1 h'],
])('a sleep of %d ms lasts %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, '0s'],
  [12 * secondMs, '12s'],
  [59_999, '59s'],
  [minuteMs, '1m 00s'],
  [4 * minuteMs + 58 * secondMs, '4m 58s'],
  [10 * minuteMs, '10m'],
  [31 * minuteMs, '31m'],
  [hourMs - 1, '59m'],
  [3 * hourMs + 5 * minuteMs, '3h 05m'],
  [52 * hourMs, '2d 4h'],
  [24 * hourMs * 365, '365d'],
  [-5, '0s'],
  [Number.NaN, '?'],
])('an age of %d ms is written %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

test('no age within a century is wider than its column of seven cells', () => {
  for (let ms = 1; ms < 3.2e12; ms *= 1.07) {
    expect(formatAge(ms).length).toBeLessThanOrEqual(7);
  }
});

test.each([
  [0, '0 ms'],
  [0.01, '<0.1 ms'],
  [0.3, '0.3 ms'],
  [9.96, '10 ms'],
  [41.2, '41 ms'],
  [999.6, '1.0 s'],
  [1234, '1.2 s'],
  [12_000, '12 s'],
  [59_600, '59s'],
  [298_000, '4m 58s'],
])('a span of %d ms is written %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test('how long ago is told in tenths of a second at first', () => {
  expect(formatAgo(449)).toBe('0.4 s ago');
  expect(formatAgo(9990)).toBe('9.9 s ago');
  expect(formatAgo(12_000)).toBe('12s ago');
  expect(formatAgo(-3)).toBe('0.0 s ago');
});
