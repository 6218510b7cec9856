import type {Leave} from './leaves.ts';
import type {Orphans} from './orphans.ts';

/** What is followed at one place, as it changes from look to look. */
export type Tracked = {
  since: Map<number, number>;
  born: Map<number, number>;
  old: Set<number>;
  leaves: Leave[];
  starters: Map<number, boolean>;
  startersGone: number;
  newestMs: number;
  newcomers: number;
  changedAtMs: number;
  /** The ids of the look before, where they are of one group. */
  ids: ArrayLike<number> | undefined;
  atFirstLook: number;
  stillAtSecondLook: number;
  /** The newest look at which any were here, and how many have been taken since. */
  lookMs: number;
  emptyLooks: number;
  orphans: Orphans | undefined;
};

/** A place that is met for the first time at this look. */
export function newlyTracked(atMs: number): Tracked {
  return {
    since: new Map(),
    born: new Map(),
    old: new Set(),
    leaves: [],
    starters: new Map(),
    startersGone: 0,
    newestMs: -Infinity,
    newcomers: 0,
    changedAtMs: atMs,
    ids: undefined,
    atFirstLook: 0,
    stillAtSecondLook: 0,
    lookMs: atMs,
    emptyLooks: 0,
    orphans: undefined,
  };
}

/** Nobody is there any more; who has left, and when, is still known. */
export function makeEmpty(tracked: Tracked): void {
  tracked.since.clear();
  tracked.born.clear();
  tracked.old.clear();
  tracked.starters.clear();
  tracked.startersGone = 0;
  tracked.newestMs = -Infinity;
  tracked.newcomers = 0;
  tracked.ids = undefined;
}
