import {expect, test} from 'vitest';
import {createProtoTexts} from '../../source/profile/proto-texts.ts';
import {maxStringBytes} from '../../source/profile/proto-limits.ts';

const encode = (text: string) => new TextEncoder().encode(text);

test('the same bytes give the same text, wherever they stand; others give others', () => {
  const texts = createProtoTexts();
  const names = Array.from({length: 2000}, (_, at) => `main.step${at}`);
  const together = encode(names.join(''));
  for (const shift of [0, 1]) {
    const bytes = new Uint8Array(together.length + shift);
    bytes.set(together, shift);
    let at = shift;
    for (const name of names) {
      expect(texts.read(bytes, at, at + name.length)).toBe(name);
      at += name.length;
    }
  }

  expect(texts.read(together, 3, 3)).toBe('');
});

test('a text is safe to print, and a long one is cut in each profile', () => {
  const texts = createProtoTexts();
  const long = encode('x'.repeat(maxStringBytes + 1));
  expect(texts.read(encode('a\u001B[2Jb'), 0, 6)).not.toContain('\u001B');
  for (const again of [1, 2])
    expect(texts.read(long, 0, long.length), `${again}`).toBe(`${'x'.repeat(maxStringBytes)}…`);
  expect(texts.read(long, 0, maxStringBytes)).toBe('x'.repeat(maxStringBytes));
});
