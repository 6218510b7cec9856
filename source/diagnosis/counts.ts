import type {History, TrackedGroup} from '../session/history.ts';
import type {Point} from './point.ts';
import {leastRiseOfGoroutines, trendOf, type Trend} from './trend.ts';

/** A trend is read from so many samples at the most, however long it was watched. */
const mostSamples = 240;
/** What was sampled longer ago than this does not decide what is so now. */
export const longestWindowMs = 60 * 60_000;

/** When groups were counted, monotonic milliseconds; at most as far back as is judged. */
export class SampleTimes {
  #times: number[] = [];

  add(atMs: number): void {
    this.#times.push(atMs);
    const [first = atMs] = this.#times;
    // Once in a while is enough, and keeps adding cheap.
    if (atMs - first > longestWindowMs * 1.1)
      this.#times = this.#times.filter((one) => one > atMs - longestWindowMs);
  }

  forget(): void {
    this.#times = [];
  }

  /** So many of them, evenly, with the first and the last. */
  spread(): readonly number[] {
    const {length} = this.#times;
    if (length <= mostSamples) return this.#times;
    return Array.from(
      {length: mostSamples},
      (_, index) => this.#times[Math.round((index * (length - 1)) / (mostSamples - 1))] ?? 0,
    );
  }
}

/** What is remembered of the counts at each place, whatever the labels. */
export function trackedByPlace({groups}: History): Map<string, TrackedGroup[]> {
  const byPlace = new Map<string, TrackedGroup[]>();
  for (const group of groups.values()) {
    const known = byPlace.get(group.identity.place);
    if (known === undefined) byPlace.set(group.identity.place, [group]);
    else known.push(group);
  }

  return byPlace;
}

/** The trend of a place that may have grown, or was constant; undefined for what only moves, and where nothing is known. */
export function trendOfPlace(tracked: readonly TrackedGroup[], times: readonly number[]): Trend | undefined {
  const [fromMs] = times;
  const toMs = times.at(-1);
  if (fromMs === undefined || toMs === undefined || toMs === fromMs) return undefined;
  const isConstant = tracked.every(({counts}) => counts.points <= 1);
  if (!isConstant && countAt(tracked, toMs) - countAt(tracked, fromMs) < leastRiseOfGoroutines)
    return undefined;
  const points: Point[] = times.map((atMs) => ({atMs, value: countAt(tracked, atMs)}));
  return trendOf(points, {fromMs, toMs});
}

/** The most goroutines there were at once in groups of a kind. */
export function mostAtOnce(
  groups: Iterable<TrackedGroup>,
  isKind: (group: TrackedGroup) => boolean,
  times: readonly number[],
): number {
  const kind = [...groups].filter((group) => isKind(group));
  return kind.length === 0 ? 0 : Math.max(0, ...times.map((atMs) => countAt(kind, atMs)));
}

function countAt(tracked: readonly TrackedGroup[], atMs: number): number {
  return tracked.reduce((sum, {counts}) => sum + (counts.at(atMs) ?? 0), 0);
}
