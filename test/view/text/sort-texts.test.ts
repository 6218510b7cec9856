import {expect, test} from 'vitest';
import {sortTexts} from '../../../source/view/text/sort-texts.ts';
import {seeded, type Seeded} from '../../helpers/seeded.ts';

const characters = [
  'a',
  'b',
  '0',
  '9',
  '',
  '\u007E',
  '\u007F',
  '\u0000',
  'é',
  '水',
  '\uD83D\uDE00',
  '/',
  '.',
];

function anyText(random: Seeded): string {
  return Array.from({length: random.below(9)}, () => characters[random.below(characters.length)]!).join('');
}

function slowly(texts: readonly string[]): number[] {
  return Array.from(texts, (text, at) => ({text, at}))
    .toSorted((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : one.at - other.at))
    .map(({at}) => at);
}

test.for([1, 2, 3, 4, 5, 6])('texts are sorted as comparing each with each does (set %i)', (seed) => {
  const random = seeded(seed);
  const texts = Array.from({length: 10 ** (seed % 3) * 7}, () => anyText(random));
  expect([...sortTexts(texts)]).toEqual(slowly(texts));
  const alike = texts.map((text) => `github.com/acme/${text}`);
  expect([...sortTexts(alike)]).toEqual(slowly(alike));
});

test('more texts than fit into numbers are sorted too', () => {
  const random = seeded(7);
  const texts = Array.from({length: 140_000}, () => random.below(2 ** 30).toString(16));
  expect([...sortTexts(texts)]).toEqual(slowly(texts));
});

test('no texts are in order', () => {
  expect([...sortTexts([])]).toEqual([]);
});
