// Trends of the counts of places, each found once for as long as nothing changes.

import type {TrackedGroup} from '../../session/tracked-group.ts';
import type {Point} from './point.ts';
import {isSlowing} from './slowing.ts';
import {leastRiseOfGoroutines, trendOf, type Trend} from './trend.ts';

/** A trend is read from so many samples at the most, however long it was watched. */
const mostSamples = 100;
/** What was sampled longer ago than this does not decide what is so now. */
const longestWindowMs = 60 * 60_000;

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

/** What the counts at one place did. */
type PlaceTrend = {
  readonly trend: Trend | undefined;
  readonly hasHalted: boolean;
  /** Only of one that rises. */
  readonly points: readonly Point[];
};

const noTrend: PlaceTrend = {trend: undefined, hasHalted: false, points: []};

/**
 * The trend of each of many places that were counted at the same moments, where it may have grown or was constant: of
 * constant ones there are few kinds. Undefined for what only moves, and where nothing is known.
 */
export function createTrends(times: readonly number[]): (tracked: readonly TrackedGroup[]) => PlaceTrend {
  const toMs = times.at(-1);
  const constant = new Map<number, PlaceTrend>();
  return (tracked) => {
    const known = knownOf(tracked, times);
    const [fromMs] = known;
    if (fromMs === undefined || toMs === undefined || toMs === fromMs) return noTrend;
    const before = countAt(tracked, fromMs);
    const now = countAt(tracked, toMs);
    const isConstant = tracked.every(({counts}) => counts.points <= 1);
    if (!isConstant && now - before < leastRiseOfGoroutines) return noTrend;
    const isShared = isConstant && before === now && known === times;
    const found = isShared ? constant.get(now) : recalled(tracked, fromMs, toMs);
    if (found !== undefined) return found;
    const points = pointsOf(tracked, known);
    const trend = trendOf(points, {fromMs, toMs});
    const isRising = trend.shape === 'rising';
    const halted = (isRising || trend.rise > 0) && (hasHalted(points) || isRunningFull(points));
    const read = {trend, hasHalted: halted, points: isRising ? points : []};
    if (isShared) constant.set(now, read);
    else remember(tracked, read, toMs);
    return read;
  };
}

/** The moments since which every count of a place is remembered: before, it is forgotten, which is not none. */
function knownOf(tracked: readonly TrackedGroup[], times: readonly number[]): readonly number[] {
  let knownMs = -Infinity;
  for (const {counts} of tracked) knownMs = Math.max(knownMs, counts.firstAtMs ?? -Infinity);
  return knownMs <= (times[0] ?? -Infinity) ? times : times.filter((atMs) => atMs >= knownMs);
}

/**
 * A count that does not change is looked at again only after this part of the window: it can begin to rise only by
 * moving, and that it rises no more shows as well a little later.
 */
export const restPart = 1 / 48;

/** By the first of the groups of a place: most have no other. */
const trends = new WeakMap<
  TrackedGroup,
  {readonly found: PlaceTrend; readonly atMs: number; readonly groups: number}
>();

/** What changed just now will change again, and of ten thousand groups trends are much memory. */
function remember(tracked: readonly TrackedGroup[], found: PlaceTrend, atMs: number): void {
  const [first] = tracked;
  if (first === undefined) return;
  if (tracked.some(({counts}) => counts.changedAtMs >= atMs)) trends.delete(first);
  else trends.set(first, {found, atMs, groups: tracked.length});
}

function recalled(tracked: readonly TrackedGroup[], fromMs: number, nowMs: number): PlaceTrend | undefined {
  const [first] = tracked;
  const known = first === undefined ? undefined : trends.get(first);
  if (known === undefined || known.groups !== tracked.length) return undefined;
  if (nowMs < known.atMs || nowMs - known.atMs > (nowMs - fromMs) * restPart) return undefined;
  return tracked.every(({counts}) => counts.changedAtMs <= known.atMs) ? known.found : undefined;
}

