// What count is normal for a target: it falls at once, and rises only while nothing seems to leak.

import type {Point} from '../diagnosis/trends/point.ts';
import type {BaselinePolicy} from './monitor-policy.ts';

/**
 * A dynamic baseline: the count that is normal for this target. It follows a lower count at once and rises slowly.
 *
 * A baseline that simply crawls after the count swallows any leak slow enough: a leak of r an hour stays r × lag
 * ahead of it for ever. So it does not rise while the floor rises: the lowest count of the last hour is compared
 * with that of the hour before, and only when it is no higher may the baseline move up, halving its distance to the
 * count every hour. A leak of one goroutine an hour or faster lifts every floor and is held against the level where
 * it began; a step to a new plateau stops lifting floors within two hours and becomes the new normal after that.
 * Traffic that swings keeps its floor and holds the baseline near its trough.
 */
export type DynamicBaseline = {
  /** Undefined until a count is used. */
  readonly value: number | undefined;
  /** False until it has been watched for the policy's warm-up. */
  readonly ready: boolean;
  readonly lastMs: number | undefined;
  /** Time watched, gaps left out. */
  readonly watchedMs: number;
  /** How much of the target's own start is still to be waited for. */
  readonly settleMs: number;
  /** The lowest count of each block of watched time, oldest first; two floor windows of them. */
  readonly floors: readonly number[];
  readonly block: number;
};

/** A baseline that knows nothing yet; `settleMs` of watched time are passed over first (0 on attaching). */
export function emptyBaseline(settleMs = 0): DynamicBaseline {
  return {value: undefined, ready: false, lastMs: undefined, watchedMs: 0, settleMs, floors: [], block: 0};
}

/**
 * The baseline after one more count. A step longer than `gapMs` is a gap and counts as no time.
 */
export function nextBaseline(
  before: DynamicBaseline,
  point: Point,
  policy: BaselinePolicy,
  gapMs: number,
): DynamicBaseline {
  const step = before.lastMs === undefined ? 0 : point.atMs - before.lastMs;
  const stepMs = step > 0 && step <= gapMs ? step : 0;
  const settleMs = Math.max(0, before.settleMs - stepMs);
  if (settleMs > 0) return {...before, settleMs, lastMs: point.atMs};

  const watchedMs = before.value === undefined ? 0 : before.watchedMs + stepMs;
  const {floors, block} = nextFloors(before, point.value, watchedMs, policy);
  return {
    value: nextValue(before.value, point.value, stepMs, floors, policy),
    ready: before.ready || watchedMs >= policy.warmUpMs,
    lastMs: point.atMs,
    watchedMs,
    settleMs,
    floors,
    block,
  };
}

function nextValue(
  value: number | undefined,
  count: number,
  stepMs: number,
  floors: readonly number[],
  policy: BaselinePolicy,
): number {
  if (value === undefined || count <= value) return count;
  if (!floorIsSteady(floors, policy)) return value;
  return value + (count - value) * (1 - 2 ** (-stepMs / policy.riseHalfLifeMs));
}

function nextFloors(
  before: DynamicBaseline,
  count: number,
  watchedMs: number,
  policy: BaselinePolicy,
): {floors: readonly number[]; block: number} {
  const block = Math.floor(watchedMs / (policy.floorWindowMs / policy.blocksPerFloorWindow));
  const newest = before.floors.at(-1);
  if (newest === undefined || block !== before.block) {
    return {floors: [...before.floors, count].slice(-2 * policy.blocksPerFloorWindow), block};
  }
  return {floors: count < newest ? [...before.floors.slice(0, -1), count] : before.floors, block};
}

/** False while too little is known, too: a baseline that has not been watched for two windows only falls. */
function floorIsSteady(floors: readonly number[], {blocksPerFloorWindow}: BaselinePolicy): boolean {
  if (floors.length < 2 * blocksPerFloorWindow) return false;
  return (
    Math.min(...floors.slice(blocksPerFloorWindow)) <= Math.min(...floors.slice(0, blocksPerFloorWindow))
  );
}
