import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {escapeText} from '../../../source/target/escape.ts';
import {guardLine} from '../../../source/view/text/cell-guard.ts';
import {cellWidth, fit, fitMiddle, truncate, truncateStart} from '../../../source/view/text/text-width.ts';
import {makeRandom, randomText} from '../random-text.ts';

test('text that fits is filled with blanks to the width', () => {
  expect(fit('main.go', 10)).toBe('main.go   ');
  expect(fit('1,284', 7, {align: 'right'})).toBe('  1,284');
  expect(fit('', 3)).toBe('   ');
});

test('text that is too long ends in an ellipsis', () => {
  expect(fit('check.(*Runner).report', 10)).toBe('check.(*R…');
  expect(fit('check.(*Runner).report', 10, {ellipsis: '~'})).toBe('check.(*R~');
  expect(fit('check', 1)).toBe('…');
  expect(fit('check', 0)).toBe('');
});

test('a wide character that would reach over the edge leaves its cell blank', () => {
  expect(fit('東京タワー', 6)).toBe('東京… ');
  expect(fit('東京', 4)).toBe('東京');
});

test('a flag, an accented letter and a syllable are never cut in half', () => {
  expect(truncate('🇩🇪🇫🇷🇯🇵', 5)).toBe('🇩🇪🇫🇷…');
  expect(truncate('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  expect(truncate('각각각', 4)).toBe('각…');
});

test('a path loses its beginning, at a slash when that leaves enough', () => {
  expect(fitMiddle('github.com/acme/shop/check.(*Runner).report', 26)).toBe('…/check.(*Runner).report  ');
  expect(fitMiddle('github.com/acme/shop/check.(*Runner).report', 30)).toBe('…/shop/check.(*Runner).report ');
  expect(fitMiddle('/srv/shop/check/check.go:72', 12)).toBe('…check.go:72');
  expect(fitMiddle('/srv/a.go:7', 11)).toBe('/srv/a.go:7');
});

test('a name without a slash keeps its end', () => {
  expect(fitMiddle('check.(*Runner).report', 10)).toBe('…r).report');
  expect(truncateStart('東京タワー', 5)).toBe('…ワー');
});

test('the path that fits is the longest: one cell less takes the next slash', () => {
  const path = 'a/bb/ccc/dddd';
  expect(Array.from({length: 10}, (_, index) => fitMiddle(path, 12 - index).trimEnd())).toEqual([
    '…/ccc/dddd',
    '…/ccc/dddd',
    '…/ccc/dddd',
    '…/dddd',
    '…/dddd',
    '…/dddd',
    '…/dddd',
    '…dddd',
    '…ddd',
    '…dd',
  ]);
});

test('any text at all is brought to exactly the width asked for', () => {
  const random = makeRandom(20_261_121);
  const wrong: unknown[] = [];
  for (let round = 0; round < 1500; round++) {
    const text = escapeText(randomText(random));
    const width = Math.floor(random() * 30);
    const options = {align: random() < 0.5 ? 'left' : 'right', ellipsis: random() < 0.5 ? '…' : '~'} as const;
    const exact = [fit(text, width, options), fitMiddle(text, width, options)];
    const atMost = [truncate(text, width), truncateStart(text, width)];
    if (exact.some((cut) => stringWidth(cut) !== width) || atMost.some((cut) => stringWidth(cut) > width)) {
      wrong.push({text, width, exact, atMost});
    }
  }

  expect(wrong).toEqual([]);
});

test('text that nobody escaped is never wider than asked for, and a guarded line holds nothing forbidden', () => {
  const random = makeRandom(4);
  const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
  const wrong: unknown[] = [];
  for (let round = 0; round < 1500; round++) {
    const text = randomText(random);
    const width = 1 + Math.floor(random() * 30);
    const line = guardLine(fit(text, width), width).replaceAll('\u001B[0m', '');
    if (forbidden.test(line) || stringWidth(line) > width) {
      wrong.push({text, width, line});
    }
  }

  expect(wrong).toEqual([]);
});

test('a path of any shape is brought to exactly the width asked for', () => {
  const random = makeRandom(5);
  const wrong: unknown[] = [];
  for (let round = 0; round < 20_000; round++) {
    const path = Array.from({length: Math.floor(random() * 30)}, () => 'a/b.'[Math.floor(random() * 4)]).join(
      '',
    );
    const width = Math.floor(random() * 20);
    const cut = fitMiddle(path, width);
    if (cut.length !== width || !(path.length <= width || width === 0 || cut.startsWith('…'))) {
      wrong.push({path, width, cut});
    }
  }

  expect(wrong).toEqual([]);
});

test('the fast way for ASCII measures as the slow one does', () => {
  for (const text of ['', 'main.worker', '~', ' ']) {
    expect(cellWidth(text)).toBe(stringWidth(text));
  }
});

test('the characters that we draw with are one cell wide each, as the slow measure says too', () => {
  const drawn = '·…─│╭╮╰╯┤┄▁▂▃▄▅▆▇█▲▸▼◂';
  expect(stringWidth(drawn)).toBe(drawn.length);
  expect(cellWidth(drawn)).toBe(drawn.length);
  for (let code = 0x2500; code <= 0x2588; code++) {
    expect(stringWidth(String.fromCodePoint(code))).toBe(1);
  }
});
