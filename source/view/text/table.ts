// Tables of exact width: columns that leave when there is no room, headings, rows.

import {line, marksFor, type Paint} from './paint.ts';
import type {Style} from './style.ts';
import {cellWidth, fit} from './text-width.ts';

/** A column of a table. Its cells are plain text; the style is laid over them where the row is not selected. */
export type Column<Item> = {
  readonly id: string;
  readonly title: string;
  /** Cells it takes; 0: it shares what is left with the others that say 0, by weight. */
  readonly width: number;
  /** 1 when left out. */
  readonly weight?: number;
  readonly align?: 'left' | 'right';
  /** The narrowest table that still has this column. */
  readonly fromColumns: number;
  readonly cell: (item: Item, width: number) => string;
  readonly style?: (item: Item) => Style;
};

/** A table in a width: which columns it has there, and how wide each is. */
type Table<Item> = {
  readonly columns: readonly (Column<Item> & {readonly cells: number})[];
};

const markWidth = 3;
const gap = 2;

/** Leaves out the columns for which there is no room, and divides the rest among those without a width of their own. */
export function tableFor<Item>(columns: readonly Column<Item>[], width: number): Table<Item> {
  const kept = columns.filter(({fromColumns}) => width >= fromColumns);
  const fixed = kept.reduce(
    (sum, column) => sum + column.width,
    markWidth + gap * Math.max(0, kept.length - 1),
  );
  const weightOf = (column: Column<Item>) => (column.width === 0 ? (column.weight ?? 1) : 0);
  const weights = kept.reduce((sum, column) => sum + weightOf(column), 0);
  const room = Math.max(0, width - fixed);
  return {
    columns: kept.map((column) => ({
      ...column,
      cells: column.width === 0 ? Math.floor((room * weightOf(column)) / weights) : column.width,
    })),
  };
}

/** The line of titles; the column that orders the table carries a mark. */
export function tableHeading<Item>(
  table: Table<Item>,
  ordered: {readonly column: string; readonly reversed: boolean} | undefined,
  {theme, ascii}: Paint,
): string {
  const {up, down} = marksFor(ascii);
  const titles = table.columns.map(({id, title, cells, align = 'left'}) => {
    const isOrdering = id === ordered?.column;
    const text = fit(isOrdering ? `${title}${ordered.reversed ? up : down}` : title, cells, {
      align,
    });
    return isOrdering ? theme.title(text) : theme.muted(text);
  });
  return line(`${' '.repeat(markWidth)}${titles.join(' '.repeat(gap))}`);
}

/** One row; the cursor's is a single style from end to end. */
export function tableRow<Item>(
  table: Table<Item>,
  item: Item,
  cursor: 'none' | 'here' | 'elsewhere',
  {theme, ascii, columns: width}: Paint,
): string {
  const texts = table.columns.map(({cell, cells, align = 'left'}) => fit(cell(item, cells), cells, {align}));
  const mark = cursor === 'none' ? ' ' : marksFor(ascii).cursor;
  if (cursor === 'none') {
    const styled = table.columns.map(({style}, index) => (style?.(item) ?? theme.text)(texts[index] ?? ''));
    return line(`${' '.repeat(markWidth)}${styled.join(' '.repeat(gap))}`);
  }

  const text = ` ${mark} ${texts.join(' '.repeat(gap))}`;
  const filled = text + ' '.repeat(Math.max(0, width - cellWidth(text)));
  return line(cursor === 'here' ? theme.selected(filled) : theme.selectedMuted(filled));
}
