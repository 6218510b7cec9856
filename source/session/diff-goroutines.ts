import type {Group, GroupIdentity, Snapshot} from '../profile/model.ts';
import {whyNotTheSameProcess} from './diff-process.ts';
import {knowsLabels, type DiffSide} from './diff-side.ts';

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

export type ComparedGoroutines = {
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

  const why = whyNotTheSameProcess(before, after, before.stacks, after.stacks);
  if (why !== undefined) return {total: {kind: 'other-process', why}, ofRow: none};
  const sharing = new Map<string, number>();
  for (const {identity} of rows) sharing.set(identity.place, (sharing.get(identity.place) ?? 0) + 1);
  const unclear = new Set<string>();
  const rowOfPlace = new Map(rows.map(({identity}, row) => [identity.place, row]));

  function rowsOfIds(stacks: Snapshot): Map<number, number> {
    const byKey = knowsLabels(stacks);
    const rowOf = ({identity: {key, place}}: Group): number => {
      const isAlone = sharing.get(place) === 1;
      if (!isAlone && !byKey) unclear.add(place);
      return isAlone ? (rowOfPlace.get(place) ?? noRow) : byKey ? (numbers.get(key) ?? noRow) : noRow;
    };

    const found = new Map<number, number>();
    for (const group of stacks.groups) {
      const row = rowOf(group);
      for (const id of group.members?.ids ?? []) found.set(id, row);
    }

    return found;
  }

  const rowBefore = rowsOfIds(before.stacks);
  const rowAfter = rowsOfIds(after.stacks);
  const counts = rows.map(() => ({stayed: 0, joined: 0, left: 0, started: 0, ended: 0}));
  let survived = 0;
  for (const [id, was] of rowBefore) {
    const is = rowAfter.get(id);
    const of = counts[was];
    if (is === undefined) {
      if (of !== undefined) of.ended++;
      continue;
    }

    survived++;
    if (was === is) {
      if (of !== undefined) of.stayed++;
      continue;
    }

    if (of !== undefined) of.left++;
    const now = counts[is];
    if (now !== undefined) now.joined++;
  }

  for (const [id, is] of rowAfter) {
    const now = counts[is];
    if (now !== undefined && !rowBefore.has(id)) now.started++;
  }

  return {
    total: {
      kind: 'by-id',
      survived,
      started: rowAfter.size - survived,
      ended: rowBefore.size - survived,
    },
    ofRow: (row) => (unclear.has(rows[row]?.identity.place ?? '') ? undefined : counts[row]),
  };
}
