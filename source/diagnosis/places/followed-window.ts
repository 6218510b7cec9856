// Reads what following by id has shown in a window of time: what holds for all of it once, and the rest at each scale.

import {settledMs, type Leave} from './leaves.ts';
import type {Orphans} from './orphans.ts';
import {keepsComing, nextStep} from '../trends/keeps-coming.ts';
import {isEbbing, isSlowing} from '../trends/slowing.ts';
import {isThinningOut, type LargestIds} from '../trends/thinning-out.ts';

/** What else is known of the process as of the newest look. */
export type Until = {
  readonly largestIds: LargestIds;
  /** Whether a goroutine was seen to do something else since it is here. */
  readonly isWorking: (id: number, sinceMs: number) => boolean;
};

/** Those of a cohort who wait all the while, in the order in which they came to be known; once for all scales. */
type Waiting = {
  readonly isThinningOut: boolean;
  readonly ids: number[];
  readonly since: number[];
  /** When they began to live, by their ids; undefined for those that came from elsewhere. */
  readonly born: (number | undefined)[];
  readonly isOld: boolean[];
};

export function waitingOf({since, old, born}: Orphans, {isWorking, largestIds}: Until): Waiting {
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

/** What one window of time shows, whatever counts as staying. */
export type InWindow = {
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
  /** All that began to live since the first look and are here. */
  readonly stayed: number;
  /** True when such came early, in the middle and late, and have not stopped coming. */
  readonly keepsComing: boolean;
  /**
   * True when clearly fewer came in the second half, or at a young place clearly fewer since the first look than before:
   * what fills up does that, and a leak does not.
   */
  readonly slowsDown: boolean;
};

/** What it shows at one scale: of those who have stayed so long. */
export type AtScale = {
  /** Began to live since the first look, and have stayed for `stayMs` or longer. */
  readonly settled: number;
  /** Had stayed for `stayMs`, and were seen to leave all the same. */
  readonly settledLeft: number;
  /** What "stayed" means here, milliseconds. */
  readonly stayMs: number;
  /** At how many different looks those that have settled had come; and had each second been looked at. */
  readonly arrivalLooks: number;
  readonly arrivals: number;
  /** The ids of those that have settled. */
  readonly settledIds: readonly number[];
};

/** `came`: who came in it, by their rows among those who wait, each with the moment at which it came or was found. */
type Window = {
  readonly shown: InWindow;
  /** How many have left in it that had stayed, at each scale. */
  readonly left: readonly number[];
  readonly nowMs: number;
  readonly came: readonly number[];
  readonly foundMs: readonly number[];
};

export function windowOf(
  {since: all, leaves, atFirstLook, stillAtSecondLook}: Orphans,
  {ids, since, born, isOld, isThinningOut: isThinner}: Waiting,
  times: readonly number[],
  nowMs: number,
): Window {
  const firstMs = times[0] ?? nowMs;
  const came: number[] = [];
  const foundMs: number[] = [];
  let fromStart = 0;
  let early = 0;
  let sumMs = 0;
  // Who is first seen at a look came at any moment since the one before.
  const lateMs = (nowMs - firstMs) / Math.max(1, times.length - 1) / 2;
  for (let row = 0; row < ids.length; row++) {
    const sinceMs = since[row]!;
    if (sinceMs <= firstMs) fromStart++;
    if (isOld[row]! || sinceMs <= firstMs) continue;
    const bornMs = born[row] ?? sinceMs - lateMs;
    came.push(row);
    foundMs.push(Math.min(sinceMs, born[row] === undefined ? sinceMs : nextStep(bornMs)));
    sumMs += bornMs - firstMs;
    if (bornMs < (firstMs + nowMs) / 2) early++;
  }

  const stayed = came.length;
  const shown = {
    looks: times.length,
    overMs: nowMs - firstMs,
    fromStart,
    startLeft: Math.max(0, stillAtSecondLook - fromStart),
    startBrief: atFirstLook - stillAtSecondLook,
    working: all.size - ids.length,
    stayed,
    keepsComing: keepsComing(
      [...new Set(foundMs)].toSorted((a, b) => a - b),
      firstMs,
      nowMs,
    ),
    slowsDown:
      isThinner ||
      isEbbing(early, stayed - early) ||
      isSlowing({count: stayed, late: stayed - early, meanPart: sumMs / stayed / (nowMs - firstMs)}),
  };
  return {shown, left: leftSince(leaves, firstMs), nowMs, came, foundMs};
}

/** How many have left after a moment that had stayed, at each scale: once for all of them, as there may be many leaves. */
function leftSince(leaves: readonly Leave[], firstMs: number): readonly number[] {
  const left = settledMs.map(() => 0);
  for (const {atMs, settled} of leaves) {
    if (atMs <= firstMs) continue;
    for (let scale = 0; scale < left.length; scale++) left[scale] = left[scale]! + (settled[scale] ?? 0);
  }

  return left;
}

export function atScale({ids, since}: Waiting, {left, nowMs, came, foundMs}: Window, scale: number): AtScale {
  const stayMs = settledMs[scale] ?? 0;
  const settledIds: number[] = [];
  const settledAt = new Set<number>();
  const settledLooks = new Set<number>();
  for (const [index, row] of came.entries()) {
    const sinceMs = since[row]!;
    if (nowMs - sinceMs < stayMs) continue;
    settledIds.push(ids[row]!);
    settledAt.add(foundMs[index]!);
    settledLooks.add(sinceMs);
  }

  return {
    settled: settledIds.length,
    settledLeft: left[scale] ?? 0,
    stayMs,
    arrivals: Math.max(settledAt.size, settledLooks.size),
    arrivalLooks: settledLooks.size,
    settledIds,
  };
}
