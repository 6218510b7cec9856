import {busyShare, pauseShare} from './cost-ledger.ts';

/** Above this many goroutines full stacks are never taken without being asked for. */
export const maxGoroutinesUnasked = 10_000;
/** Counts this fresh are worth a request each second; ids and creators change more slowly. */
export const stacksFloorMs = 2_000;
/** First and longest wait after a request failed. */
export const backOffFirstMs = 500;
export const backOffMostMs = 10_000;
/** Of the two short pauses of a debug=0 request, what is held against the allowance (bench/cost.ts measures it). */
export const groupsPauseMs = 0.35;

/** When counts may be asked for next, after a request that began at `startMs` and cost `costMs`. */
export function nextGroupsMs(startMs: number, costMs: number, intervalMs: number): number {
  return startMs + Math.max(intervalMs, costMs / busyShare);
}

/** When full stacks may be asked for next. They keep the target stopped all the while, so their share is smaller. */
export function nextStacksMs(startMs: number, costMs: number): number {
  return startMs + Math.max(stacksFloorMs, costMs / pauseShare);
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
  return goAtLeast === undefined || Number(goAtLeast.split('.')[1] ?? 0) < 20
    ? costMs
    : Math.min(costMs, groupsPauseMs);
}
