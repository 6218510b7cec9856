import type {Group} from '../../profile/model.ts';
import {noteLeaves, type Leave} from './leaves.ts';

/** A cohort within a cohort: what outlives its starter where most do not may be what is left behind. */
export type Orphans = {
  /** For each that is here now: since which look it has been here without its starter. */
  readonly since: ReadonlyMap<number, number>;
  /** Of those that began to live since the first look: about when, by their ids. */
  readonly born?: ReadonlyMap<number, number>;
  /** Those that were so at the first look, how many these were, and how many of them still were at the second. */
  readonly old: ReadonlySet<number>;
  readonly atFirstLook: number;
  readonly stillAtSecondLook: number;
  /** Every look at which any had left that had stayed, the earliest first. */
  readonly leaves: readonly Leave[];
};

type OrphansLook = {
  readonly atMs: number;
  readonly beforeMs: number;
  readonly alive: {readonly has: (id: number) => boolean};
  readonly isFirstLook: boolean;
  readonly isSecondLook: boolean;
};

/** Those at one place who have outlived their starter. */
export function orphansAt(
  known: Orphans | undefined,
  groups: readonly Group[],
  {atMs, beforeMs, alive, isFirstLook, isSecondLook}: OrphansLook,
): Orphans {
  const since = new Map<number, number>();
  for (const {members} of groups) {
    if (members === undefined) continue;
    const {ids, createdBy} = members;
    for (let row = 0; row < ids.length; row++) {
      const starter = createdBy[row] ?? 0;
      if (starter === 0 || alive.has(starter)) continue;
      const id = ids[row]!;
      since.set(id, known?.since.get(id) ?? atMs);
    }
  }

  if (known === undefined) {
    const old = new Set(isFirstLook ? since.keys() : []);
    return {since, old, atFirstLook: old.size, stillAtSecondLook: old.size, leaves: []};
  }

  const before = {...known, leaves: [...known.leaves]};
  noteLeaves(before, since, {atMs, beforeMs, alive});
  const stillAtSecondLook = isSecondLook ? countOf(since.keys(), known.old) : known.stillAtSecondLook;
  return {...before, since, stillAtSecondLook};
}

function countOf(ids: Iterable<number>, among: ReadonlySet<number>): number {
  let count = 0;
  for (const id of ids) if (among.has(id)) count++;
  return count;
}
