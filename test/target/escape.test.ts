import {describe, expect, test} from 'vitest';
import {decodeText, escapeText} from '../../source/target/escape.ts';

/** Everything that threats.md T1b lists, by first and last code point. */
const hidden: ReadonlyArray<readonly [name: string, first: number, last: number]> = [
  ['C0', 0x00, 0x1f],
  ['DEL and C1', 0x7f, 0x9f],
  ['Arabic letter mark', 0x061c, 0x061c],
  ['zero width and marks', 0x200b, 0x200f],
  ['line and paragraph separators', 0x2028, 0x2029],
  ['bidi embeddings', 0x202a, 0x202e],
  ['word joiner', 0x2060, 0x2060],
  ['bidi isolates', 0x2066, 0x2069],
  ['byte order mark', 0xfeff, 0xfeff],
  ['lone surrogates', 0xd800, 0xdfff],
  ['tags', 0xe0000, 0xe007f],
  ['variation selectors', 0xfe00, 0xfe0f],
];

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

describe('text', () => {
  test('of plain ASCII is the same string', () => {
    expect(escapeText('main.(*Server).serve[...](0x1, {0x2})')).toBe('main.(*Server).serve[...](0x1, {0x2})');
  });

  test('in any script keeps its letters', () => {
    expect(escapeText('café · Привет · 日本 · 🦫')).toBe('café · Привет · 日本 · 🦫');
  });

  test.each(hidden)('shows %s as ASCII', (_name, first, last) => {
    for (let code = first; code <= last; code += 1) {
      const shown = escapeText(`a${String.fromCodePoint(code)}b`);
      expect(shown).toMatch(/^a\\(x[\da-f]{2}|u[\da-f]{4}|u\{e00[\da-f]{2}\})b$/);
      expect(shown).toContain(code.toString(16));
    }
  });

  test('that was escaped is left alone by a second escaping', () => {
    const once = escapeText('\u001B[2J\u202E\\x1b');
    expect(escapeText(once)).toBe(once);
    expect(once).toBe(String.raw`\x1b[2J\u202e\x1b`);
  });

  test('a line break cannot forge a second line', () => {
    expect(escapeText('a\r\nb\tc')).toBe(String.raw`a\x0d\x0ab\x09c`);
  });
});

describe('bytes', () => {
  test('of UTF-8 decode to text', () => {
    expect(decodeText(new TextEncoder().encode('café 🦫'))).toBe('café 🦫');
  });

  test('keep a byte order mark in sight', () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe(String.raw`\ufeffa`);
  });

  test('that are not UTF-8 are shown one by one, and what surrounds them is kept', () => {
    expect(decodeText(bytes(0x63, 0xc3, 0xa9, 0x9b, 0x32, 0x4a))).toBe(String.raw`cé\x9b2J`);
  });

  test.each([
    ['an overlong slash', [0xc0, 0xaf], String.raw`\xc0\xaf`],
    ['an encoded surrogate', [0xed, 0xa0, 0x80], String.raw`\xed\xa0\x80`],
    ['a code point above the last', [0xf4, 0x90, 0x80, 0x80], String.raw`\xf4\x90\x80\x80`],
    ['a sequence cut short', [0x61, 0xe2, 0x82], String.raw`a\xe2\x82`],
    ['a raw C1 next to an escaped one', [0x9b, 0xc2, 0x9b], String.raw`\x9b\x9b`],
  ])('show %s', (_name, values, shown) => {
    expect(decodeText(bytes(...values))).toBe(shown);
  });

  test('of every value, alone or behind any other, decode to text without a control character', () => {
    const unsafe: string[] = [];
    for (let first = 0; first < 256; first += 1) {
      for (let second = 0; second < 256; second += 1) {
        const shown = decodeText(bytes(first, second, 0x41));
        if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown) || !shown.endsWith('A')) {
          unsafe.push(shown);
        }
      }
    }

    expect(unsafe).toEqual([]);
  });
});
