import type {Group} from '../profile/model.ts';
import type {StacksLook} from '../session/session.ts';

/** Goroutines that had stayed at a place, and left it. */
export type Leave = {
  readonly atMs: number;
  /**
   * How many had been here for at least each of `settledMs`. Those that lived at the first look count only when they
   * have ended: that the workers of an old pool go to work says nothing of those that came.
   */
  readonly settled: readonly number[];
};

/**
 * Who has been at one place for so long is not in the ordinary course of work there, if nobody who stayed so long was
 * ever seen to leave. What is long differs, so there are several scales.
 */
export const settledMs = [4_000, 8_000, 30_000, 240_000] as const;

/** What following goroutines by their ids has shown of one place. */
export type PlaceCohort = {
  /** For each goroutine that is here now: since which look it has been here at every look. */
  readonly since: ReadonlyMap<number, number>;
  /** How many were here at the first look. */
  readonly atFirstLook: number;
  /** Every look at which any had left that had stayed, the earliest first. */
  readonly leaves: readonly Leave[];
  /** Of those here now, the ones that lived already at the first look. */
  readonly old: ReadonlySet<number>;
  /** The goroutines that started those here now, and whether each of them still lives; without those not known. */
  readonly starters: ReadonlyMap<number, boolean>;
};

/** Looks remembered, and leaves at each place: an hour of looks at the usual pace. */
const maxLooks = 2_000;
const maxLeaves = 200;
/** A slice between two breaths: looks at 100,000 goroutines are judged while keys are answered. */
const idsPerSlice = 10_000;
/** A place that has been empty for so many looks is forgotten. */
const forgottenAfterLooks = 60;

type Tracked = {
  since: Map<number, number>;
  old: Set<number>;
  leaves: Leave[];
  starters: Map<number, boolean>;
  atFirstLook: number;
  emptyLooks: number;
};

type AtLook = {
  readonly atMs: number;
  readonly alive: ReadonlySet<number>;
  readonly isOld: (id: number) => boolean;
};

/** Follows the goroutines of every place from look to look. */
export class PlaceCohorts {
  readonly #places = new Map<string, Tracked>();
  #firstLookMs: number | undefined;
  #lookTimes: number[] = [];
  /** When a goroutine was last seen to have started another. */
  #startedAt = new Map<number, number>();

  /** Moments of all looks so far, monotonic milliseconds. */
  get lookTimes(): readonly number[] {
    return this.#lookTimes;
  }

  get firstLookMs(): number | undefined {
    return this.#firstLookMs;
  }

  /** Whether a goroutine has started another after the moment given: then it did not wait all the while. */
  hasStartedSince(id: number, sinceMs: number): boolean {
    return (this.#startedAt.get(id) ?? -Infinity) > sinceMs;
  }

  of(place: string): PlaceCohort | undefined {
    return this.#places.get(place);
  }

  /** Another process answers: its ids mean other goroutines. */
  forget(): void {
    this.#places.clear();
    this.#lookTimes = [];
    this.#firstLookMs = undefined;
    this.#startedAt.clear();
  }

  /** Takes in one look, yielding to the event loop in between. A look that was cut tells nothing of who has left. */
  async observe({atMs, snapshot, firstSeen}: StacksLook, breathe: () => Promise<void>): Promise<void> {
    if (!snapshot.complete && this.#firstLookMs !== undefined) return;
    this.#firstLookMs ??= atMs;
    this.#lookTimes.push(atMs);
    if (this.#lookTimes.length > maxLooks * 1.1) this.#lookTimes = this.#lookTimes.slice(-maxLooks);
    const alive = this.#noteStarters(snapshot.groups, firstSeen, atMs);
    const isOld = (id: number) => firstSeen.get(id) === this.#firstLookMs;
    const byPlace = new Map<string, Group[]>();
    for (const group of snapshot.groups) {
      const {place} = group.identity;
      const groups = byPlace.get(place);
      if (groups === undefined) byPlace.set(place, [group]);
      else groups.push(group);
    }

    let untilBreath = idsPerSlice;
    for (const [place, groups] of byPlace) {
      untilBreath -= this.#takeIn(place, groups, {atMs, alive, isOld});
      if (untilBreath > 0) continue;
      untilBreath = idsPerSlice;
      await breathe();
    }

    for (const [place, tracked] of this.#places) {
      if (byPlace.has(place)) continue;
      tracked.emptyLooks++;
      if (tracked.emptyLooks > forgottenAfterLooks) this.#places.delete(place);
      else noteLeaves(tracked, noOne, {atMs, alive});
      tracked.since.clear();
      tracked.old.clear();
      tracked.starters.clear();
    }
  }

  /** Returns the ids of all goroutines of a look, and notes which of them have started others since the one before. */
  #noteStarters(
    groups: readonly Group[],
    firstSeen: ReadonlyMap<number, number>,
    atMs: number,
  ): ReadonlySet<number> {
    const alive = new Set<number>();
    for (const {members} of groups) for (const id of members?.ids ?? []) alive.add(id);
    for (const {members} of groups) {
      if (members === undefined) continue;
      for (const [row, id] of members.ids.entries()) {
        const starter = members.createdBy[row] ?? 0;
        if (starter !== 0 && firstSeen.get(id) === atMs && atMs !== this.#firstLookMs)
          this.#startedAt.set(starter, atMs);
      }
    }

    for (const id of this.#startedAt.keys()) if (!alive.has(id)) this.#startedAt.delete(id);
    return alive;
  }

  #takeIn(place: string, groups: readonly Group[], {atMs, alive, isOld}: AtLook): number {
    let tracked = this.#places.get(place);
    if (tracked === undefined) {
      tracked = {
        since: new Map(),
        old: new Set(),
        leaves: [],
        starters: new Map(),
        atFirstLook: 0,
        emptyLooks: 0,
      };
      this.#places.set(place, tracked);
    }

    const since = new Map<number, number>();
    const starters = new Map<number, boolean>();
    const old = new Set<number>();
    for (const {members} of groups) {
      if (members === undefined) continue;
      for (const [row, id] of members.ids.entries()) {
        const before = tracked.since.get(id);
        if (isOld(id)) old.add(id);
        since.set(id, before ?? atMs);
        const starter = members.createdBy[row] ?? 0;
        if (starter !== 0) starters.set(starter, alive.has(starter));
      }
    }

    noteLeaves(tracked, since, {atMs, alive});
    tracked.since = since;
    tracked.old = old;
    tracked.starters = starters;
    tracked.emptyLooks = 0;
    if (atMs === this.#firstLookMs) tracked.atFirstLook = since.size;
    return since.size + 1;
  }
}

const noOne: ReadonlyMap<number, number> = new Map();

function noteLeaves(
  tracked: Tracked,
  now: ReadonlyMap<number, number>,
  {atMs, alive}: Pick<AtLook, 'atMs' | 'alive'>,
): void {
  let settled: number[] | undefined;
  for (const [id, sinceMs] of tracked.since) {
    if (now.has(id) || atMs - sinceMs < settledMs[0] || (tracked.old.has(id) && alive.has(id))) continue;
    settled ??= settledMs.map(() => 0);
    for (const [scale, stayMs] of settledMs.entries())
      if (atMs - sinceMs >= stayMs) settled[scale] = (settled[scale] ?? 0) + 1;
  }

  if (settled === undefined) return;
  tracked.leaves.push({atMs, settled});
  if (tracked.leaves.length > maxLeaves) tracked.leaves = tracked.leaves.slice(-maxLeaves / 2);
}
