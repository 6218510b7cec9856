import type {Group} from '../profile/model.ts';
import type {StacksLook} from '../session/session.ts';

/** One look at a place, in numbers. */
export type CohortPoint = {
  readonly atMs: number;
  readonly count: number;
  /** Came to this place since the look before. */
  readonly arrived: number;
  /** Were here at the look before, and are not now: ended, or went on to do something else. */
  readonly left: number;
  /** Of those that left, how many had been here for at least each of `settledMs`. */
  readonly leftSettled: readonly number[];
};

/**
 * Who has been at one place for so long is not in the ordinary course of work there, if nobody who stayed so long was
 * ever seen to leave. What is long differs, so there are several scales.
 */
export const settledMs = [4_000, 30_000, 240_000] as const;

/** What following goroutines by their ids has shown of one place. */
export type PlaceCohort = {
  /** For each goroutine that is here now: since which look it has been here at every look. */
  readonly since: ReadonlyMap<number, number>;
  /** Every look since goroutines were first seen here, the earliest first. */
  readonly points: readonly CohortPoint[];
  /** The goroutines that started those here now, and whether each of them still lives; without those not known. */
  readonly starters: ReadonlyMap<number, boolean>;
};

/** Looks kept for each place. */
const maxPoints = 240;
/** A slice between two breaths: looks at 100,000 goroutines are judged while keys are answered. */
const idsPerSlice = 10_000;
/** A place that has been empty for so many looks is forgotten. */
const forgottenAfterLooks = 60;

type Tracked = {
  since: Map<number, number>;
  points: CohortPoint[];
  starters: Map<number, boolean>;
  emptyLooks: number;
};

/** Follows the goroutines of every place from look to look. */
export class PlaceCohorts {
  readonly #places = new Map<string, Tracked>();
  #firstLookMs: number | undefined;
  #lookTimes: number[] = [];

  /** Moments of all looks so far, monotonic milliseconds. */
  get lookTimes(): readonly number[] {
    return this.#lookTimes;
  }

  get firstLookMs(): number | undefined {
    return this.#firstLookMs;
  }

  of(place: string): PlaceCohort | undefined {
    return this.#places.get(place);
  }

  /** Another process answers: its ids mean other goroutines. */
  forget(): void {
    this.#places.clear();
    this.#lookTimes = [];
    this.#firstLookMs = undefined;
  }

  /** Takes in one look, yielding to the event loop in between. A look that was cut tells nothing of who has left. */
  async observe({atMs, snapshot}: StacksLook, breathe: () => Promise<void>): Promise<void> {
    if (!snapshot.complete && this.#firstLookMs !== undefined) return;
    this.#firstLookMs ??= atMs;
    this.#lookTimes = [...this.#lookTimes, atMs].slice(-maxPoints);
    const alive = idsOf(snapshot.groups);
    const byPlace = new Map<string, Group[]>();
    for (const group of snapshot.groups) {
      const {place} = group.identity;
      const groups = byPlace.get(place);
      if (groups === undefined) byPlace.set(place, [group]);
      else groups.push(group);
    }

    let untilBreath = idsPerSlice;
    for (const [place, groups] of byPlace) {
      untilBreath -= this.#takeIn(place, groups, atMs, alive);
      if (untilBreath > 0) continue;
      untilBreath = idsPerSlice;
      await breathe();
    }

    for (const [place, tracked] of this.#places) {
      if (byPlace.has(place)) continue;
      tracked.emptyLooks++;
      if (tracked.emptyLooks > forgottenAfterLooks) this.#places.delete(place);
      else push(tracked, {atMs, count: 0, arrived: 0, ...leavers(tracked.since, noOne, atMs)});
      tracked.since.clear();
      tracked.starters.clear();
    }
  }

  #takeIn(place: string, groups: readonly Group[], atMs: number, alive: ReadonlySet<number>): number {
    let tracked = this.#places.get(place);
    if (tracked === undefined) {
      tracked = {since: new Map(), points: [], starters: new Map(), emptyLooks: 0};
      this.#places.set(place, tracked);
    }

    const since = new Map<number, number>();
    const starters = new Map<number, boolean>();
    let arrived = 0;
    for (const {members} of groups) {
      if (members === undefined) continue;
      for (const [row, id] of members.ids.entries()) {
        const before = tracked.since.get(id);
        if (before === undefined) arrived++;
        since.set(id, before ?? atMs);
        const starter = members.createdBy[row] ?? 0;
        if (starter !== 0) starters.set(starter, alive.has(starter));
      }
    }

    const gone = leavers(tracked.since, since, atMs);
    tracked.since = since;
    tracked.starters = starters;
    tracked.emptyLooks = 0;
    push(tracked, {atMs, count: since.size, arrived, ...gone});
    return since.size + 1;
  }
}

function idsOf(groups: readonly Group[]): Set<number> {
  const ids = new Set<number>();
  for (const {members} of groups) for (const id of members?.ids ?? []) ids.add(id);
  return ids;
}

const noOne: ReadonlyMap<number, number> = new Map();
const noneLeft = {left: 0, leftSettled: settledMs.map(() => 0)};

function leavers(
  before: ReadonlyMap<number, number>,
  now: ReadonlyMap<number, number>,
  atMs: number,
): Pick<CohortPoint, 'left' | 'leftSettled'> {
  let left = 0;
  let leftSettled: number[] | undefined;
  for (const [id, sinceMs] of before) {
    if (now.has(id)) continue;
    left++;
    leftSettled ??= settledMs.map(() => 0);
    for (const [scale, stayMs] of settledMs.entries())
      if (atMs - sinceMs >= stayMs) leftSettled[scale] = (leftSettled[scale] ?? 0) + 1;
  }

  return leftSettled === undefined ? noneLeft : {left, leftSettled};
}

function push(tracked: Tracked, point: CohortPoint): void {
  tracked.points.push(point);
  if (tracked.points.length > maxPoints) tracked.points = tracked.points.slice(-maxPoints);
}
