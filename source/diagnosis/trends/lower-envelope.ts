import type {Point} from './point.ts';

/**
 * The least that each stretch of time held, which is what stayed: work that comes and goes lies above it. One point
 * for each stretch in which there is one, at the moment of its (first) trough.
 *
 * @param points in the order of time, unevenly spaced, with gaps
 * @param windowMs how long a stretch is; they begin at the first point, and the last also has what is left over
 */
export function lowerEnvelope(points: readonly Point[], windowMs: number): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const lastWindow = Math.max(0, Math.round((last.atMs - first.atMs) / windowMs) - 1);
  const troughs: Point[] = [];
  let trough = first;
  let window = 0;
  for (const point of points) {
    const at = Math.min(lastWindow, Math.floor((point.atMs - first.atMs) / windowMs));
    if (at !== window) {
      troughs.push(trough);
      trough = point;
      window = at;
    } else if (point.value < trough.value) {
      trough = point;
    }
  }

  troughs.push(trough);
  return troughs;
}

/** For series too short for stretches: takes off what stood out for one sample only and was gone in the next. */
export function withoutSpikes(points: readonly Point[]): readonly Point[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return point;
    const most = Math.max(before.value, after.value);
    return point.value > most ? {atMs: point.atMs, value: most} : point;
  });
}
