import {shortFunction} from '../profile/frame.ts';
import type {Row} from './rows.ts';
import {ageMs} from './sentences.ts';

/** Columns a list can be ordered by, left to right as on the screen. */
export const sortColumns = ['count', 'change', 'trend', 'oldest', 'reason', 'where', 'creator'] as const;
export type SortColumn = (typeof sortColumns)[number];
export type Order = {readonly column: SortColumn; readonly reversed: boolean};

const minuteMs = 60_000;

type Comparison = (a: Row, b: Row) => number;

/** Each column in its natural direction: large numbers and old goroutines first, words from A to Z. */
const comparisons: Record<SortColumn, (atMs: number, sign: 1 | -1) => Comparison> = {
  count: (_atMs, sign) => (a, b) => sign * (b.count - a.count),
  change: (_atMs, sign) =>
    unknownLast(
      ({change}) => change,
      (a, b) => sign * (b - a),
    ),
  trend: (atMs, sign) => {
    const grown = new Map<Row, number>();
    const growthOf = (row: Row) => {
      const known = grown.get(row) ?? lastMinuteOf(row, atMs);
      grown.set(row, known);
      return known;
    };
    return (a, b) => sign * (growthOf(b) - growthOf(a));
  },
  oldest: (atMs, sign) =>
    unknownLast(
      ({oldest}) => ageMs(oldest, atMs),
      (a, b) => sign * (b - a),
    ),
  // As the column shows it: the family, and within it the runtime's word.
  reason: (_atMs, sign) => (a, b) =>
    sign * (compareText(a.family ?? 'several', b.family ?? 'several') || compareText(a.status, b.status)),
  where: (_atMs, sign) => (a, b) => sign * compareText(a.name, b.name),
  creator: (_atMs, sign) =>
    unknownLast(
      ({creators}) => creators[0] && shortFunction(creators[0].frame.function),
      (a, b) => sign * compareText(a, b),
    ),
};

/**
 * Sorts rows, which are those of a moment; equal ones by count, then by key, so that the order holds still between
 * refreshes. What is not known comes last in either direction.
 */
export function sortRows(rows: readonly Row[], {column, reversed}: Order, atMs: number): Row[] {
  const compare = comparisons[column](atMs, reversed ? -1 : 1);
  return rows.toSorted((a, b) => compare(a, b) || b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** By how many a row has grown in the last minute; a group that nobody counted then has not. */
function lastMinuteOf({groups}: Row, atMs: number): number {
  return groups.reduce(
    (sum, {count, counts}) =>
      sum + count - (counts.at(atMs - minuteMs) ?? counts.at(counts.firstAtMs ?? atMs) ?? count),
    0,
  );
}

function unknownLast<Value>(
  valueOf: (row: Row) => Value | undefined,
  compare: (a: Value, b: Value) => number,
): Comparison {
  return (one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    return a === undefined || b === undefined
      ? Number(a === undefined) - Number(b === undefined)
      : compare(a, b);
  };
}

/** The column next to this one; stays at either end. */
export function neighbour(column: SortColumn, step: 1 | -1): SortColumn {
  return sortColumns[sortColumns.indexOf(column) + step] ?? column;
}

/** From A to Z whatever the case. */
function compareText(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}
