// How often each request is made, and what it may and did cost: the numbers of the budget.

import {estimateStacks, type SeenStacks} from '../target/cost.ts';
import type {Closing} from './closing-look.ts';
import {busyShare, pauseShare, plannedPart, windowMs} from './cost-ledger.ts';

/** Above this many goroutines full stacks are never taken without being asked for. */
export const maxGoroutinesUnasked = 10_000;
/** How often full stacks are taken, and what they may cost. */
export type StacksPace = {
  /** However little they cost, not more often than this. */
  readonly floorMs: number;
  /** Of the time, how much they may keep the target stopped. */
  readonly share: number;
  /** For how long all requests together may stop the target in a minute, or in a run that is shorter. */
  readonly mostStoppedMs: number;
  /** How long the watch goes on, at most a minute. */
  readonly runMs: number;
  /** How it is brought to an end. */
  readonly closing?: Closing;
  /** How many times as long, and as large a share, a process of so many goroutines may be stopped; once unless given. */
  readonly timesForSize?: (goroutines: number) => number;
};
/** Counts this fresh are worth a request each second; ids and creators change more slowly. */
export const usualStacksPace: StacksPace = {
  floorMs: 2_000,
  share: pauseShare,
  mostStoppedMs: pauseShare * windowMs,
  runMs: windowMs,
};
/** After full stacks were refused, asking again soon only fills the target's log. */
export const refusedStacksMs = 60_000;
/** Nobody waits for a look that was not asked for, while everything else waits for it. */
export const unaskedStacksDeadlineMs = 3_000;
/** First and longest wait after a request failed. */
const backOffFirstMs = 500;
const backOffMostMs = 10_000;
/** Of the two short pauses of a debug=0 request, what is held against the allowance (bench/cost.ts measures it). */
export const groupsPauseMs = 0.35;
/** The slowest debug=0 measured, Go 1.19: the most that one can have cost which brought no answer. */
const groupsMsPerGoroutine = 0.015;
/**
 * Before the first look at full stacks only a rule of thumb is known, and processes differ this much from it: in size,
 * which decides how often the runtime starts over, and in time.
 */
const unseenSizeFactor = 1.25;
const unseenTimeFactor = 1.6;
/** The rule of thumb is for goroutines this deep. */
const usualDepth = 10;

/** Waits differ from what they should be by up to this part. */
const mostUnevenPart = 0.2;

/** A factor about 1, another each time. */
export function randomUnevenness(): number {
  return 1 - mostUnevenPart + Math.random() * 2 * mostUnevenPart;
}

/** The slowest that counting was measured to be, of stacks that deep: what takes longer waits for its turn. */
const countingMs = 2;
const countingMsPerGoroutine = 0.015;

/**
 * Of the time until counts are there, what is held against the share that they may take: on a busy machine most of it is
 * waiting, which keeps no core of the target busy.
 */
export function heldBusyMs(measuredMs: number, goroutines: number, depth: number): number {
  return Math.min(measuredMs, countingMs + asDeep(goroutines, depth) * countingMsPerGoroutine);
}

/** On a machine that is busy stopping takes longer than the rule of thumb, by so many times and by so much. */
const slowStopFactor = 4;
const slowStopMs = 1;
/**
 * Fewer goroutines than this are written down before the processor is given to others: measured in the process itself,
 * on two cores with ten that want to run, 200 take 1.8 ms at most in nine of ten times, while the answer takes 8 ms.
 */
const fewGoroutines = 500;
const fewStopMs = 0.25;

/**
 * Of the time until the first byte of full stacks, what is held against the allowance: a small process on a busy
 * machine answers late, and most of that is waiting for its turn, not being stopped.
 * `depth`: frames of its goroutines on average.
 */
export function heldStopMs(measuredMs: number, goroutines: number, depth: number): number {
  const usualMs = expectedStopMs(goroutines, depth);
  const mostMs = isOfFew(goroutines) ? usualMs + fewStopMs : usualMs * slowStopFactor + slowStopMs;
  return Math.min(measuredMs, mostMs);
}

/** Whether full stacks of so many goroutines stop the target for less than a processor is given away for. */
export function isOfFew(goroutines: number): boolean {
  return goroutines < fewGoroutines;
}

/** When counts may be asked for next, after a request that began at `startMs` and cost `costMs`, `pauseMs` of it stopped. */
export function nextGroupsMs(startMs: number, costMs: number, intervalMs: number, pauseMs = 0): number {
  const spreadMs = Math.max(costMs / busyShare, pauseMs / pauseShare) / plannedPart;
  return startMs + Math.max(intervalMs, spreadMs);
}

/** When full stacks may be asked for next. They keep the target stopped all the while, so their share is smaller. */
export function nextStacksMs(startMs: number, costMs: number, pace: StacksPace = usualStacksPace): number {
  return startMs + Math.max(pace.floorMs, costMs / pace.share);
}

/** How long to wait after the n-th failure in a row, n from 1. */
export function backOffMs(failures: number): number {
  return Math.min(backOffMostMs, backOffFirstMs * 2 ** (failures - 1));
}

/**
 * The pause that a debug=0 request may have caused. Since Go 1.19 it stops the world twice, briefly, whatever the
 * number of goroutines; before, for as long as it works. The index page shows 1.20 and later, not 1.19.
 */
export function pauseOfGroupsMs(costMs: number, goAtLeast: string | undefined): number {
  return isBrieflyStopped(goAtLeast) ? Math.min(costMs, groupsPauseMs) : costMs;
}

/** Whether counts are known to stop the target only briefly: then how long is an estimate, not a bound. */
export function isBrieflyStopped(goAtLeast: string | undefined): boolean {
  return goAtLeast !== undefined && Number(goAtLeast.split('.')[1] ?? 0) >= 20;
}

/** What a debug=0 request that brought no answer may have cost: waiting for a silent target is not its work. */
export function failedGroupsMs(elapsedMs: number, goroutines: number): number {
  return Math.min(elapsedMs, goroutines * groupsMsPerGoroutine);
}

/**
 * For how long full stacks stop the target, in milliseconds, as a person who is asked is told: about what they took
 * last, or what they usually take. `depth`: frames of its goroutines on average.
 */
export function expectedStopMs(goroutines: number, depth: number = usualDepth, seen?: SeenStacks): number {
  return estimateStacks(seen === undefined ? asDeep(goroutines, depth) : goroutines, seen).stoppedMs;
}

/** How many goroutines of usual depth take as long. */
function asDeep(goroutines: number, depth: number): number {
  return goroutines * Math.max(1, depth / usualDepth);
}

/**
 * For how long taking full stacks now may stop the target, in milliseconds, to be planned for: rather too long than too
 * short. `depth`: frames of its goroutines on average.
 */
export function plannedStopMs(goroutines: number, depth: number, seen: SeenStacks | undefined): number {
  if (seen === undefined)
    return estimateStacks(asDeep(goroutines, depth) * unseenSizeFactor).stoppedMs * unseenTimeFactor;
  const inProportionMs = (seen.durationMs * goroutines) / seen.goroutines;
  return Math.max(expectedStopMs(goroutines, depth, seen), inProportionMs);
}
