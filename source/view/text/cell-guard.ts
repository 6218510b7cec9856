// The last look at a line before it reaches the terminal, and cuts that keep its colours whole.

import {escapeText} from '../../target/escape.ts';
import {cellWidth, splitGraphemes} from './text-width.ts';

const escape = '\u001B';
const reset = `${escape}[0m`;
const suspicious = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Colours and text styles are the only sequences that a line of ours contains. */
const style = new RegExp(String.raw`(${escape}\[[\d;:]*m)`);

/**
 * The last look at a composed line before it goes to the screen: all that could steer the terminal or hide becomes
 * visible, except our own colours and styles. Text was escaped where it came in, so this normally changes nothing.
 *
 * A line that had to be changed gets longer; with `width` it is cut to that many cells again and its style ended.
 */
export function guardLine(line: string, width = Number.POSITIVE_INFINITY): string {
  if (!suspicious.test(line)) {
    return line;
  }

  // Split by a pattern with a group: text and styles take turns, beginning with text.
  const parts = line.split(style).map((part, index) => (index % 2 === 0 ? escapeText(part) : part));
  const guarded = parts.join('');
  return guarded === line ? line : cutStyled(parts, width);
}

/** Cuts a composed line to so many cells, with an ellipsis where something is missing. */
export function cutLine(line: string, width: number): string {
  if (cellWidth(line) <= width) return line;
  return width < 1 ? '' : cutStyled(line.split(style), width - 1, '…');
}

function cutStyled(parts: readonly string[], width: number, ellipsis = ''): string {
  let left = width;
  let line = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      line += part;
      continue;
    }

    for (const grapheme of splitGraphemes(part)) {
      const cells = cellWidth(grapheme);
      if (cells > left) {
        return line + ellipsis + reset;
      }

      left -= cells;
      line += grapheme;
    }
  }

  return line;
}
