// Compares and collects ids of goroutines, by groups.

import type {Group, Snapshot} from '../../profile/model.ts';

/** Whether ids are the same in the same order, as dumps of goroutines that stay are: compared far sooner than looked up. */
export function areEqual(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Whether exactly these goroutines were here at the look before. */
export function areThese(since: ReadonlyMap<number, number>, groups: readonly Group[]): boolean {
  let size = 0;
  for (const {members} of groups) {
    if (members === undefined) continue;
    const {ids} = members;
    size += ids.length;
    if (size > since.size) return false;
    for (let row = 0; row < ids.length; row++) if (!since.has(ids[row]!)) return false;
  }

  return size === since.size;
}

/** The ids of all goroutines of these groups. */
export function idsOf(groups: readonly Group[]): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const {members} of groups) for (const id of members?.ids ?? []) ids.add(id);
  return ids;
}

/** 0 without any. */
export function largestIdOf({groups}: Pick<Snapshot, 'groups'>): number {
  let largest = 0;
  for (const {members} of groups)
    for (let row = 0; row < (members?.ids.length ?? 0); row++)
      largest = Math.max(largest, members!.ids[row]!);
  return largest;
}
