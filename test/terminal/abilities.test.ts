import {describe, expect, test} from 'vitest';
import {readAbilities, readColorFgBg, speaksUnicode} from '../../source/terminal/abilities.ts';
import {chooseColourDepth, isColourChoice, type ColourChoice} from '../../source/terminal/colour-depth.ts';

const xterm = {TERM: 'xterm-256color'};

function onTerminal(env: Record<string, string>, choice?: ColourChoice) {
  return chooseColourDepth({env, isTerminal: true, ...(choice === undefined ? {} : {choice})});
}

describe('how much colour', () => {
  test.each([
    [{TERM: 'xterm-256color'}, '256'],
    [{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
    [{TERM: 'xterm', COLORTERM: '24bit'}, 'truecolor'],
    [{TERM: 'xterm-kitty'}, 'truecolor'],
    [{TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app'}, 'truecolor'],
    [{TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'}, '256'],
    [{TERM: 'xterm'}, '16'],
    [{TERM: 'linux'}, '16'],
    [{TERM: 'screen'}, '16'],
    [{TERM: 'vt220'}, 'mono'],
    [{}, 'mono'],
    [{TERM: 'dumb'}, 'none'],
    [{TERM: 'dumb', COLORTERM: 'truecolor'}, 'none'],
  ])('a terminal that says %j gets %s', (env, depth) => {
    expect(onTerminal(env as Record<string, string>)).toBe(depth);
  });

  test('NO_COLOR leaves emphasis, and only when it is not empty', () => {
    expect(onTerminal({...xterm, NO_COLOR: '1'})).toBe('mono');
    expect(onTerminal({...xterm, NO_COLOR: ''})).toBe('256');
    expect(onTerminal({...xterm, NO_COLOR: '1', FORCE_COLOR: '3'})).toBe('mono');
    expect(chooseColourDepth({env: {...xterm, NO_COLOR: '1'}, isTerminal: false})).toBe('none');
  });

  test('a flag beats the environment', () => {
    expect(onTerminal({...xterm, NO_COLOR: '1'}, 'always')).toBe('256');
    expect(onTerminal({...xterm, NO_COLOR: '1'}, 'truecolor')).toBe('truecolor');
    expect(onTerminal({...xterm, FORCE_COLOR: '3'}, 'never')).toBe('mono');
    expect(onTerminal({...xterm, COLORTERM: 'truecolor'}, '16')).toBe('16');
    expect(onTerminal({TERM: 'dumb'}, 'always')).toBe('16');
  });

  test('output that goes elsewhere is plain unless colour is forced', () => {
    expect(chooseColourDepth({env: xterm, isTerminal: false})).toBe('none');
    expect(chooseColourDepth({env: {...xterm, FORCE_COLOR: '1'}, isTerminal: false})).toBe('256');
    expect(chooseColourDepth({env: {...xterm, CLICOLOR_FORCE: '1'}, isTerminal: false})).toBe('256');
    expect(chooseColourDepth({env: {...xterm, CLICOLOR_FORCE: '0'}, isTerminal: false})).toBe('none');
    expect(chooseColourDepth({env: xterm, isTerminal: false, choice: 'always'})).toBe('256');
    expect(chooseColourDepth({env: xterm, isTerminal: false, choice: 'never'})).toBe('none');
  });

  test('FORCE_COLOR may name a level, and CLICOLOR=0 asks for none', () => {
    expect(onTerminal({...xterm, FORCE_COLOR: '0'})).toBe('mono');
    expect(onTerminal({TERM: 'xterm', FORCE_COLOR: '2'})).toBe('256');
    expect(onTerminal({TERM: 'xterm', FORCE_COLOR: '3'})).toBe('truecolor');
    expect(onTerminal({TERM: 'dumb', FORCE_COLOR: ''})).toBe('16');
    expect(onTerminal({...xterm, CLICOLOR: '0'})).toBe('mono');
  });

  test('a flag that is none of the choices is known as such', () => {
    expect(isColourChoice('256')).toBe(true);
    expect(isColourChoice('purple')).toBe(false);
  });
});

test('the first locale variable that is set decides about characters', () => {
  expect(speaksUnicode({LANG: 'en_GB.UTF-8'})).toBe(true);
  expect(speaksUnicode({LC_ALL: 'C', LANG: 'en_GB.UTF-8'})).toBe(false);
  expect(speaksUnicode({LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C'})).toBe(true);
  expect(speaksUnicode({LANG: 'de_DE.ISO-8859-1'})).toBe(false);
  expect(speaksUnicode({LANG: 'POSIX'})).toBe(false);
});

test('no locale at all, as in containers, says nothing against it; the Linux console does', () => {
  expect(speaksUnicode({})).toBe(true);
  expect(speaksUnicode({TERM: 'linux', LANG: 'en_GB.UTF-8'})).toBe(false);
});

test.each([
  ['15;0', 'dark'],
  ['0;15', 'light'],
  ['0;default;7', 'light'],
  ['12;8', 'dark'],
  ['15;default', undefined],
  ['15;99', undefined],
  ['', undefined],
  [undefined, undefined],
])('COLORFGBG of %s means %s', (value, background) => {
  expect(readColorFgBg(value)).toBe(background);
});

test('the screen needs a terminal at both ends that can move its cursor', () => {
  const terminal = {isTTY: true, columns: 120, rows: 40};
  expect(readAbilities({env: xterm, stdout: terminal, stdin: {isTTY: true}}).interactive).toBe(true);
  expect(readAbilities({env: xterm, stdout: terminal, stdin: {}}).interactive).toBe(false);
  expect(readAbilities({env: xterm, stdout: {}, stdin: {isTTY: true}}).interactive).toBe(false);
  expect(readAbilities({env: {TERM: 'dumb'}, stdout: terminal, stdin: {isTTY: true}}).interactive).toBe(
    false,
  );
  expect(readAbilities({env: {...xterm, CI: '1'}, stdout: terminal, stdin: {isTTY: true}}).interactive).toBe(
    true,
  );
});

test('the size comes from the terminal, else from the environment, else it is the usual one', () => {
  const stdin = {};
  expect(readAbilities({env: {}, stdout: {columns: 120, rows: 40}, stdin})).toMatchObject({
    columns: 120,
    rows: 40,
  });
  expect(readAbilities({env: {COLUMNS: '100', LINES: '30'}, stdout: {}, stdin})).toMatchObject({
    columns: 100,
    rows: 30,
  });
  expect(readAbilities({env: {COLUMNS: 'wide'}, stdout: {columns: 0, rows: 0}, stdin})).toMatchObject({
    columns: 80,
    rows: 24,
  });
});

test('--ascii beats the locale', () => {
  const found = readAbilities({env: {LANG: 'C.UTF-8'}, stdout: {isTTY: true}, stdin: {}, ascii: true});
  expect(found.unicode).toBe(false);
});
