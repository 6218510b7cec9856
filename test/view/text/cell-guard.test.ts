import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {guardLine} from '../../../source/view/text/cell-guard.ts';

const theme = makeTheme('truecolor');

test('a clean line of ours comes back as it is, colours and all', () => {
  const line = `${theme.selected(`▸ 800 ${theme.up('+212')}`)}  ▁▂▃█  check.(*Runner).report 東京`;
  expect(guardLine(line, 80)).toBe(line);
});

test.each([
  ['a window title (OSC 0)', '\u001B]0;owned\u0007', String.raw`\x1b]0;owned\x07`],
  ['a clipboard write (OSC 52)', '\u001B]52;c;aGk=\u001B\\', String.raw`\x1b]52;c;aGk=\x1b` + '\\'],
  ['a cleared screen (ED 2)', '\u001B[2J', String.raw`\x1b[2J`],
  ['a one-byte CSI', '\u009B31m', String.raw`\x9b31m`],
  ['a one-byte OSC', '\u009D0;owned\u009C', String.raw`\x9d0;owned\x9c`],
  ['reversed writing direction', 'a\u202Eb', String.raw`a\u202eb`],
  ['a zero-width space', 'a\u200Bb', String.raw`a\u200bb`],
  ['a carriage return', 'ok\rbad', String.raw`ok\x0dbad`],
  ['a line break', 'ok\nbad', String.raw`ok\x0abad`],
  ['a tag character', 'a\u{E0041}', String.raw`a\u{e0041}`],
])('%s is shown, not obeyed', (_, attack, shown) => {
  expect(guardLine(`x${attack}y`, 200)).toBe(`x${shown}y`);
  // Not by the theme: chalk looks at line breaks itself.
  expect(guardLine(`\u001B[31mx${attack}y\u001B[39m`, 200)).toBe(`\u001B[31mx${shown}y\u001B[39m`);
});

test('a line that grew by being made safe is cut to its width, and its colour ends', () => {
  const line = guardLine(theme.danger('abc\u001B]0;t\u0007def'), 6);
  expect(stringWidth(line)).toBe(6);
  expect(line).toContain(String.raw`abc\x1`);
  expect(line.endsWith('\u001B[0m')).toBe(true);
});

test('a style sequence with anything unusual in it is none of ours', () => {
  expect(guardLine('\u001B[?25l')).toBe(String.raw`\x1b[?25l`);
  expect(guardLine('\u001B[>4m')).toBe(String.raw`\x1b[>4m`);
});
