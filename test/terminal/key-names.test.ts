import type {Key} from 'ink';
import {describe, expect, test} from 'vitest';
import {bindings, commandFor, keyName} from '../../source/terminal/bindings.ts';
import {keyNames} from '../../source/terminal/key-names.ts';

const names = (input: string, key: Partial<Key> = {}) => keyNames(input, key as Key);

describe('the keys in one read', () => {
  test.each<[string, Partial<Key>, string[]]>([
    ['j', {}, ['j']],
    ['jjj', {}, ['j', 'j', 'j']],
    ['G', {shift: true}, ['G']],
    [' ', {}, ['space']],
    ['\r', {return: true}, ['enter']],
    ['j\r', {}, ['j', 'enter']],
    ['\t\t', {}, ['tab', 'tab']],
    ['', {tab: true, shift: true}, ['shift-tab']],
    ['', {upArrow: true}, ['up']],
    ['', {pageDown: true}, ['pagedown']],
    ['', {home: true}, ['home']],
    ['', {delete: true}, ['backspace']],
    ['', {escape: true}, ['esc']],
    ['j', {meta: true}, ['esc', 'j']],
    ['d', {ctrl: true}, ['ctrl-d']],
    ['\u0004\u0004', {}, ['ctrl-d', 'ctrl-d']],
    ['\u0002\u0006', {}, ['ctrl-b', 'ctrl-f']],
    ['é界', {}, ['é', '界']],
    ['👩', {}, ['👩']],
    ['', {}, []],
    ['', {ctrl: true}, []],
  ])('%j %j', (input, key, expected) => {
    expect(names(input, key)).toEqual(expected);
  });
});

test('ctrl-c ends the program from every scope, also while a filter is typed', () => {
  for (const scope of ['groups', 'filter', 'question', 'help', 'goroutine'] as const) {
    expect(commandFor('ctrl-c', scope)).toBe('interrupt');
  }
});

test('while a filter is typed no other key of the views means anything', () => {
  const typed = bindings.filter(({where}) => where.includes('filter')).flatMap(({keys}) => keys);
  expect(typed.toSorted()).toEqual(['backspace', 'ctrl-u', 'enter', 'esc']);
  expect(commandFor('q', 'filter')).toBeUndefined();
});

test('keys are written as people write them, in ASCII where that is all there is', () => {
  expect([keyName('up', false), keyName('pageup', false), keyName('j', false)]).toEqual(['↑', 'PgUp', 'j']);
  for (const key of bindings.flatMap(({keys}) => keys)) expect(keyName(key, true)).toMatch(/^[!-~]+$/);
});
