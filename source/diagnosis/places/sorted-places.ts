// Sorts places by whether anything speaks for them, and remembers how they were sorted.

import {restPart} from '../trends/counts.ts';
import type {KnownPlace} from './known-places.ts';
import type {PlaceCohort, PlaceCohorts} from './place-cohorts.ts';
import type {CountSigns} from './place-signs.ts';
import type {Signs} from '../signs/signs.ts';
import type {Suspect} from '../suspect.ts';

/** Places sorted by whether anything speaks for them. */
export type Sorted = {
  readonly suspects: Suspect[];
  readonly silent: Signs[];
  readonly quiet: {readonly known: KnownPlace; readonly counts: CountSigns}[];
  readonly others: {constant: number; load: number; moving: number};
};

/** Where one place belongs. */
export type Sort = {
  readonly suspect?: Suspect;
  readonly silent?: Signs;
  readonly quiet?: Sorted['quiet'][number];
  readonly other?: keyof Sorted['others'];
};

export function emptySorted(): Sorted {
  return {suspects: [], silent: [], quiet: [], others: {constant: 0, load: 0, moving: 0}};
}

export function put({suspects, silent, quiet, others}: Sorted, one: Sort): void {
  if (one.suspect !== undefined) suspects.push(one.suspect);
  if (one.silent !== undefined) silent.push(one.silent);
  if (one.quiet !== undefined) quiet.push(one.quiet);
  if (one.other !== undefined) others[one.other]++;
}

/** `lookMs`: when the full stacks were taken that were read; `cohort`: of the place, where it has one. */
type Known = {
  readonly sort: Sort;
  readonly lookMs: number | undefined;
  readonly atMs: number;
  readonly cohort: PlaceCohort | undefined;
};

/** What was made of places, while nothing changes there. */
export class SortedBefore {
  readonly #known = new WeakMap<KnownPlace, Known>();

  /**
   * What was made of a place, if nothing has changed there since, and that was not so long ago that the same counts say
   * something else. What others have to do with it counts only where something speaks for it.
   *
   * @param cohorts of all places, asked for those that had none.
   * @param times at which counts were taken that are judged now.
   */
  of(
    place: KnownPlace,
    cohorts: Pick<PlaceCohorts, 'of'>,
    {lookMs, times}: {readonly lookMs: number | undefined; readonly times: readonly number[]},
  ): Sort | undefined {
    const known = this.#known.get(place);
    if (known === undefined) return undefined;
    const {sort, atMs} = known;
    if (known.lookMs !== lookMs) {
      if (sort.suspect !== undefined || sort.silent !== undefined) return undefined;
      const cohort = known.cohort ?? cohorts.of(place.place.place);
      if (cohort !== undefined && cohort.changedAtMs > (known.lookMs ?? -Infinity)) return undefined;
    }

    const [fromMs = 0] = times;
    const nowMs = times.at(-1) ?? fromMs;
    if (nowMs < atMs || nowMs - atMs > (nowMs - fromMs) * restPart) return undefined;
    for (const {counts} of place.tracked) if (counts.changedAtMs > atMs) return undefined;
    return sort;
  }

  /** Remembers it, unless it changed just now: it will change again, and of ten thousand places that is much memory. */
  keep(place: KnownPlace, sort: Sort, {lookMs, atMs, cohort}: Omit<Known, 'sort'>): void {
    if (place.tracked.some(({counts}) => counts.changedAtMs >= atMs)) this.#known.delete(place);
    else this.#known.set(place, {sort, lookMs, atMs, cohort});
  }
}
