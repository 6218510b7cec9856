// What parts of the screen draw with: marks, rules, lines with two ends.

import {guardLine} from './cell-guard.ts';
import type {Style, Theme} from './style.ts';
import {cellWidth, truncate} from './text-width.ts';

/** What every part of the screen needs to know to draw itself. */
export type Paint = {readonly columns: number; readonly theme: Theme; readonly ascii: boolean};

/** A piece of a line; the one with the lowest rank goes first when there is no room. */
export type Part = {
  readonly text: string;
  readonly style: Style;
  readonly rank: number;
  /** It may be cut to so many cells before it goes. */
  readonly least?: number;
};

/** Marks that mean something, with what stands for them where only ASCII can be shown. */
export function marksFor(ascii: boolean) {
  return ascii
    ? {
        cursor: '>',
        up: '^',
        down: 'v',
        rule: '-',
        dot: '-',
        atMost: '<=',
        about: '~',
        restart: '@',
        back: '<',
        dead: 'x',
        minus: '-',
        times: 'x',
        record: '*',
        playhead: 'v',
        playline: ':',
      }
    : {
        cursor: '▸',
        up: '▲',
        down: '▼',
        rule: '─',
        dot: '·',
        atMost: '≤',
        about: '≈',
        restart: '⟲',
        back: '‹',
        dead: '✗',
        minus: '−',
        times: '×',
        record: '●',
        playhead: '▼',
        playline: '┊',
      };
}

/** A line with parts at its left and its right end, in at most `columns` cells: parts leave by rank until it fits. */
export function spread(
  left: readonly Part[],
  right: readonly Part[],
  {columns, theme, ascii}: Paint,
  gap = '  ',
): string {
  let kept = [...left, ...right].filter(({text}) => text !== '');
  const widthOf = (parts: readonly Part[]) =>
    parts.reduce((sum, {text}) => sum + cellWidth(text), 0) + Math.max(0, parts.length - 1) * gap.length;
  while (kept.length > 1 && widthOf(kept) + 1 > columns) {
    const lowest = kept.reduce((least, part) => (part.rank < least.rank ? part : least));
    const room = cellWidth(lowest.text) - (widthOf(kept) + 1 - columns);
    if (lowest.least !== undefined && room >= lowest.least) {
      const cut = {...lowest, text: truncate(lowest.text, room)};
      return spread(
        left.map((part) => (part === lowest ? cut : part)),
        right.map((part) => (part === lowest ? cut : part)),
        {columns, theme, ascii},
        gap,
      );
    }

    kept = kept.filter((part) => part !== lowest);
  }

  const [only] = kept;
  if (kept.length === 1 && only !== undefined) return only.style(truncate(only.text, columns));
  const draw = (parts: readonly Part[]) => parts.map(({text, style}) => style(text)).join(theme.text(gap));
  const atLeft = kept.filter((part) => left.includes(part));
  const atRight = kept.filter((part) => right.includes(part));
  const room = columns - widthOf(atLeft) - widthOf(atRight);
  return guardLine(draw(atLeft) + ' '.repeat(Math.max(atRight.length === 0 ? 0 : 1, room)) + draw(atRight));
}

/** A title in a line across the screen. */
export function rule(title: string, {columns, theme, ascii}: Paint): string {
  const {rule: stroke} = marksFor(ascii);
  const text = title === '' ? '' : ` ${truncate(title, Math.max(0, columns - 6))} `;
  const rest = Math.max(0, columns - 3 - cellWidth(text));
  return theme.muted(` ${stroke.repeat(2)}`) + theme.title(text) + theme.muted(stroke.repeat(rest));
}

/** A composed line, looked at once more before it goes to the terminal. */
export function line(text: string): string {
  return guardLine(text);
}
