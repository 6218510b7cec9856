import type {Group} from '../../profile/model.ts';
import {noteLeaves, type Leave} from './leaves.ts';

/** A cohort within a cohort: what outlives its starter where most do not may be what is left behind. */
export type Orphans = {
  /** For each that is here now: since which look it has been here without its starter. */
  readonly since: ReadonlyMap<number, number>;
  /** Those that were so at the first look, and how many these were. */
  readonly old: ReadonlySet<number>;
  readonly atFirstLook: number;
  /** Every look at which any had left that had stayed, the earliest first. */
  readonly leaves: readonly Leave[];
};

type OrphansLook = {
  readonly atMs: number;
  readonly alive: {readonly has: (id: number) => boolean};
  readonly isFirstLook: boolean;
};

/** Those at one place who have outlived their starter. */
export function orphansAt(
  known: Orphans | undefined,
  groups: readonly Group[],
  {atMs, alive, isFirstLook}: OrphansLook,
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
    return {since, old, atFirstLook: old.size, leaves: []};
  }

  const before = {...known, leaves: [...known.leaves]};
  noteLeaves(before, since, {atMs, alive});
  return {...before, since};
}
