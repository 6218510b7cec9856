import {settledMs, type PlaceCohort} from './place-cohorts.ts';

/** What following the goroutines of one place by id has shown. */
export type Followed = {
  readonly looks: number;
  readonly overMs: number;
  /** Here at every look since the first one. */
  readonly fromStart: number;
  /** Came since the first look and have stayed for `stayMs` or longer. */
  readonly settled: number;
  /** Had stayed for `stayMs`, and were seen to leave all the same. */
  readonly settledLeft: number;
  /** What "stayed" means here, milliseconds. */
  readonly stayMs: number;
  /** All that came since the first look, and how many of those present now. */
  readonly arrived: number;
  readonly stayed: number;
  /** At how many different looks those that stayed had come. */
  readonly arrivals: number;
  /** True when such came early, in the middle and late, and have not stopped coming. */
  readonly keepsComing: boolean;
  readonly neverFell: boolean;
  /** The ids of those that stayed. */
  readonly settledIds: readonly number[];
  readonly fromStartIds: readonly number[];
};

/** The window must be so many times as long as what counts as staying. */
const windowPerStay = 3;
/** Of the time in which those that stayed can have come, at most this part may have brought none. */
const longestCalmPart = 0.45;
/**
 * So many times the usual gap, or the longest, may have passed since the last one came: after more, they have stopped
 * coming, as the workers of a pool that is full do. By chance that happens to 3 of 100 that come at random.
 */
const longestEndPerGap = 3.5;
const longestEndPerLongest = 1.25;
/** Of those that stayed, at most this part may have been seen to leave. */
const mostLeavingPart = 0.05;

/** Reads a cohort at the scale at which fewest leave after having stayed. */
export function followedOf(
  cohort: PlaceCohort,
  lookTimes: readonly number[],
  nowMs: number,
): Followed | undefined {
  const firstMs = lookTimes[0];
  if (firstMs === undefined || lookTimes.length < 2) return undefined;
  const overMs = nowMs - firstMs;
  let best: Followed | undefined;
  for (const [scale, stayMs] of settledMs.entries()) {
    if (scale > 0 && overMs < stayMs * windowPerStay) break;
    const one = atScale(cohort, lookTimes, scale, firstMs, nowMs);
    if (best === undefined || (leavingPart(one) < leavingPart(best) && leavingPart(best) > mostLeavingPart))
      best = one;
  }

  return best;
}

/** Of those that have stayed, which part was seen to leave: near 0 for what cannot end. */
export function leavingPart({settled, settledLeft, fromStart}: Followed): number {
  const all = settled + settledLeft + fromStart;
  return all === 0 ? 0 : settledLeft / all;
}

function atScale(
  {since, points}: PlaceCohort,
  lookTimes: readonly number[],
  scale: number,
  firstMs: number,
  nowMs: number,
): Followed {
  const stayMs = settledMs[scale] ?? 0;
  const settledIds: number[] = [];
  const fromStartIds: number[] = [];
  const cameAt = new Set<number>();
  let stayed = 0;
  for (const [id, sinceMs] of since) {
    if (sinceMs === firstMs) {
      fromStartIds.push(id);
      continue;
    }

    stayed++;
    cameAt.add(sinceMs);
    if (nowMs - sinceMs >= stayMs) settledIds.push(id);
  }

  // At the first look nobody is known to have come: they were there.
  const later = points.filter(({atMs}) => atMs > firstMs);
  const isAbsentFirst = points[0] !== undefined && points[0].atMs > firstMs;
  return {
    looks: lookTimes.length,
    overMs: nowMs - firstMs,
    fromStart: fromStartIds.length,
    settled: settledIds.length,
    settledLeft: later.reduce((sum, {leftSettled}) => sum + (leftSettled[scale] ?? 0), 0),
    stayMs,
    arrived: later.reduce((sum, {arrived}) => sum + arrived, 0),
    stayed,
    arrivals: cameAt.size,
    keepsComing: keepsComing(
      [...cameAt].toSorted((a, b) => a - b),
      firstMs,
      nowMs,
    ),
    neverFell:
      !isAbsentFirst || later.length > 0
        ? later.every(({count}, index) => index === 0 || count >= (later[index - 1]?.count ?? 0))
        : false,
    settledIds,
    fromStartIds,
  };
}

/** No long time without one from the first look to now, and now no longer than is usual between two. */
function keepsComing(times: readonly number[], firstMs: number, nowMs: number): boolean {
  const lastMs = times.at(-1);
  if (lastMs === undefined) return false;
  const gaps = times.map((atMs, index) => atMs - (times[index - 1] ?? firstMs));
  const longestMs = Math.max(...gaps);
  const usualMs = (lastMs - firstMs) / times.length;
  const calmMs = nowMs - lastMs;
  return (
    Math.max(longestMs, calmMs) <= (nowMs - firstMs) * longestCalmPart &&
    calmMs <= Math.max(usualMs * longestEndPerGap, longestMs * longestEndPerLongest)
  );
}