/**
 * The counts at one place, or at several together, at every moment given.
 *
 * @param times ascending.
 */
export function pointsOf(tracked: readonly TrackedGroup[], times: readonly number[]): Point[] {
  const [only] = tracked;
  if (only !== undefined && tracked.length === 1) {
    const values = only.counts.valuesAt(times);
    return times.map((atMs, index) => ({atMs, value: values[index] ?? 0}));
  }

  const sums = times.map(() => 0);
  for (const {counts} of tracked)
    for (const [index, value] of counts.valuesAt(times).entries()) sums[index] = sums[index]! + (value ?? 0);
  return times.map((atMs, index) => ({atMs, value: sums[index]!}));
}

/** Goroutines that come at random pause as long as this many usual gaps once in 150 times. */
const longestGaps = 5;
/** Those that come in batches pause as long as they have before, and a little. */
const longestPauses = 1.25;
/** … and those that come evenly not for as long as that. */
const longestEvenPauses = 2;

/**
 * Whether a count that rose again and again has come to a halt: it has not risen for longer than the pace of its rises,
 * and its longest pause, let expect. Says nothing of one that fell.
 */
export function hasHalted(points: readonly Point[]): boolean {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.value <= first.value) return false;
  let longestMs = 0;
  let risenAtMs = first.atMs;
  let before = first.value;
  for (const {atMs, value} of points) {
    if (value < before) return false;
    if (value > before) {
      longestMs = Math.max(longestMs, atMs - risenAtMs);
      risenAtMs = atMs;
    }

    before = value;
  }

  const usualMs = (risenAtMs - first.atMs) / (last.value - first.value);
  const calmMs = last.atMs - risenAtMs;
  return (
    calmMs >
    Math.max(Math.min(usualMs * longestGaps, longestMs * longestEvenPauses), longestMs * longestPauses)
  );
}

/** Over a longer time the load itself goes down. */
const longestFillingMs = 120_000;

/** Whether a count that never fell rises less and less; asked only of a short time. */
export function isRunningFull(points: readonly Point[]): boolean {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return false;
  const spanMs = last.atMs - first.atMs;
  if (spanMs <= 0 || spanMs > longestFillingMs) return false;
  let count = 0;
  let late = 0;
  let parts = 0;
  for (let index = 1; index < points.length; index++) {
    const before = points[index - 1]!;
    const {atMs, value} = points[index]!;
    const came = value - before.value;
    if (came < 0) return false;
    const part = ((atMs + before.atMs) / 2 - first.atMs) / spanMs;
    count += came;
    parts += came * part;
    if (part > 0.5) late += came;
  }

  return isSlowing({count, late, meanPart: parts / count});
}

/** The fewest goroutines that were counted at a place at any moment since one; undefined when none was counted. */
export function leastSince(
  tracked: readonly TrackedGroup[],
  times: readonly number[],
  sinceMs: number,
): number | undefined {
  const points = pointsOf(
    tracked,
    times.filter((atMs) => atMs >= sinceMs),
  );
  return points.length === 0
    ? undefined
    : points.reduce((least, {value}) => Math.min(least, value), Infinity);
}

/** The most goroutines there were at once in these groups. */
export function mostAtOnce(groups: readonly TrackedGroup[], times: readonly number[]): number {
  return pointsOf(groups, times).reduce((most, {value}) => Math.max(most, value), 0);
}

/** How many there were when they were counted last. */
export function countNow(groups: readonly TrackedGroup[]): number {
  return groups.reduce((sum, {counts}) => sum + (counts.last ?? 0), 0);
}

function countAt(tracked: readonly TrackedGroup[], atMs: number): number {
  let sum = 0;
  for (const {counts} of tracked) sum += counts.at(atMs) ?? 0;
  return sum;
}

/** How much more there were at the last moment than at the first. */
export function riseOf(tracked: readonly TrackedGroup[], times: readonly number[]): number {
  return countAt(tracked, times.at(-1) ?? 0) - countAt(tracked, times[0] ?? 0);
}
