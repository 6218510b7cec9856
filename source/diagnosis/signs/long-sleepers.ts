// Follows goroutines that sleep far longer than anybody waits, among others at their place that do not.

import type {Group} from '../../profile/model.ts';
import type {StacksLook} from '../../session/model.ts';
import {noteLeaves, type Leave} from '../places/leaves.ts';
import type {Orphans} from '../places/orphans.ts';
import {longSleepMs, sleepMsOf} from './sleep-words.ts';

/** Texts that are read of one look; those of the others follow at the next. */
const mostTexts = 300;

/** A goroutine that sleeps; how long is not known before its text was read. */
type Sleeper = {readonly place: string; readonly sinceMs: number; readonly sleepMs: number | undefined};

/** Those of one place who sleep for very long, as they change from look to look. */
type Tracked = {
  since: Map<number, number>;
  old: Set<number>;
  atFirstLook: number;
  stillAtSecondLook: number;
  leaves: Leave[];
  /** The shortest and the longest of their sleeps. */
  leastMs: number;
  mostMs: number;
};

/** Those of one place who sleep for very long, followed as all others are; and the shortest and longest sleep. */
type LongSleeping = Orphans & {readonly leastMs: number; readonly mostMs: number};

type ReadTexts = (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** Follows those who sleep for very long by their ids: others that sleep at the same place come and go. */
export class LongSleepers {
  #sleepers = new Map<number, Sleeper>();
  readonly #places = new Map<string, Tracked>();
  #firstLookMs: number | undefined;
  #lastLookMs = 0;

  forget(): void {
    this.#sleepers.clear();
    this.#places.clear();
    this.#firstLookMs = undefined;
  }

  of(place: string): LongSleeping | undefined {
    const tracked = this.#places.get(place);
    return tracked === undefined || tracked.since.size === 0 ? undefined : tracked;
  }

  /** Takes in one look. One that was cut tells nothing of who has left. */
  async observe({atMs, snapshot, firstSeen}: StacksLook, texts: ReadTexts): Promise<void> {
    if (!snapshot.complete && this.#firstLookMs !== undefined) return;
    this.#firstLookMs ??= atMs;
    const sleepers = await this.#read(atMs, snapshot.groups, texts);
    const byPlace = new Map<string, Map<number, number>>();
    for (const [id, {place, sinceMs, sleepMs = 0}] of sleepers) {
      if (sleepMs < longSleepMs) continue;
      const since = byPlace.get(place) ?? new Map<number, number>();
      byPlace.set(place, since.set(id, sinceMs));
    }

    for (const place of this.#places.keys()) if (!byPlace.has(place)) byPlace.set(place, new Map());
    for (const [place, since] of byPlace) {
      const tracked = this.#take(place, since, {atMs, beforeMs: this.#lastLookMs, alive: firstSeen});
      for (const id of since.keys()) {
        const sleepMs = sleepers.get(id)?.sleepMs ?? 0;
        tracked.leastMs = Math.min(tracked.leastMs, sleepMs);
        tracked.mostMs = Math.max(tracked.mostMs, sleepMs);
      }
    }

    this.#sleepers = sleepers;
    this.#lastLookMs = atMs;
  }

  async #read(atMs: number, groups: readonly Group[], texts: ReadTexts): Promise<Map<number, Sleeper>> {
    const sleepers = new Map<number, Sleeper>();
    // Those who were here before come first: most who have just come are gone soon.
    const asked: number[] = [];
    const askedLast: number[] = [];
    for (const {identity, members} of groups) {
      if (identity.family !== 'sleep') continue;
      const {place} = identity;
      for (const id of members?.ids ?? []) {
        const known = this.#sleepers.get(id);
        const isHere = known?.place === place;
        // Who sleeps for so long still does.
        if (isHere && known.sleepMs !== undefined && known.sleepMs >= longSleepMs) sleepers.set(id, known);
        else {
          // Nobody knows for how long it has slept that was not read before.
          const isUnread = isHere && known.sleepMs === undefined;
          sleepers.set(id, isUnread ? known : {place, sinceMs: atMs, sleepMs: undefined});
          (known === undefined ? askedLast : asked).push(id);
        }
      }
    }

    const read = [...asked, ...askedLast].slice(0, mostTexts);
    const found = read.length === 0 ? [] : await texts(read);
    for (const [id, text] of found) {
      const known = sleepers.get(id);
      const sleepMs = sleepMsOf(text);
      if (known !== undefined && sleepMs !== undefined) sleepers.set(id, {...known, sleepMs});
    }

    return sleepers;
  }

  #take(place: string, since: Map<number, number>, at: Parameters<typeof noteLeaves>[2]): Tracked {
    const isSecondLook = at.beforeMs === this.#firstLookMs && at.atMs !== this.#firstLookMs;
    const old = [...since].filter(([, sinceMs]) => sinceMs === this.#firstLookMs).map(([id]) => id);
    let tracked = this.#places.get(place);
    if (tracked === undefined) {
      const atFirstLook = at.atMs === this.#firstLookMs ? since.size : old.length;
      tracked = {
        since,
        old: new Set(old),
        atFirstLook,
        stillAtSecondLook: atFirstLook,
        leaves: [],
        leastMs: Infinity,
        mostMs: 0,
      };
      this.#places.set(place, tracked);
    } else {
      noteLeaves(tracked, since, at);
      tracked.since = since;
      tracked.old = new Set(old);
      if (isSecondLook) tracked.stillAtSecondLook = old.length;
    }

    return tracked;
  }
}
