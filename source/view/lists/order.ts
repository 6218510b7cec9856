// Orders rows by a column, before or after they are made.

import {shortFunction} from '../../profile/frame.ts';
import type {StepSeries} from '../../session/step-series.ts';
import {countsBefore, type CountsNow} from '../inspector/moment.ts';
import {sumRows, type RowLayout} from '../text/row-layout.ts';
import type {Row} from './rows.ts';
import {ageMs} from './sentences.ts';
import {noVerdicts, verdictOfRow, type VerdictsNow} from '../verdicts/verdicts-now.ts';

/** Columns a list can be ordered by, left to right as on the screen. */
export const sortColumns = [
  'count',
  'change',
  'trend',
  'oldest',
  'verdict',
  'reason',
  'where',
  'creator',
] as const;
export type SortColumn = (typeof sortColumns)[number];
export type Order = {readonly column: SortColumn; readonly reversed: boolean};

const minuteMs = 60_000;

type Comparison = (a: Row, b: Row) => number;

/** Each column in its natural direction: large numbers and old goroutines first, words from A to Z. */
const comparisons: Record<SortColumn, (atMs: number, sign: 1 | -1, verdicts: VerdictsNow) => Comparison> = {
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
  verdict: (_atMs, sign, verdicts) =>
    unknownLast(
      (row) => verdictOfRow(row, verdicts)?.rank,
      (a, b) => sign * (a - b),
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
export function sortRows(
  rows: readonly Row[],
  {column, reversed}: Order,
  atMs: number,
  verdicts: VerdictsNow = noVerdicts,
): Row[] {
  const compare = comparisons[column](atMs, reversed ? -1 : 1, verdicts);
  return rows.toSorted((a, b) => compare(a, b) || b.count - a.count || (a.key < b.key ? -1 : 1));
}

type NumberOrder = (layout: RowLayout, now: CountsNow, sign: 1 | -1, atMs: number) => Uint32Array;

/** The same order by count as `sortRows` gives, as indices of rows and before any row is made. */
export const countOrder: NumberOrder = (layout, {counts}, sign) => {
  const sums = sumRows(layout, (group) => counts[group]!);
  return inOrder(layout, sums, sums, sign);
};

/** By change; before there is a baseline no change is known, and the count decides. */
export const changeOrder: NumberOrder = (layout, now, sign) => {
  const {counts} = now;
  const before = countsBefore(now);
  const sums = sumRows(layout, (group) => counts[group]!);
  const changes =
    before === undefined
      ? new Float64Array(layout.length)
      : sumRows(layout, (group) => counts[group]! - before[group]!);
  return inOrder(layout, changes, sums, sign);
};

/** By how much rows have grown in the last minute. */
export const trendOrder: NumberOrder = (layout, {counts, tracked}, sign, atMs) => {
  const sums = sumRows(layout, (group) => counts[group]!);
  const growth = sumRows(layout, (group) => grownBy(counts[group]!, tracked[group]!.counts, atMs));
  return inOrder(layout, growth, sums, sign);
};

/** The surest verdicts first; what has none comes last in either direction. */
export function verdictOrder(
  layout: RowLayout,
  {counts, tracked}: CountsNow,
  sign: 1 | -1,
  {byPlace}: VerdictsNow,
): Uint32Array {
  const sums = sumRows(layout, (group) => counts[group]!);
  const sureness = new Float64Array(layout.length).fill(-Infinity);
  for (let group = 0; byPlace.size > 0 && group < tracked.length; group++) {
    const row = layout.rowOfGroup[group]!;
    const one = row === -1 ? undefined : byPlace.get(tracked[group]!.identity.place);
    if (one !== undefined) sureness[row] = Math.max(sureness[row]!, -one.rank);
  }

  if (sign === -1)
    for (const [row, sure] of sureness.entries()) if (sure === -Infinity) sureness[row] = Infinity;
  return inOrder(layout, sureness, sums, sign);
}

/** Largest value first, or smallest with sign -1; equal ones by count, then by key. */
function inOrder(
  {length, ranks, byRank}: RowLayout,
  values: Float64Array,
  counts: Float64Array,
  sign: 1 | -1,
): Uint32Array {
  if (values === counts && counts.every((count) => Math.abs(count) * length < 2 ** 52)) {
    // Count and rank as one number: sorting these needs no comparison in JavaScript, and takes a tenth of the time.
    const both = new Float64Array(length);
    for (let row = 0; row < length; row++) both[row] = ranks[row]! - sign * counts[row]! * length;
    both.sort();
    const rows = new Uint32Array(length);
    for (let at = 0; at < length; at++) {
      const rank = both[at]! % length;
      rows[at] = byRank[rank < 0 ? rank + length : rank]!;
    }

    return rows;
  }

  const rows = Uint32Array.from(ranks, (_rank, row) => row);
  return rows.toSorted(
    (a, b) => sign * (values[b]! - values[a]!) || counts[b]! - counts[a]! || ranks[a]! - ranks[b]!,
  );
}

/** By how many a row has grown in the last minute. */
function lastMinuteOf({groups}: Row, atMs: number): number {
  return groups.reduce((sum, {count, counts}) => sum + grownBy(count, counts, atMs), 0);
}

/** A group that nobody counted a minute ago has not grown. */
function grownBy(count: number, counts: StepSeries, atMs: number): number {
  return count - (counts.at(atMs - minuteMs) ?? counts.at(counts.firstAtMs ?? atMs) ?? count);
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
