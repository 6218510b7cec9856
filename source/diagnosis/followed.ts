import {settledMs, type PlaceCohort} from './place-cohorts.ts';

/** What following the goroutines of one place by id has shown. */
export type Followed = {
  readonly looks: number;
  readonly overMs: number;
  /** Here at every look since the first one, and how many of those at the first look have left. */
  readonly fromStart: number;
  readonly startLeft: number;
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
  /** At how many different looks those that have settled had come. */
  readonly arrivals: number;
  /** True when such came early, in the middle and late, and have not stopped coming. */
  readonly keepsComing: boolean;
  /** The ids of those that have settled, and of those here from the start. */
  readonly settledIds: readonly number[];
  readonly fromStartIds: readonly number[];
};

export type FollowedUntil = {
  /** Moments of all looks, monotonic milliseconds. */
  readonly lookTimes: readonly number[];
  readonly nowMs: number;
  /** Whether a goroutine was seen to do something else since it is here. */
  readonly isWorking: (id: number, sinceMs: number) => boolean;
};

/** The window must be so many times as long as what counts as staying. */
const windowPerStay = 2.3;
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
export function followedOf(cohort: PlaceCohort, until: FollowedUntil): Followed | undefined {
  const {lookTimes, nowMs} = until;
  const [firstMs] = lookTimes;
  if (firstMs === undefined || lookTimes.length < 2) return undefined;
  const overMs = nowMs - firstMs;
  let best: Followed | undefined;
  for (const [scale, stayMs] of settledMs.entries()) {
    if (scale > 0 && overMs < stayMs * windowPerStay) break;
    const one = atScale(cohort, scale, {...until, firstMs});
    const isBetter = best === undefined || leavingPart(one) < leavingPart(best);
    if (isBetter && (best === undefined || leavingPart(best) > mostLeavingPart)) best = one;
  }

  return best;
}

/** Of those that came and stayed, which part was seen to leave: near 0 for what cannot end. */
export function leavingPart({settled, settledLeft}: Followed): number {
  const all = settled + settledLeft;
  return all === 0 ? 0 : settledLeft / all;
}

function atScale(
  {since, old, points, atFirstLook}: PlaceCohort,
  scale: number,
  {lookTimes, firstMs, nowMs, isWorking}: FollowedUntil & {readonly firstMs: number},
): Followed {
  const stayMs = settledMs[scale] ?? 0;
  const settledIds: number[] = [];
  const fromStartIds: number[] = [];
  const cameAt = new Set<number>();
  const settledAt = new Set<number>();
  let stayed = 0;
  let working = 0;
  for (const [id, sinceMs] of since) {
    if (isWorking(id, sinceMs)) {
      working++;
      continue;
    }

    if (sinceMs === firstMs) fromStartIds.push(id);
    if (old.has(id)) continue;
    stayed++;
    cameAt.add(sinceMs);
    if (nowMs - sinceMs < stayMs) continue;
    settledIds.push(id);
    settledAt.add(sinceMs);
  }

  // At the first look nobody is known to have come: they were there.
  const later = points.filter(({atMs}) => atMs > firstMs);
  return {
    looks: lookTimes.length,
    overMs: nowMs - firstMs,
    fromStart: fromStartIds.length,
    startLeft: Math.max(0, atFirstLook - fromStartIds.length),
    working,
    settled: settledIds.length,
    settledLeft: later.reduce((sum, {leftSettled}) => sum + (leftSettled[scale] ?? 0), 0),
    stayMs,
    stayed,
    arrivals: settledAt.size,
    keepsComing: keepsComing(
      [...cameAt].toSorted((a, b) => a - b),
      firstMs,
      nowMs,
    ),
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
