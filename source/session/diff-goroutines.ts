// The part of a comparison that goes by goroutine ids: who stayed, came, went.

import type {GroupIdentity, Snapshot} from '../profile/model.ts';
import {whyNotTheSameProcess} from './diff-process.ts';
import {knowsLabels, type DiffSide} from './diff-side.ts';
import {followGoroutines, nowhere} from './follow-goroutines.ts';

/** Who is who in one group, by id. `stayed + left + ended` were there before, `stayed + joined + started` after. */
export type RowGoroutines = {
  readonly stayed: number;
  /** They were in another group before. */
  readonly joined: number;
  /** They are in another group now. */
  readonly left: number;
  readonly started: number;
  readonly ended: number;
};

/**
 * Who is who in the process. `not-known`: one side has no ids. `other-process`: ids mean something else there, for
 * the reason given.
 */
export type GoroutinesDiff =
  | {readonly kind: 'not-known'}
  | {readonly kind: 'other-process'; readonly why: string}
  | {readonly kind: 'by-id'; readonly survived: number; readonly started: number; readonly ended: number};

/** A row of the comparison, as far as it matters here. */
type RowPlace = {readonly identity: GroupIdentity};

type ComparedGoroutines = {
  readonly total: GoroutinesDiff;
  /** Of the row with a number; undefined where ids cannot be told for it alone. */
  readonly ofRow: (row: number) => RowGoroutines | undefined;
};

const none = () => undefined;
/** In place of a row's number: it is in none, or in one of several that ids do not tell apart. */
const noRow = -1;

/**
 * Follows goroutines by id from one moment to the other.
 *
 * @param numbers of rows, by the key of each.
 * @param rows in the order of their numbers.
 */
export function compareGoroutines(
  before: DiffSide,
  after: DiffSide,
  numbers: ReadonlyMap<string, number>,
  rows: readonly RowPlace[],
): ComparedGoroutines {
  // The same look in force at both moments says nothing of what happened in between.
  if (before.stacks === undefined || after.stacks === undefined || before.stacks === after.stacks) {
    return {total: {kind: 'not-known'}, ofRow: none};
  }

  const followed = followGoroutines(before.stacks, after.stacks);
  const why = whyNotTheSameProcess(before, after, followed);
  if (why !== undefined) return {total: {kind: 'other-process', why}, ofRow: none};
  const sharing = new Map<string, number>();
  for (const {identity} of rows) sharing.set(identity.place, (sharing.get(identity.place) ?? 0) + 1);
  const unclear = new Set<string>();
  const rowOfPlace = new Map(rows.map(({identity}, row) => [identity.place, row]));

  function rowsOf(stacks: Snapshot): readonly number[] {
    const byKey = knowsLabels(stacks);
    return stacks.groups.map(({identity: {key, place}}) => {
      const isAlone = sharing.get(place) === 1;
      if (!isAlone && !byKey) unclear.add(place);
      return isAlone ? (rowOfPlace.get(place) ?? noRow) : byKey ? (numbers.get(key) ?? noRow) : noRow;
    });
  }

  const rowsBefore = rowsOf(before.stacks);
  const rowsAfter = rowsOf(after.stacks);
  const counts = rows.map(() => ({stayed: 0, joined: 0, left: 0, started: 0, ended: 0}));
  for (const {from, to, count} of followed.passages) {
    const was = counts[rowsBefore[from] ?? noRow];
    const is = counts[rowsAfter[to] ?? noRow];
    if (was !== undefined && was === is) {
      was.stayed += count;
      continue;
    }

    if (was !== undefined) was[to === nowhere ? 'ended' : 'left'] += count;
    if (is !== undefined) is[from === nowhere ? 'started' : 'joined'] += count;
  }

  const {survived, started, ended} = followed;
  return {
    total: {kind: 'by-id', survived, started, ended},
    ofRow: (row) => (unclear.has(rows[row]?.identity.place ?? '') ? undefined : counts[row]),
  };
}
