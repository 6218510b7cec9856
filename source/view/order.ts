import type {Row} from './rows.ts';

/** Columns a list can be ordered by, left to right as on the screen. */
export const sortColumns = ['count', 'change', 'oldest', 'reason', 'where', 'creator'] as const;
export type SortColumn = (typeof sortColumns)[number];
export type Order = {readonly column: SortColumn; readonly reversed: boolean};

type Comparison = (a: Row, b: Row) => number;

/** Each column in its natural direction: large numbers and old goroutines first, words from A to Z. */
const comparisons: Record<SortColumn, Comparison> = {
  count: (a, b) => b.count - a.count,
  change: (a, b) => (b.change ?? 0) - (a.change ?? 0),
  oldest: (a, b) => (a.oldest?.firstSeenMs ?? Infinity) - (b.oldest?.firstSeenMs ?? Infinity),
  reason: (a, b) => compareText(a.status, b.status),
  where: (a, b) => compareText(a.name, b.name),
  creator: (a, b) => compareText(a.creators[0]?.frame.function ?? '~', b.creators[0]?.frame.function ?? '~'),
};

/** Sorts rows; equal ones by count, then by key, so that the order holds still between refreshes. */
export function sortRows(rows: readonly Row[], {column, reversed}: Order): Row[] {
  const compare = comparisons[column];
  const sign = reversed ? -1 : 1;
  return rows.toSorted(
    (a, b) => sign * numberOr0(compare(a, b)) || b.count - a.count || compareText(a.key, b.key),
  );
}

/** The column next to this one; stays at either end. */
export function neighbour(column: SortColumn, step: 1 | -1): SortColumn {
  return sortColumns[sortColumns.indexOf(column) + step] ?? column;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Infinity minus Infinity is not a number. */
function numberOr0(difference: number): number {
  return Number.isNaN(difference) ? 0 : difference;
}
