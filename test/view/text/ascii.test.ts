import {expect, test} from 'vitest';
import {toAscii} from '../../../source/view/text/ascii.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {escapeText} from '../../../source/target/escape.ts';
import {makeRandom, randomText} from '../random-text.ts';

test('signs have a likeness, letters of other alphabets become one ? for each cell', () => {
  expect(toAscii('main.größe  /srv/a…')).toBe('main.gr??e  /srv/a~');
  expect(toAscii('日本.run')).toBe('????.run');
  expect(toAscii('e\u0301')).toBe('?');
});

test('colours stay', () => {
  const line = '\u001B[31m12 goroutines …\u001B[0m';
  expect(toAscii(line)).toBe('\u001B[31m12 goroutines ~\u001B[0m');
});

test('any text becomes ASCII of the same width', () => {
  const random = makeRandom(20_261_121);
  for (let round = 0; round < 500; round++) {
    const text = escapeText(randomText(random));
    const ascii = toAscii(text);
    expect(ascii).toMatch(/^[\u0020-\u007E]*$/);
    expect(cellWidth(ascii)).toBe(cellWidth(text));
  }
});
