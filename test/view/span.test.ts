import {expect, test} from 'vitest';
import {durationText, spanText} from '../../source/view/span.ts';

const minuteMs = 60_000;

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
