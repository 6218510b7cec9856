// Follows the goroutines of each place from look to look, by their ids.

import type {Group, Snapshot} from '../../profile/model.ts';
import type {StacksLook} from '../../session/model.ts';
import {awakeAt, withAwake} from './awake.ts';
import {birthsBetween} from './births.ts';
import {areEqual, areThese, idsOf, largestIdOf} from './group-ids.ts';
import type {FirstLook} from './kin.ts';
import {noteLeaves, type Leave} from './leaves.ts';
import {groupsOf} from './look-groups.ts';
import {orphansAt, type Orphans} from './orphans.ts';
import {makeEmpty, newlyTracked, type Tracked} from './tracked-place.ts';
import type {Slices} from '../slices.ts';
import type {LargestIds} from '../trends/thinning-out.ts';

/** What following goroutines by their ids has shown of one place. */
export type PlaceCohort = {
  /** For each goroutine that is here now: since which look it has been here at every look. */
  readonly since: ReadonlyMap<number, number>;
  /** How many were here at the first look, and how many of these still were at the second. */
  readonly atFirstLook: number;
  readonly stillAtSecondLook: number;
  /** Of those here now that began to live since the first look: about when, by their ids. */
  readonly born: ReadonlyMap<number, number>;
  /** Every look at which any had left that had stayed, the earliest first. */
  readonly leaves: readonly Leave[];
  /** Of those here now, the ones that lived already at the first look. */
  readonly old: ReadonlySet<number>;
  /** The goroutines that started those here now, and whether each of them still lives; without those not known. */
  readonly starters: ReadonlyMap<number, boolean>;
  /** How many of those starters have ended. */
  readonly startersGone: number;
  /** The look at which the last of those here came. */
  readonly newestMs: number;
  /** How many began to live, and came here, since the first look. */
  readonly newcomers: number;
  /** The last look that met others here, or others of their starters, than the one before; Infinity once forgotten. */
  readonly changedAtMs: number;
  /** Of those here now, the ones that have outlived who started them; followed only where some have. */
  readonly orphans: Orphans | undefined;
};

/** An hour of looks at the usual pace. */
const maxLooks = 2_000;
/** After so many looks they tell by themselves who came when. */
const mostLooksWithBirths = 60;
/** A place that has been empty for so many looks is forgotten. */
const forgottenAfterLooks = 60;

type AtLook = {
  readonly atMs: number;
  /** Of the look before. */
  readonly beforeMs: number;
  readonly bornMs: (id: number) => number;
  readonly alive: {readonly has: (id: number) => boolean};
  readonly isOld: (id: number) => boolean;
  /** Never seen before. */
  readonly isNew: (id: number) => boolean;
};

/** Follows the goroutines of every place from look to look. */
export class PlaceCohorts {
  readonly #places = new Map<string, Tracked>();
  #firstLookMs: number | undefined;
  #largestIds: LargestIds = {atFirst: Infinity, now: Infinity};
  #lookTimes: number[] = [];
  /** Of the look that was taken in last, the groups with any goroutine that was not there at the first. */
  #later: {readonly snapshot: Snapshot; readonly groups: readonly Group[]} | undefined;
  /** When a goroutine was last seen to have started another. */
  #startedAt = new Map<number, number>();

  /** Moments of all looks so far, monotonic milliseconds. */
  get lookTimes(): readonly number[] {
    return this.#lookTimes;
  }

  get largestIds(): LargestIds {
    return this.#largestIds;
  }

