// Compares two moments, group by group.

import type {GroupIdentity} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import {compareLabels, type LabelChange} from './diff-labels.ts';
import {placesInDoubt} from './diff-places.ts';
import {hasLabels, type DiffGroup, type DiffSide} from './diff-side.ts';
import {compareGoroutines, type GoroutinesDiff, type RowGoroutines} from './diff-goroutines.ts';

/** A group that has not as many goroutines after as before. */
export type GroupDiff = {
  readonly kind: 'new' | 'grown' | 'shrunk' | 'gone';
  /** Without labels where groups are compared by place. */
  readonly identity: GroupIdentity;
  /** As it is after; of one that is gone, as it was. */
  readonly status: string;
  readonly before: number;
  readonly after: number;
  /** Who of them is who; undefined where no ids are known of both moments, or not for this group. */
  readonly goroutines: RowGoroutines | undefined;
};

type FamilyDiff = {readonly family: Family; readonly before: number; readonly after: number};

/** What has changed between two moments. */
export type Diff = {
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** Those that differ, the largest change first; empty when all counts are the same. */
  readonly groups: readonly GroupDiff[];
  /** What does not differ. */
  readonly same: {readonly groups: number; readonly goroutines: number};
  /** Kinds of wait that occur in either, the largest change first. */
  readonly families: readonly FamilyDiff[];
  /**
   * `compared`: groups that differ in labels are two groups. Otherwise one side has labels and the other cannot have
   * any: groups are compared by place, whatever their labels.
   */
  readonly labels: 'compared' | 'unknown-before' | 'unknown-after';
  /** Labels that more or fewer goroutines have; empty where labels are not known of both. */
  readonly labelChanges: readonly LabelChange[];
  readonly goroutines: GoroutinesDiff;
};

type Row = {
  identity: GroupIdentity;
  status: string;
  /** Of how many goroutines the status is. */
  statusCount: number;
  before: number;
  after: number;
};

/**
 * Compares two moments group by group. The same stack is the same group in every format; labels and ids count only
 * where both sides can know them.
 */
export function diffOf(before: DiffSide, after: DiffSide): Diff {
  const labels = labelsOf(before, after);
  const keyOf = (identity: GroupIdentity) => (labels === 'compared' ? identity.key : identity.place);
  const rows = new Map<string, Row>();
  const doubts = placesInDoubt(before, after);

  function take(group: DiffGroup, side: 'before' | 'after'): void {
    const {identity, status, count} = doubts.get(group.identity) ?? group;
    if (count === 0) return;
    const key = keyOf(identity);
    let row = rows.get(key);
    if (row === undefined) {
      row = {identity: withKey(identity, key), status, statusCount: count, before: 0, after: 0};
      rows.set(key, row);
    } else if (side === 'after' && (row.after === 0 || count > row.statusCount)) {
      row.status = status;
      row.statusCount = count;
    }

    row[side] += count;
  }

  for (const group of before.groups) take(group, 'before');
  for (const group of after.groups) take(group, 'after');
  const all = [...rows.values()];
  const {total, ofRow} = compareGoroutines(before, after, new Map([...rows.keys()].map(rowNumber)), all);
  const differing = all.flatMap((row, at) => (row.before === row.after ? [] : [{row, at}]));
  const same = all.filter((row) => row.before === row.after);
  return {
    before,
    after,
    groups: differing
      .map(({row: {identity, status, before: was, after: is}, at}) => ({
        kind: kindOf(was, is),
        identity,
        status,
        before: was,
        after: is,
        goroutines: ofRow(at),
      }))
      .toSorted((a, b) => byChange(a, b) || (a.identity.key < b.identity.key ? -1 : 1)),
    same: {groups: same.length, goroutines: same.reduce((sum, row) => sum + row.after, 0)},
    families: familiesOf(all),
    labels,
    labelChanges: labels === 'compared' ? compareLabels(before.groups, after.groups) : [],
    goroutines: total,
  };
}

function rowNumber(key: string, at: number): [string, number] {
  return [key, at];
}

function labelsOf(before: DiffSide, after: DiffSide): Diff['labels'] {
  if (!before.knowsLabels && after.groups.some(hasLabels)) return 'unknown-before';
  return !after.knowsLabels && before.groups.some(hasLabels) ? 'unknown-after' : 'compared';
}

function withKey(identity: GroupIdentity, key: string): GroupIdentity {
  return identity.key === key ? identity : {...identity, key, labels: {}};
}

function kindOf(before: number, after: number): GroupDiff['kind'] {
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return after > before ? 'grown' : 'shrunk';
}

type Counts = {readonly before: number; readonly after: number};

/** The largest change first; of equal ones, what has grown. */
function byChange(a: Counts, b: Counts): number {
  const [changeOfA, changeOfB] = [a.after - a.before, b.after - b.before];
  return Math.abs(changeOfB) - Math.abs(changeOfA) || changeOfB - changeOfA;
}

function familiesOf(rows: readonly Row[]): readonly FamilyDiff[] {
  const sums = new Map<Family, {before: number; after: number}>();
  for (const {identity, before, after} of rows) {
    const sum = sums.get(identity.family) ?? {before: 0, after: 0};
    sum.before += before;
    sum.after += after;
    sums.set(identity.family, sum);
  }

  return [...sums]
    .map(([family, counts]) => ({family, ...counts}))
    .toSorted((a, b) => byChange(a, b) || b.after - a.after);
}
