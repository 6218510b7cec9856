// Follows goroutines by their ids from one look at full stacks to a later one.

import type {Group, Snapshot} from '../profile/model.ts';

/** Goroutines that went from one group of full stacks to one of later ones. */
type Passage = {
  /** Index of the group before; `nowhere`: they were not there. */
  readonly from: number;
  /** Index of the group after; `nowhere`: they are not there any more. */
  readonly to: number;
  readonly count: number;
};

export const nowhere = -1;

/** What ids tell of two looks at full stacks. */
export type FollowedById = {
  readonly passages: readonly Passage[];
  /** An id that was started by other code, or by another goroutine: it is not the same one. */
  readonly contradiction: number | undefined;
  readonly largestBefore: number;
  readonly largestAfter: number;
  readonly survived: number;
  /** Not there before. */
  readonly started: number;
  /** Not there after. */
  readonly ended: number;
};

const known = new WeakMap<Snapshot, WeakMap<Snapshot, FollowedById>>();

/** Follows goroutines by id from one look to another; the same two are gone through only once. */
export function followGoroutines(before: Snapshot, after: Snapshot): FollowedById {
  let ofBefore = known.get(before);
  if (ofBefore === undefined) {
    ofBefore = new WeakMap();
    known.set(before, ofBefore);
  }

  let followed = ofBefore.get(after);
  if (followed === undefined) {
    followed = follow(before.groups, after.groups);
    ofBefore.set(after, followed);
  }

  return followed;
}

function follow(before: readonly Group[], after: readonly Group[]): FollowedById {
  const columns = columnsOf(before);
  const stayed = new Uint8Array(columns.ids.size);
  const creatorsBefore = before.map(loneCreator);
  const passages = new Map<number, {from: number; to: number; count: number}>();
  const pass = (from: number, to: number): void => {
    const key = (from + 1) * (after.length + 1) + to + 1;
    const passage = passages.get(key);
    if (passage === undefined) passages.set(key, {from, to, count: 1});
    else passage.count++;
  };

  let contradiction: number | undefined;
  let largestAfter = 0;
  let survived = 0;
  let started = 0;
  for (const [to, group] of after.entries()) {
    const {members} = group;
    if (members === undefined) continue;
    const creator = loneCreator(group);
    for (let at = 0; at < members.ids.length; at++) {
      const id = members.ids[at]!;
      if (id > largestAfter) largestAfter = id;
      const row = columns.ids.get(id);
      if (row === undefined) {
        started++;
        pass(nowhere, to);
        continue;
      }

      // Once: a log may hold a goroutine twice.
      if (stayed[row] === 1) continue;
      survived++;
      stayed[row] = 1;
      const from = columns.groups[row]!;
      pass(from, to);
      const isOther =
        differ(creatorsBefore[from], creator) ||
        differ(columns.createdBy[row] || undefined, members.createdBy[at]! || undefined);
      if (isOther) contradiction ??= id;
    }
  }

  for (const [row, isThere] of stayed.entries()) {
    if (isThere === 0) pass(columns.groups[row]!, nowhere);
  }

  return {
    passages: [...passages.values()],
    contradiction,
    largestBefore: columns.largest,
    largestAfter,
    survived,
    started,
    ended: stayed.length - survived,
  };
}

/** Whether two facts are known and not the same. */
function differ<Fact>(one: Fact | undefined, other: Fact | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** The row of each id, and of each row its group and its parent. */
function columnsOf(groups: readonly Group[]): {
  readonly ids: ReadonlyMap<number, number>;
  readonly groups: Int32Array;
  readonly createdBy: Float64Array;
  readonly largest: number;
} {
  const length = groups.reduce((sum, {members}) => sum + (members?.ids.length ?? 0), 0);
  const ids = new Map<number, number>();
  const groupOfRow = new Int32Array(length);
  const createdBy = new Float64Array(length);
  let largest = 0;
  for (const [group, {members}] of groups.entries()) {
    for (let at = 0; at < (members?.ids.length ?? 0); at++) {
      const id = members!.ids[at]!;
      if (ids.has(id)) continue;
      const row = ids.size;
      ids.set(id, row);
      groupOfRow[row] = group;
      createdBy[row] = members!.createdBy[at]!;
      if (id > largest) largest = id;
    }
  }

  return {ids, groups: groupOfRow, createdBy, largest};
}

/** The code that started all of a group; undefined where several did: nobody knows which of them started whom. */
function loneCreator({creators, members}: Group): string | undefined {
  const [first] = creators;
  return first !== undefined && first.count === members?.ids.length
    ? `${first.frame.function}:${first.frame.line}`
    : undefined;
}
