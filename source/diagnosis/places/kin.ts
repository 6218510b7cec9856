// Finds goroutines that came together.

import type {Group} from '../../profile/model.ts';
import type {LargestIds} from '../trends/thinning-out.ts';

/** Goroutines that came within this time of each other may have come for the same reason. */
const sameBirthMs = 2_500;

/** Looks are not taken quite evenly; of those that are rare, each brings too many that have nothing to do with another. */
const unevenPart = 1.2;
const mostBornWithinMs = 4_000;

/** Of more, only those that have come since the first look are told apart: the others came at any time before. */
const mostIds = 5_000;

/** So many ids a processor or a few of them may be ahead of the others. Source: runtime/proc.go newproc1, goidcache. */
const spareIds = 64;
/** Goroutines do not come evenly: in any while, at most so many times as many as usual. */
const unevenIds = 1.2;

/** What ids tell of those that were there at the first look, which nobody saw come. */
export type FirstLook = {
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly largestIds: LargestIds;
  /** The groups of this look with any goroutine that was not there then. */
  readonly later?: readonly Group[] | undefined;
};

/**
 * Finds which goroutines came together: one started the other, or the same goroutine started both, at about the same
 * time. What a server starts for one connection or one request is kin, however it is arranged; the hundred workers
 * that main started over an hour are not.
 *
 * @param groups of one look.
 * @param firstSeen monotonic milliseconds by goroutine id.
 * @param lookEveryMs how often looks were taken: who came between two of them came at any moment since the first.
 * @param firstLook of this process; without it, all that were there then count as having come then.
 * @returns a number for each goroutine id that came together with others, equal for kin; the others are kin of nobody.
 */
export function findKin(
  groups: readonly Group[],
  firstSeen: ReadonlyMap<number, number>,
  lookEveryMs = 0,
  firstLook?: FirstLook,
): Map<number, number> {
  const parent = new Map<number, number>();
  const rootOf = (id: number): number => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(id, root);
    return root;
  };
  // Only those with kin have a parent: most have none, and there may be many.
  const join = (a: number, b: number) => {
    parent.set(rootOf(a), rootOf(b));
  };

  const bornWithinMs = Math.max(sameBirthMs, Math.min(lookEveryMs * unevenPart, mostBornWithinMs));
  const children = new Map<number, number[]>();
  const isMany = firstSeen.size > mostIds;
  const isLongThere = longThereAt(firstLook, firstSeen, bornWithinMs);
  const firstLookMs = isMany ? earliest(firstSeen.values(), firstLook?.atMs) : -Infinity;
  const told = isMany && firstLookMs === firstLook?.atMs ? firstLook.later : undefined;
  for (const {members} of told ?? groups) {
    if (members === undefined) continue;
    const {ids, createdBy} = members;
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row]!;
      const starter = createdBy[row] ?? 0;
      if (starter === 0 || (isMany && firstSeen.get(id) === firstLookMs)) continue;
      const siblings = children.get(starter);
      if (siblings === undefined) children.set(starter, [id]);
      else siblings.push(id);
    }
  }

  for (const [starter, ids] of children) {
    const starterMs = firstSeen.get(starter);
    if (starterMs !== undefined) {
      for (const id of ids) {
        const isTogether = Math.abs((firstSeen.get(id) ?? 0) - starterMs) <= bornWithinMs;
        if (isTogether && !isLongThere(starter, id)) join(id, starter);
      }

      // The later to the earlier: the other way round ids in a row would make one long chain.
      for (const [before, id] of startedInOne(ids, firstSeen)) join(id, before);
      continue;
    }

    if (ids.length < 2) continue;
    const births = ids
      .map((id) => ({id, atMs: firstSeen.get(id) ?? 0}))
      .toSorted((one, other) => one.atMs - other.atMs);
    for (const [index, {id, atMs}] of births.entries()) {
      const before = births[index - 1];
      if (before !== undefined && atMs - before.atMs <= sameBirthMs) join(id, before.id);
    }
  }

  for (const id of parent.keys()) rootOf(id);
  return parent;
}

/**
 * Tells starters that were there long before from those that had just come, by their ids, which are given out in order:
 * before the first look nobody saw who came when.
 */
function longThereAt(
  firstLook: FirstLook | undefined,
  firstSeen: ReadonlyMap<number, number>,
  bornWithinMs: number,
): (starter: number, id: number) => boolean {
  if (firstLook === undefined) return () => false;
  const {atMs, largestIds} = firstLook;
  let nowMs = atMs;
  for (const seenMs of firstSeen.values()) if (seenMs > nowMs) nowMs = seenMs;
  const idsPerMs = nowMs === atMs ? 0 : (largestIds.now - largestIds.atFirst) / (nowMs - atMs);
  const mostApart = spareIds + idsPerMs * bornWithinMs * unevenIds;
  return (starter, id) => {
    if (firstSeen.get(starter) !== atMs) return false;
    if ((firstSeen.get(id) ?? atMs) <= atMs) return id - starter > mostApart;
    return starter < largestIds.atFirst - mostApart && id - starter > spareIds;
  };
}

/**
 * Goroutines that one has started right after each other: a processor gives out ids in order, sixteen at a time.
 * Source: runtime/proc.go newproc1, goidcache.
 */
function* startedInOne(
  ids: readonly number[],
  firstSeen: ReadonlyMap<number, number>,
): Generator<[number, number]> {
  // Numbers in a typed array are sorted without being compared by a function.
  const sorted = Float64Array.from(ids).toSorted();
  for (let at = 1; at < sorted.length; at++) {
    const [before, id] = [sorted[at - 1]!, sorted[at]!];
    if (id - before === 1 && firstSeen.get(id) === firstSeen.get(before)) yield [before, id];
  }
}

/** @param leastMs none is earlier: whoever is met at that moment ends the search. */
function earliest(times: Iterable<number>, leastMs = -Infinity): number {
  let first = Infinity;
  for (const atMs of times) {
    if (atMs < first) first = atMs;
    if (first <= leastMs) break;
  }

  return first;
}
