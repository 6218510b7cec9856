// How fast a count grows, per minute.

import type {Point} from '../diagnosis/trends/point.ts';
import {theilSen} from '../diagnosis/trends/theil-sen.ts';
import type {GrowthPolicy} from './monitor-policy.ts';

/**
 * The points that a growth is computed from, after one more. Older ones leave, except that a series too slow to have
 * enough points in the window keeps its newest few; a gap starts the window anew, since nothing is known of it.
 */
export function nextWindow(
  points: readonly Point[],
  point: Point,
  policy: GrowthPolicy,
  gapMs: number,
): readonly Point[] {
  const newest = points.at(-1);
  if (newest === undefined) return [point];
  const stepMs = point.atMs - newest.atMs;
  if (stepMs < 0 || stepMs > gapMs) return [point];
  if (stepMs < policy.minimumStepMs) return points;
  const firstOfNewest = points.length + 1 - policy.minimumPoints;
  const from = points.findIndex(
    ({atMs}, index) => point.atMs - atMs <= policy.windowMs || index >= firstOfNewest,
  );
  return from === -1 ? [point] : [...points.slice(from), point];
}

/**
 * Growth per minute: the median slope over all pairs of points (Theil–Sen), or that of the newer half where it is
 * less, so that neither a burst nor a step to a new plateau makes a trend and growth that has ended is soon told.
 * Undefined while the points are too few or too close together.
 */
export function growthPerMinute(points: readonly Point[], policy: GrowthPolicy): number | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < policy.minimumPoints) return undefined;
  if (last.atMs - first.atMs < policy.minimumSpanMs) return undefined;
  const all = theilSen(points);
  // A step in the middle of the window crosses half of all pairs, enough to tip their median.
  const slope =
    all <= 0 ? all : Math.min(all, Math.max(0, theilSen(points.slice(-Math.ceil(points.length / 2)))));
  return slope * 60_000;
}
