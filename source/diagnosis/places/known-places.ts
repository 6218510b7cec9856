// The places of a session with their counts, kept up to date and not made anew.

import type {History} from '../../session/history.ts';
import {addToShort} from '../../profile/short-list.ts';
import type {TrackedGroup} from '../../session/tracked-group.ts';
import {factsOf, requestPartOf, type PlaceFacts} from './place-facts.ts';
import {placesOf, type Place} from './place.ts';
import type {Scene} from '../scene.ts';
import type {Slices} from '../slices.ts';

/** A place, and all that is remembered of its counts. */
export type KnownPlace = {
  readonly place: Place;
  /** Its groups, whatever their labels; those that are gone too. */
  readonly tracked: readonly TrackedGroup[];
  readonly facts: PlaceFacts;
};

/** The groups of requests that HTTP clients have under way, and of those whose answers are read. */
type Requests = {readonly all: readonly TrackedGroup[]; readonly read: readonly TrackedGroup[]};

type Entry = {
  tracked: TrackedGroup[];
  present: TrackedGroup[];
  /** What the full stacks show of it. */
  seen: Place | undefined;
  known: KnownPlace | undefined;
  latest: TrackedGroup['latest'] | undefined;
};

/**
 * The places of a session from round to round. Most are the same as in the round before, so that only what has changed
 * is made anew.
 */
export class KnownPlaces {
  #entries = new Map<string, Entry>();
  #present: History['present'] | undefined;
  #scene: Scene | undefined;
  #requests: Requests = {all: [], read: []};

  get requests(): Requests {
    return this.#requests;
  }

  /** All places now: those that are counted, and those that only full stacks show. */
  async read(history: History, scene: Scene | undefined, slices: Slices): Promise<readonly KnownPlace[]> {
    if (this.#present !== history.present || !(await this.#lookAt(scene, slices)))
      await this.#collect(history, scene, slices);
    const places: KnownPlace[] = [];
    for (const entry of this.#entries.values()) {
      if (slices.isOverInLoop()) await slices.breathe();
      const known = knownOf(entry);
      if (known !== undefined) places.push(known);
    }

    return places;
  }

  /** Takes in other full stacks of the same places; false when they show places that were not known. */
  async #lookAt(scene: Scene | undefined, slices: Slices): Promise<boolean> {
    if (scene === this.#scene) return true;
    for (const place of scene?.places.keys() ?? []) if (!this.#entries.has(place)) return false;
    this.#scene = scene;
    for (const [place, entry] of this.#entries) {
      if (slices.isOverInLoop()) await slices.breathe();
      const seen = scene?.places.get(place);
      if (entry.present.length === 0 || !areAlike(seen, entry.seen)) entry.known = undefined;
      entry.seen = seen;
    }

    return true;
  }

  async #collect(history: History, scene: Scene | undefined, slices: Slices): Promise<void> {
    const {present} = history;
    const before = this.#entries;
    const entries = new Map<string, Entry>();
    const entryOf = (place: string): Entry => {
      let entry = entries.get(place);
      if (entry === undefined) {
        const old = before.get(place);
        entry = {
          tracked: [],
          present: [],
          seen: scene?.places.get(place),
          known: old?.known,
          latest: old?.latest,
        };
        entries.set(place, entry);
      }

      return entry;
    };

    for (const group of present) {
      if (slices.isOverInLoop()) await slices.breathe();
      const entry = entryOf(group.identity.place);
      entry.present = addToShort(entry.present, group);
    }

    for (const place of scene?.places.keys() ?? []) {
      if (slices.isOverInLoop()) await slices.breathe();
      entryOf(place);
    }

    const all: TrackedGroup[] = [];
    const read: TrackedGroup[] = [];
    for (const group of history.groups.values()) {
      const {identity} = group;
      const entry = entries.get(identity.place);
      if (entry !== undefined) entry.tracked = addToShort(entry.tracked, group);
      const part = requestPartOf(identity);
      if (part !== 'none') all.push(group);
      if (part === 'reads') read.push(group);
      if (slices.isOverInLoop()) await slices.breathe();
    }

    for (const [place, entry] of entries) {
      if (slices.isOverInLoop()) await slices.breathe();
      const old = before.get(place);
      const isSame =
        entry.present.length > 0 &&
        areAlike(entry.seen, old?.seen) &&
        isSameList(entry.tracked, old?.tracked) &&
        isSameList(entry.present, old?.present);
      if (!isSame) entry.known = undefined;
    }

    this.#entries = entries;
    this.#present = present;
    this.#scene = scene;
    this.#requests = {all, read};
  }
}

/** All that is taken of what full stacks show, where counts know the place. */
function areAlike(a: Place | undefined, b: Place | undefined): boolean {
  return a === b || (a?.status === b?.status && a?.leaked === b?.leaked);
}

function isSameList(a: readonly unknown[], b: readonly unknown[] | undefined): boolean {
  return a.length === b?.length && a.every((one, index) => one === b[index]);
}

function knownOf(entry: Entry): KnownPlace | undefined {
  const {present, seen, tracked, known} = entry;
  const [only] = present;
  if (only === undefined)
    return seen === undefined ? undefined : (entry.known ??= {place: seen, tracked, facts: factsOf(seen)});
  // Several groups are added up each time: which of them is the largest may have changed.
  if (known !== undefined && present.length === 1) {
    if (known.place.count === (only.counts.last ?? 0) && entry.latest === only.latest) return known;
  }

  const groups = present.map(({identity, latest, counts}) => ({
    ...latest,
    identity,
    count: counts.last ?? 0,
  }));
  for (const counted of placesOf(groups).values()) {
    const place = withLook(counted, seen);
    entry.known = {place, tracked, facts: factsOf(place)};
  }

  entry.latest = only.latest;
  return entry.known;
}

/** Full stacks know the runtime's own word, and what it has marked: perhaps more than there were when counted. */
function withLook(place: Place, seen: Place | undefined): Place {
  if (seen === undefined) return place;
  const leaked = Math.max(place.leaked, seen.leaked);
  return {...place, status: seen.status, leaked, count: Math.max(place.count, leaked)};
}
