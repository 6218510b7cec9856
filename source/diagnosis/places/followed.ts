// What following by id comes to: who came, stayed, left, and whether that goes on.

import {settledMs} from './leaves.ts';
import type {Orphans} from './orphans.ts';
import type {PlaceCohort} from './place-cohorts.ts';
import {keepsComing, nextStep} from '../trends/keeps-coming.ts';
import {isEbbing, isSlowing} from '../trends/slowing.ts';
import {isThinningOut, type LargestIds} from '../trends/thinning-out.ts';

/** What following the goroutines of one place by id has shown. */
export type Followed = {
  readonly looks: number;
  readonly overMs: number;
  /**
   * Here at every look since the first one; how many of those at the first two looks have left; and how many of those at
   * the first look were gone at the second. Who is met once may have been there for a moment.
   */
  readonly fromStart: number;
  readonly startLeft: number;
  readonly startBrief: number;
  /** Here all the while as it seemed, but they have started other goroutines meanwhile. */
  readonly working: number;
  /** Began to live since the first look, and have stayed for `stayMs` or longer. */
  readonly settled: number;
  /** Had stayed for `stayMs`, and were seen to leave all the same. */
  readonly settledLeft: number;
  /** What "stayed" means here, milliseconds. */
  readonly stayMs: number;
  /** All that began to live since the first look and are here. */
  readonly stayed: number;
  /** At how many different looks those that have settled had come; and had each second been looked at. */
  readonly arrivalLooks: number;
  readonly arrivals: number;
  /** True when such came early, in the middle and late, and have not stopped coming. */
  readonly keepsComing: boolean;
  /**
   * True when clearly fewer came in the second half, or at a young place clearly fewer since the first look than before:
   * what fills up does that, and a leak does not.
   */
  readonly slowsDown: boolean;
  /** The ids of those that have settled. */
  readonly settledIds: readonly number[];
  /** Only those that have outlived their starters are told of: the others here come and go. */
  readonly areOrphans: boolean;
};

type FollowedUntil = {
  /** Moments of all looks, monotonic milliseconds. */
  readonly lookTimes: readonly number[];
  readonly nowMs: number;
  readonly largestIds: LargestIds;
  /** Whether a goroutine was seen to do something else since it is here. */
  readonly isWorking: (id: number, sinceMs: number) => boolean;
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
    for (const [scale, stayMs] of settledMs.entries()) {
      if (scale > 0 && nowMs - firstMs < stayMs * windowPerStay) break;
      const one = atScale(cohort, waiting, scale, {...until, lookTimes: times, firstMs});
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

/** Those of a cohort who wait all the while, in the order in which they came to be known; once for all scales. */
type Waiting = {
  readonly isThinningOut: boolean;
  readonly ids: number[];
  readonly since: number[];
  /** When they began to live, by their ids; undefined for those that came from elsewhere. */
  readonly born: (number | undefined)[];
  readonly isOld: boolean[];
};

function waitingOf({since, old, born}: Orphans, {isWorking, largestIds}: FollowedUntil): Waiting {
  const ids: number[] = [];
  const times: number[] = [];
  const births: (number | undefined)[] = [];
  const isOld: boolean[] = [];
  for (const [id, sinceMs] of since) {
    if (isWorking(id, sinceMs)) continue;
    ids.push(id);
    times.push(sinceMs);
    births.push(born?.get(id));
    isOld.push(old.has(id));
  }

  return {ids, since: times, born: births, isOld, isThinningOut: isThinningOut(ids, largestIds)};
}

function atScale(
  {since: all, leaves, atFirstLook, stillAtSecondLook}: Orphans,
  {ids, since, born, isOld, isThinningOut: isThinner}: Waiting,
  scale: number,
  {lookTimes, firstMs, nowMs}: FollowedUntil & {readonly firstMs: number},
): Followed {
  const stayMs = settledMs[scale] ?? 0;
  const settledIds: number[] = [];
  const cameAt = new Set<number>();
  const settledAt = new Set<number>();
  const settledLooks = new Set<number>();
  let fromStart = 0;
  let stayed = 0;
  let early = 0;
  let sumMs = 0;
  // Who is first seen at a look came at any moment since the one before.
  const lateMs = (nowMs - firstMs) / Math.max(1, lookTimes.length - 1) / 2;
  for (let row = 0; row < ids.length; row++) {
    const sinceMs = since[row]!;
    if (sinceMs <= firstMs) fromStart++;
    if (isOld[row]! || sinceMs <= firstMs) continue;
    stayed++;
    const bornMs = born[row] ?? sinceMs - lateMs;
    const foundMs = Math.min(sinceMs, born[row] === undefined ? sinceMs : nextStep(bornMs));
    cameAt.add(foundMs);
    sumMs += bornMs - firstMs;
    if (bornMs < (firstMs + nowMs) / 2) early++;
    if (nowMs - sinceMs < stayMs) continue;
    settledIds.push(ids[row]!);
    settledAt.add(foundMs);
    settledLooks.add(sinceMs);
  }

  return {
    looks: lookTimes.length,
    overMs: nowMs - firstMs,
    fromStart,
    startLeft: Math.max(0, stillAtSecondLook - fromStart),
    startBrief: atFirstLook - stillAtSecondLook,
    working: all.size - ids.length,
    settled: settledIds.length,
    settledLeft: leaves.reduce(
      (sum, {atMs, settled}) => sum + (atMs > firstMs ? (settled[scale] ?? 0) : 0),
      0,
    ),
    stayMs,
    stayed,
    arrivals: Math.max(settledAt.size, settledLooks.size),
    arrivalLooks: settledLooks.size,
    keepsComing: keepsComing(
      [...cameAt].toSorted((a, b) => a - b),
      firstMs,
      nowMs,
    ),
    slowsDown:
      isThinner ||
      isEbbing(early, stayed - early) ||
      isSlowing({count: stayed, late: stayed - early, meanPart: sumMs / stayed / (nowMs - firstMs)}),
    settledIds,
    areOrphans: false,
  };
}