  /** Whether a goroutine has started another after the moment given: then it did not wait all the while. */
  hasStartedSince(id: number, sinceMs: number): boolean {
    return (this.#startedAt.get(id) ?? -Infinity) > sinceMs;
  }

  /** What is known of those that were there at the first look, as of this one. */
  firstLookOf({snapshot, firstLookMs}: StacksLook): FirstLook {
    const isTakenIn = this.#later?.snapshot === snapshot && firstLookMs === this.#firstLookMs;
    const later = isTakenIn ? this.#later?.groups : undefined;
    return {atMs: firstLookMs, largestIds: this.#largestIds, later};
  }

  of(place: string): PlaceCohort | undefined {
    return this.#places.get(place);
  }

  /** Another process answers: its ids mean other goroutines. */
  forget(): void {
    for (const tracked of this.#places.values()) tracked.changedAtMs = Infinity;
    this.#places.clear();
    this.#lookTimes = [];
    this.#firstLookMs = undefined;
    this.#later = undefined;
    this.#startedAt.clear();
  }

  /** Takes in one look, in slices. A look that was cut tells nothing of who has left. */
  async observe({atMs, snapshot, firstSeen}: StacksLook, slices: Slices): Promise<void> {
    if (!snapshot.complete && this.#firstLookMs !== undefined) return;
    this.#firstLookMs ??= atMs;
    this.#lookTimes.push(atMs);
    if (this.#lookTimes.length > maxLooks * 1.1) this.#lookTimes = this.#lookTimes.slice(-maxLooks);
    const isOld = (id: number) => firstSeen.get(id) === this.#firstLookMs;
    const beforeMs = this.#lookTimes.at(-2) ?? atMs;
    const largest = largestIdOf(snapshot);
    const atFirst = atMs === this.#firstLookMs ? largest : this.#largestIds.atFirst;
    const bornMs = birthsBetween({atMs: beforeMs, id: this.#largestIds.now}, {atMs, id: largest});
    this.#largestIds = {atFirst, now: largest};
    const {byPlace} = groupsOf(snapshot);
    if (slices.isOver()) await slices.breathe();
    const alive = snapshot.complete ? firstSeen : idsOf(snapshot.groups);
    const awake = awakeAt(byPlace);
    const isNew = (id: number) => firstSeen.get(id) === atMs;
    const at: AtLook = {atMs, beforeMs, bornMs, alive, isOld, isNew};
    const later: Group[] = [];
    for (const [place, groups] of byPlace) {
      if (slices.isOverInLoop()) await slices.breathe();
      const tracked = this.#trackedAt(place, atMs);
      const awakeHere = awake.size === 0 ? undefined : awake.get(place);
      this.#takeIn(tracked, withAwake(groups, awakeHere, tracked.since), at);
      if (tracked.newcomers > 0) later.push(...groups);
    }

    this.#later = {snapshot, groups: later};

    for (const id of this.#startedAt.keys()) if (!alive.has(id)) this.#startedAt.delete(id);
    for (const [place, tracked] of this.#places) {
      if (tracked.lookMs === atMs) continue;
      if (slices.isOverInLoop()) await slices.breathe();
      tracked.emptyLooks++;
      if (tracked.emptyLooks > forgottenAfterLooks) {
        tracked.changedAtMs = Infinity;
        this.#places.delete(place);
        continue;
      }

      noteLeaves(tracked, noOne, {atMs, beforeMs, alive});
      if (tracked.orphans !== undefined)
        tracked.orphans = orphansAt(tracked.orphans, [], {
          atMs,
          beforeMs,
          alive,
          isFirstLook: false,
          isSecondLook: beforeMs === this.#firstLookMs,
        });
      if (beforeMs === this.#firstLookMs) tracked.stillAtSecondLook = 0;
      if (tracked.since.size > 0) tracked.changedAtMs = atMs;
      makeEmpty(tracked);
    }
  }

  #trackedAt(place: string, atMs: number): Tracked {
    let tracked = this.#places.get(place);
    if (tracked === undefined) {
      tracked = newlyTracked(atMs);
      this.#places.set(place, tracked);
    }

    return tracked;
  }

  #takeIn(tracked: Tracked, groups: readonly Group[], at: AtLook): void {
    const {atMs, alive} = at;
    tracked.lookMs = atMs;
    tracked.emptyLooks = 0;
    const ids = groups.length === 1 ? groups[0]?.members?.ids : undefined;
    const isSame = areEqual(tracked.ids, ids) || areThese(tracked.since, groups);
    if (!isSame) this.#replace(tracked, groups, at);
    if (!isSame) tracked.changedAtMs = atMs;
    tracked.ids = ids;
    tracked.startersGone = 0;
    for (const [starter, wasAlive] of tracked.starters) {
      const isAlive = alive.has(starter);
      if (isAlive !== wasAlive) {
        tracked.starters.set(starter, isAlive);
        tracked.changedAtMs = atMs;
      }

      if (!isAlive) tracked.startersGone++;
    }

    const isFirstLook = atMs === this.#firstLookMs;
    const isSecondLook = !isFirstLook && at.beforeMs === this.#firstLookMs;
    if (isFirstLook) tracked.atFirstLook = tracked.since.size;
    if (isFirstLook) tracked.stillAtSecondLook = tracked.atFirstLook;
    else if (isSecondLook) tracked.stillAtSecondLook = hereSince(tracked.since, at.beforeMs);
    if (tracked.startersGone > 0 || tracked.orphans !== undefined)
      tracked.orphans = orphansAt(tracked.orphans, groups, {...at, isFirstLook, isSecondLook});
  }

  /** Others are here now than at the look before. */
  #replace(
    tracked: Tracked,
    groups: readonly Group[],
    {atMs, beforeMs, bornMs, alive, isOld, isNew}: AtLook,
  ): void {
    const since = new Map<number, number>();
    const newborn: number[] = [];
    const starters = new Map<number, boolean>();
    const old = new Set<number>();
    const isFirstLook = atMs === this.#firstLookMs;
    let newestMs = -Infinity;
    let newcomers = 0;
    for (const {members} of groups) {
      if (members === undefined) continue;
      const {ids, createdBy} = members;
      for (let row = 0; row < ids.length; row++) {
        const id = ids[row]!;
        const starter = createdBy[row] ?? 0;
        const sinceMs = tracked.since.get(id) ?? atMs;
        if (sinceMs > newestMs) newestMs = sinceMs;
        if (isOld(id)) old.add(id);
        else newcomers++;
        since.set(id, sinceMs);
        const isNewborn = sinceMs === atMs && !isFirstLook && isNew(id);
        if (isNewborn && this.#lookTimes.length <= mostLooksWithBirths) newborn.push(id);
        if (starter === 0) continue;
        starters.set(starter, true);
        if (isNewborn) this.#startedAt.set(starter, atMs);
      }
    }

    noteLeaves(tracked, since, {atMs, beforeMs, alive});
    tracked.since = since;
    for (const id of tracked.born.keys()) if ((since.get(id) ?? atMs) === atMs) tracked.born.delete(id);
    for (const id of newborn) tracked.born.set(id, bornMs(id));
    tracked.old = old;
    tracked.starters = starters;
    tracked.newestMs = newestMs;
    tracked.newcomers = newcomers;
  }
}

const noOne: ReadonlyMap<number, number> = new Map();

function hereSince(since: ReadonlyMap<number, number>, atMs: number): number {
  let count = 0;
  for (const sinceMs of since.values()) if (sinceMs <= atMs) count++;
  return count;
}
