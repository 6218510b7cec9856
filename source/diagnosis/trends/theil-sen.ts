import type {Point} from './point.ts';

/** Pairs grow with the square of it; a series is reduced to its envelope before. */
export const mostSlopePoints = 200;

/**
 * The median of the slopes between all pairs of points (Theil 1950, Sen 1968), per millisecond: up to 29 % of the
 * points may be wild without moving it. 0 for fewer than two moments. Throws a RangeError above `mostSlopePoints`.
 */
export function theilSen(points: readonly Point[]): number {
  if (points.length > mostSlopePoints) throw new RangeError(`${points.length} points: take their envelope`);
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let filled = 0;
  for (let later = 1; later < points.length; later++) {
    const b = points[later]!;
    for (let earlier = 0; earlier < later; earlier++) {
      const a = points[earlier]!;
      if (b.atMs > a.atMs) slopes[filled++] = (b.value - a.value) / (b.atMs - a.atMs);
    }
  }

  if (filled === 0) return 0;
  const sorted = slopes.subarray(0, filled).toSorted();
  const middle = filled >> 1;
  const upper = sorted[middle]!;
  return filled % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}
