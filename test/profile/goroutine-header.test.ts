import {describe, expect, test} from 'vitest';
import {parseGoroutineHeader} from '../../source/profile/goroutine-header.ts';

const plain = {
  leaked: false,
  durable: false,
  waitMinutes: 0,
  lockedToThread: false,
  onThread: false,
  bubble: undefined,
  labels: {},
};

describe('parseGoroutineHeader', () => {
  test.each([
    ['goroutine 1 [running]:', {id: 1, status: 'running'}],
    ['goroutine 18 [chan receive, 5 minutes]:', {id: 18, status: 'chan receive', waitMinutes: 5}],
    ['goroutine 19 [chan send (nil chan) (leaked)]:', {id: 19, status: 'chan send (nil chan)', leaked: true}],
    ['goroutine 3 [runnable (scan)]:', {id: 3, status: 'runnable'}],
    [
      'goroutine 4 [select (synctest), synctest group 7]:',
      {id: 4, status: 'select', durable: true, bubble: 7},
    ],
    [
      'goroutine 5 [select (no cases), 3 minutes, locked to thread]:',
      {id: 5, status: 'select (no cases)', waitMinutes: 3, lockedToThread: true},
    ],
    [
      'goroutine 6 gp=0xc0000061c0 m=3 mp=0xc000080008 [running]:',
      {id: 6, status: 'running', onThread: true},
    ],
    ['goroutine 7 gp=0xc0000061c0 m=nil [GC worker (idle)]:', {id: 7, status: 'GC worker (idle)'}],
    [
      'goroutine 8 [chan send] {cat: "x ]: {y", empty: , path: /a/b_c.d}:',
      {id: 8, status: 'chan send', labels: {cat: 'x ]: {y', empty: '', path: '/a/b_c.d'}},
    ],
    [
      'goroutine 9 [select labels:{"k ey": "v]al", "z": ""}]:',
      {id: 9, status: 'select', labels: {'k ey': 'v]al', z: ''}},
    ],
    [
      'goroutine 10 [select, 2 minutes, "n":"1", "query":"select "a]" from b"]:',
      {id: 10, status: 'select', waitMinutes: 2, labels: {n: '1', query: 'select "a]" from b'}},
    ],
    ['goroutine 11 [some new state, unknown qualifier]:', {id: 11, status: 'some new state'}],
  ])('reads %s', (line, expected) => {
    expect(parseGoroutineHeader(line)).toEqual({...plain, ...expected});
  });

  test.each([
    'goroutine profile: total 54',
    'goroutine 12 was blocked for 5 minutes',
    'goroutine 12 [chan rec',
    'goroutine 12 [running]',
    'goroutine 12 []extra:',
    'goroutine x [running]:',
    'goroutine 12 running:',
    '',
  ])('takes %j for something else', (line) => {
    expect(parseGoroutineHeader(line)).toBeUndefined();
  });

  test('shows control characters of a label instead of passing them on', () => {
    const line = String.raw`goroutine 1 [select] {a: "x\n\x1b[31m\u202e\U0001F600\"\\"}:`;

    expect(parseGoroutineHeader(line)?.labels).toEqual({a: String.raw`x\x0a\x1b[31m\u202e😀"\ `.trimEnd()});
  });

  test('a byte that is not UTF-8 is not taken for a character of Latin-1', () => {
    const line = String.raw`goroutine 1 [select] {a: "caf\xE9 \u00e9"}:`;

    expect(parseGoroutineHeader(line)?.labels).toEqual({a: String.raw`caf\xe9 é`});
  });

  test('a label named __proto__ is a label', () => {
    const labels = parseGoroutineHeader('goroutine 1 [select] {__proto__: x}:')?.labels;

    expect(Object.entries(labels!)).toEqual([['__proto__', 'x']]);
  });

  test('a line of a megabyte is not read as a header', () => {
    expect(parseGoroutineHeader(`goroutine 1 [${'a'.repeat(1_000_000)}]:`)).toBeUndefined();
  });
});
