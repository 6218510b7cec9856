import {expect, test} from 'vitest';
import {countLines, excerptOf} from '../../source/gosource/excerpt.ts';

const source = 'package main\n\nfunc main() {\n\tfor {\n\t\tch <- 1\n\t}\n}\n';

test('three lines on each side, as far as there are, with the line marked', () => {
  expect(excerptOf(source, 5)?.lines.map(({number, isIt}) => (isIt ? -number : number))).toEqual([
    2, 3, 4, -5, 6, 7,
  ]);
  expect(excerptOf(source, 1, 1)?.lines.map(({number}) => number)).toEqual([1, 2]);
});

test('tabs become spaces, and the indentation that all lines share is left out', () => {
  expect(excerptOf(source, 5, 1)?.lines.map(({text}) => text)).toEqual(['for {', '    ch <- 1', '}']);
});

test('what could steer a terminal becomes visible', () => {
  expect(excerptOf('a := "\u001b]52;c;x\u0007" // \u202e\r\n', 1)?.lines[0]?.text).toBe(
    String.raw`a := "\x1b]52;c;x\x07" // \u202e`,
  );
});

test.each([0, -1, 8, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('there is no line %d', (line) => {
  expect(excerptOf(source, line)).toBeUndefined();
});

test('a line of any length is cut', () => {
  expect(excerptOf('x'.repeat(1_000_000), 1)?.lines[0]?.text.length).toBeLessThanOrEqual(500);
});

test.each([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\n\n', 2],
  ['a\nb', 2],
])('%j has %d lines', (text, count) => {
  expect(countLines(text)).toBe(count);
});
