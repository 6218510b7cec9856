import {describe, expect, test} from 'vitest';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {line, marksFor, rule, spread, type Paint, type Part} from '../../../source/view/text/paint.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';

const theme = makeTheme('none');
const paint = (columns: number): Paint => ({columns, theme, ascii: false});
const part = (text: string, rank: number, least?: number): Part => ({
  text,
  rank,
  style: theme.text,
  ...(least === undefined ? {} : {least}),
});

describe('two ends of a line', () => {
  const left = [part('name', 9), part('a long command line', 0, 8), part('mode', 6)];
  const right = [part('LIVE', 8), part('cost', 2)];

  test('stand at the edges when there is room', () => {
    expect(spread(left, right, paint(50))).toBe('name  a long command line  mode         LIVE  cost');
  });

  test('cut what may be cut before anything goes', () => {
    expect(spread(left, right, paint(40))).toBe('name  a long command…  mode   LIVE  cost');
  });

  test.each([
    [26, 'name  mode      LIVE  cost'],
    [20, 'name  mode      LIVE'],
    [12, 'name    LIVE'],
    [8, 'name'],
    [3, 'na…'],
    [0, ''],
  ])('lose by rank in %d cells', (columns, text) => {
    expect(spread(left, right, paint(columns))).toBe(text);
  });

  test('never need more cells than there are', () => {
    for (let columns = 0; columns < 70; columns++) {
      expect(cellWidth(spread(left, right, paint(columns)))).toBeLessThanOrEqual(columns);
    }
  });

  test('leave out what is empty', () => {
    expect(spread([part('', 9), part('a', 1)], [part('', 5)], paint(10)).trimEnd()).toBe('a');
  });
});

test('a rule is as wide as the screen, with or without a title, and a long title gives way', () => {
  expect(rule('groups', paint(20))).toBe(' ── groups ─────────');
  expect(rule('', paint(10))).toBe(' ─────────');
  expect(cellWidth(rule('x'.repeat(50), paint(20)))).toBeLessThanOrEqual(20);
});

test('every mark has one cell, and its likeness is ASCII', () => {
  const marks = marksFor(false);
  expect(Object.keys(marksFor(true))).toEqual(Object.keys(marks));
  for (const mark of Object.values(marks)) expect(cellWidth(mark)).toBe(1);
  for (const mark of Object.values(marksFor(true))) expect(mark).toMatch(/^[ -~]+$/);
});

test('a composed line keeps our styles and nothing else that could steer a terminal', () => {
  expect(line('\u001B[1mbold\u001B[22m \u001B[2J\u202E')).toBe('\u001B[1mbold\u001B[22m \\x1b[2J\\u202e');
});
