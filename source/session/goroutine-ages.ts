// Since when goroutines have been seen, by their ids.

import type {Members} from '../profile/model.ts';
import type {LookAges, OldestAge} from './model.ts';

/** A slice between two breaths: a look at 100,000 goroutines must not freeze the screen. */
const idsPerSlice = 10_000;
/** Looks that were cut never tell which goroutines have gone: with more ids than this, those not seen are forgotten. */
export const maxUnseenIds = 200_000;

/** Knows since when each goroutine id has been seen. Ids are never reused within one process. */
export class GoroutineAges {
  #firstSeen = new Map<number, number>();
  #firstLookMs: number | undefined;
  #largestId = 0;

  get largestId(): number {
    return this.#largestId;
  }

  /** Forgets everything: the process behind the address is another one now. */
  forget(): void {
    // Looks of the past keep the one that they had.
    this.#firstSeen = new Map();
    this.#firstLookMs = undefined;
    this.#largestId = 0;
  }

  /** Since when an id has been seen; undefined when the last look did not show it. */
  firstSeen(id: number): number | undefined {
    return this.#firstSeen.get(id);
  }

  /**
   * Takes in all ids of one debug=2 look; ids not in it are gone for good, unless the look was cut. Yields to the event
   * loop in between. Returns, for each id of the look, the monotonic moment at which it was first seen.
   */
  async observe(
    looks: Iterable<Members>,
    atMs: number,
    breathe: () => Promise<void>,
    isComplete = true,
  ): Promise<ReadonlyMap<number, number>> {
    const isKept = !isComplete && this.#firstSeen.size <= maxUnseenIds;
    const next = new Map<number, number>(isKept ? this.#firstSeen : []);
    let untilBreath = idsPerSlice;
    this.#firstLookMs ??= atMs;
    for (const {ids} of looks) {
      for (const id of ids) {
        next.set(id, this.#firstSeen.get(id) ?? atMs);
        if (id > this.#largestId) this.#largestId = id;
        if (--untilBreath === 0) {
          untilBreath = idsPerSlice;
          await breathe();
        }
      }
    }

    this.#firstSeen = next;
    return next;
  }

  /** As of the last look. */
  get current(): LookAges {
    return {firstLookMs: this.#firstLookMs ?? Infinity, firstSeen: this.#firstSeen};
  }
}

/** The age of the oldest of a group's goroutines, as one look knew it; undefined when it knew none. */
export function oldestOf(members: Members, {firstLookMs, firstSeen}: LookAges): OldestAge | undefined {
  let firstSeenMs = Infinity;
  let waitMinutes = 0;
  for (let index = 0; index < members.ids.length; index++) {
    firstSeenMs = Math.min(firstSeenMs, firstSeen.get(members.ids[index] ?? 0) ?? Infinity);
    waitMinutes = Math.max(waitMinutes, members.waitMinutes[index] ?? 0);
  }

  return firstSeenMs === Infinity
    ? undefined
    : {firstSeenMs, orOlder: firstSeenMs === firstLookMs, waitMinutes};
}

/** The older of two ages; either may be unknown. */
export function older(a: OldestAge | undefined, b: OldestAge | undefined): OldestAge | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const waitMinutes = Math.max(a.waitMinutes, b.waitMinutes);
  return {...(a.firstSeenMs <= b.firstSeenMs ? a : b), waitMinutes};
}
