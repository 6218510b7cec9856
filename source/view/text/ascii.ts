// Turns composed lines into ASCII.

import {cellWidth, splitGraphemes} from './text-width.ts';

// Line ends and the escape of our own styles are ASCII too.
// oxlint-disable-next-line eslint/no-control-regex
const plain = /^[\n\u001B\u0020-\u007E]*$/;
/** Signs of ours that may stand in any sentence; the others are chosen by `marksFor`. */
const standIns: Readonly<Record<string, string>> = {
  '…': '~',
  '·': '-',
  '–': '-',
  '’': "'",
  '≈': '~',
  '─': '-',
};

/**
 * A composed line in ASCII only, as wide as before: `?` stands for each cell of a character that has no likeness.
 *
 * Example input:  `main.größe  /srv/a…`
 * Example output: `main.gr??e  /srv/a~`
 */
export function toAscii(line: string): string {
  if (plain.test(line)) return line;
  return splitGraphemes(line)
    .map((grapheme) =>
      plain.test(grapheme) ? grapheme : (standIns[grapheme] ?? '?'.repeat(cellWidth(grapheme))),
    )
    .join('');
}
