// Measures, cuts and fills text by the cells it takes on a terminal.

import stringWidth from 'string-width';

const plainAscii = /^[\x20-\x7e]*$/;
/** ASCII and what we draw with ourselves: the ellipsis, lines, blocks, triangles. One cell each, and quick to tell. */
const ownCharacters = /^[\x20-\x7e·…─-╿▁-█▲▸▼◂]*$/;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

type Ellipsis = '…' | '~';

/** How many cells a terminal gives to text; escape sequences count nothing. */
export function cellWidth(text: string): number {
  return ownCharacters.test(text) ? text.length : stringWidth(text);
}

/** Text as a person counts characters: an accented letter, a flag, a syllable is one element. */
export function splitGraphemes(text: string): string[] {
  return plainAscii.test(text) ? text.split('') : Array.from(graphemes.segment(text), ({segment}) => segment);
}

/** Cuts plain text to at most `width` cells, between graphemes, and says so with an ellipsis at the end. */
export function truncate(text: string, width: number, ellipsis: Ellipsis = '…'): string {
  if (width <= 0) {
    return '';
  }

  if (plainAscii.test(text)) {
    return text.length <= width ? text : text.slice(0, width - 1) + ellipsis;
  }

  return stringWidth(text) <= width
    ? text
    : cutTo(splitGraphemes(text), width, (kept) => kept.join('') + ellipsis);
}

/** Cuts plain text to at most `width` cells from its beginning, so that the tail stays. */
export function truncateStart(text: string, width: number, ellipsis: Ellipsis = '…'): string {
  if (width <= 0) {
    return '';
  }

  if (plainAscii.test(text)) {
    return text.length <= width ? text : ellipsis + text.slice(text.length - width + 1);
  }

  if (stringWidth(text) <= width) {
    return text;
  }

  return cutTo(splitGraphemes(text).toReversed(), width, (kept) => ellipsis + kept.toReversed().join(''));
}

/**
 * Plain text in exactly `width` cells: cut with an ellipsis when longer, filled with blanks when shorter.
 *
 * A wide character that would reach over the edge is left out and its cell is blank.
 */
export function fit(
  text: string,
  width: number,
  {align = 'left', ellipsis = '…'}: {align?: 'left' | 'right'; ellipsis?: Ellipsis} = {},
): string {
  // Cut ASCII is as wide as it should be; measuring its ellipsis again would take most of the time.
  return plainAscii.test(text) && text.length > width
    ? truncate(text, width, ellipsis)
    : pad(truncate(text, width, ellipsis), width, align);
}

/**
 * A path or a function name in exactly `width` cells; when it is too long its beginning goes, at a `/` if one
 * leaves enough, because the end says what it is.
 *
 * Example: `github.com/acme/shop/check.(*Runner).report` in 26 cells is `…/check.(*Runner).report` and two blanks.
 */
export function fitMiddle(
  text: string,
  width: number,
  {align = 'left', ellipsis = '…'}: {align?: 'left' | 'right'; ellipsis?: Ellipsis} = {},
): string {
  if (cellWidth(text) <= width) {
    return pad(text, width, align);
  }

  if (plainAscii.test(text)) {
    // One cell goes to the ellipsis.
    const slash = text.indexOf('/', Math.max(1, text.length - width + 1));
    const hasTail = slash !== -1 && slash < text.length - 1 && width > 0;
    return hasTail ? pad(ellipsis + text.slice(slash), width, align) : truncateStart(text, width, ellipsis);
  }

  for (let slash = text.indexOf('/', 1); slash !== -1; slash = text.indexOf('/', slash + 1)) {
    const tail = ellipsis + text.slice(slash);
    if (slash < text.length - 1 && cellWidth(tail) <= width) {
      return pad(tail, width, align);
    }
  }

  return pad(truncateStart(text, width, ellipsis), width, align);
}

/** Adds blanks up to `width` cells; text that is longer stays as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (ownCharacters.test(text)) {
    return align === 'left' ? text.padEnd(width) : text.padStart(width);
  }

  const missing = width - cellWidth(text);
  if (missing <= 0) {
    return text;
  }

  let blanks = ' '.repeat(missing);
  const join = () => (align === 'left' ? text + blanks : blanks + text);
  // Some scripts have letters that join what follows, a blank too: it then counts nothing (U+0D4E).
  while (cellWidth(join()) < width) {
    blanks += ' ';
  }

  return join();
}

/** Keeps as many elements as fit. The whole is measured again at the end: joined parts can be wider than their sum. */
function cutTo(
  elements: readonly string[],
  width: number,
  join: (kept: readonly string[]) => string,
): string {
  const kept: string[] = [];
  let used = 1;
  for (const element of elements) {
    const cells = cellWidth(element);
    if (used + cells > width) {
      break;
    }

    used += cells;
    kept.push(element);
  }

  let text = join(kept);
  while (kept.length > 0 && stringWidth(text) > width) {
    kept.pop();
    text = join(kept);
  }

  return text;
}
