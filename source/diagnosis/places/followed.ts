// What following by id comes to: who came, stayed, left, and whether that goes on.

import {settledMs} from './leaves.ts';
import type {Orphans} from './orphans.ts';
import type {PlaceCohort} from './place-cohorts.ts';
import {atScale, waitingOf, windowOf, type AtScale, type InWindow, type Until} from './followed-window.ts';

/** What following the goroutines of one place by id has shown. */
export type Followed = InWindow &
  AtScale & {
    /** Only those that have outlived their starters are told of: the others here come and go. */
    readonly areOrphans: boolean;
  };

type FollowedUntil = Until & {
  /** Moments of all looks, monotonic milliseconds. */
  readonly lookTimes: readonly number[];
  readonly nowMs: number;
};

/** What has begun a while ago shows in the last hour; what began just now only in the last minutes. */
const windowsMs = [3_600_000, 600_000, 120_000] as const;
/** The window must be so many times as long as what counts as staying. */
const windowPerStay = 2.3;
/** Of those that stayed, at most this part may have been seen to leave. */
export const mostLeavingPart = 0.05;
/** So many that came and stayed are growth. */
export const fewestSettled = 3;
/** So many are growth even when nothing else speaks for it. */
export const tellingSettled = 6;
/** They must have come at so many different looks: all at once is a start. */
const fewestArrivals = 3;
const fewestArrivalLooks = 2;
/** Following goroutines takes this long, and so many looks. */
export const leastFollowedMs = 10_000;
const fewestLooks = 4;
/** From so many looks on, goroutines are followed better than their count shows. */
export const wellFollowedLooks = 7;

/** Grew, by goroutines that came one after another and never left. */
export function isAccumulation(followed: Followed): boolean {
  return (
    followed.looks >= fewestLooks &&
    followed.overMs >= leastFollowedMs &&
    followed.settled >= fewestSettled &&
    followed.arrivals >= fewestArrivals &&
    followed.arrivalLooks >= fewestArrivalLooks &&
    followed.keepsComing &&
    !followed.slowsDown &&
    leavingPart(followed) <= mostLeavingPart &&
    (followed.looks >= wellFollowedLooks || hasNobodyMoved(followed))
  );
}

/** Few looks miss most of those that leave: of those that are seen, none may. */
function hasNobodyMoved({startLeft, settledLeft, working}: Followed): boolean {
  return startLeft + settledLeft + working === 0;
}

/**
 * Reads a cohort in the longest window, and at the scale, in which goroutines accumulate; where they do in none, over
 * all of the time and at the scale at which fewest leave after having stayed.
 */
export function followedOf(cohort: PlaceCohort, until: FollowedUntil): Followed | undefined {
  const all = followedIn(cohort, until);
  const {orphans, since} = cohort;
  if (all === undefined || orphans === undefined || isAccumulation(all)) return all;
  // Where all of them are, or nobody leaves, that some have outlived their starters tells no more of them.
  const isMixed = all.settledLeft + all.startLeft > 0 && orphans.since.size < since.size;
  const left = isMixed ? followedIn(orphans, until) : undefined;
  return left !== undefined && isAccumulation(left) ? {...left, areOrphans: true} : all;
}

/** Reads a part of those at a place, in the window and at the scale in which they accumulate. */
export function followedIn(cohort: Orphans, until: FollowedUntil): Followed | undefined {
  const {lookTimes, nowMs} = until;
  if (lookTimes.length < 2) return undefined;
  const waiting = waitingOf(cohort, until);
  let best: Followed | undefined;
  let windowFirstMs: number | undefined;
  for (const windowMs of windowsMs) {
    const times =
      nowMs - (lookTimes[0] ?? nowMs) <= windowMs
        ? lookTimes
        : lookTimes.filter((atMs) => atMs >= nowMs - windowMs);
    const [firstMs] = times;
    if (firstMs === undefined || firstMs === windowFirstMs || times.length < 2) continue;
    windowFirstMs = firstMs;
    const window = windowOf(cohort, waiting, times, nowMs);
    for (const [scale, stayMs] of settledMs.entries()) {
      if (scale > 0 && nowMs - firstMs < stayMs * windowPerStay) break;
      const one = {...window.shown, ...atScale(waiting, window, scale), areOrphans: false};
      if (isAccumulation(one)) return one;
      if (best === undefined || (one.looks === best.looks && leavingPart(one) < leavingPart(best)))
        best = one;
      if (one.stayed === 0) break;
    }
  }

  return best;
}

/** Of those that came and stayed, which part was seen to leave: near 0 for what cannot end. */
export function leavingPart({settled, settledLeft}: Followed): number {
  const all = settled + settledLeft;
  return all === 0 ? 0 : settledLeft / all;
}

/** Whoever was there at the first look, however briefly. */
export function withBrief({
  fromStart,
  startLeft,
  startBrief,
}: Followed): Pick<Followed, 'fromStart' | 'startLeft'> {
  return {fromStart, startLeft: startLeft + startBrief};
}

/** Of those who were here before, hardly any was seen to leave; there may have been none. */
export function hasNobodyLeft(followed: Followed): boolean {
  const {fromStart, startLeft} = withBrief(followed);
  const startLeftPart = startLeft / Math.max(1, fromStart + startLeft);
  return leavingPart(followed) <= mostLeavingPart && startLeftPart <= mostLeavingPart;
}
