// Makes the list of rows: ordered by numbers at hand, or filtered.

import {countOrder, changeOrder, sortRows, trendOrder, verdictOrder, type Order} from './order.ts';
import {matches, type Filter, type FilterSubject} from '../filter/filter.ts';
import {filterTexts, functionTexts, placeOf} from '../filter/filter-texts.ts';
import {listed, listedArray, type Listed} from './listed.ts';
import {groupOf, type CountsNow} from '../inspector/moment.ts';
import type {RowLayout} from '../text/row-layout.ts';
import {rowOf, type Grouping, type Row} from './rows.ts';
import {ageMs} from './sentences.ts';
import {noVerdicts, verdictOfRow, type VerdictsNow} from '../verdicts/verdicts-now.ts';

/** One row of a layout as it was at a moment. */
export function rowAt(layout: RowLayout, counts: CountsNow, grouping: Grouping, row: number): Row {
  const groups = layout.groupsOf(row).map((index) => groupOf(counts, index));
  return rowOf(layout, row, groups, grouping);
}

/** Rows ordered by numbers that are at hand: each is made when it is looked at. */
export function orderedRows(
  layout: RowLayout,
  counts: CountsNow,
  grouping: Grouping,
  {column, reversed}: Order,
  atMs: number,
  verdicts: VerdictsNow = noVerdicts,
): Listed<Row> | undefined {
  const orders = {count: countOrder, change: changeOrder, trend: trendOrder} as const;
  if (column !== 'count' && column !== 'change' && column !== 'trend' && column !== 'verdict')
    return undefined;
  const sign = reversed ? -1 : 1;
  const order =
    column === 'verdict'
      ? verdictOrder(layout, counts, sign, verdicts)
      : orders[column](layout, counts, sign, atMs);
  return listed({
    length: order.length,
    keyAt: (index) => layout.keys[order[index]!]!,
    indexOf: (key) => order.indexOf(layout.indexOf(key)),
    make: (index) => rowAt(layout, counts, grouping, order[index]!),
  });
}

/** Rows that exist, filtered and ordered by anything. */
export function filteredRows(
  all: readonly Row[],
  filter: Filter,
  order: Order,
  atMs: number,
  verdicts: VerdictsNow = noVerdicts,
): Listed<Row> {
  const kept =
    filter.terms.length === 0 ? all : all.filter((row) => matches(filter, subjectOf(row, atMs, verdicts)));
  return listedArray(sortRows(kept, order, atMs, verdicts), ({key}) => key);
}

function subjectOf(row: Row, atMs: number, verdicts: VerdictsNow): FilterSubject {
  const {groups, creators, family, status, count} = row;
  const [first] = groups;
  const one = verdictOfRow(row, verdicts)?.verdict;
  const verdict = one === undefined ? undefined : [one.level, one.pattern];
  const facts = {family: family ?? 'several', status, ageMs: ageMs(row.oldest, atMs), count, verdict};
  if (first !== undefined && groups.length === 1 && creators.length === 0) {
    return {...facts, ...filterTexts(first.identity), labels: first.identity.labels};
  }

  const stacks = groups.map(({identity}) => filterTexts(identity));
  const started = creators.map(({frame}) => frame);
  return {
    ...facts,
    functions: [...stacks.flatMap(({functions}) => functions), ...functionTexts(started)],
    files: [...stacks.flatMap(({files}) => files), ...started.map(placeOf)],
    labels: Object.fromEntries(groups.flatMap(({identity}) => Object.entries(identity.labels))),
  };
}
