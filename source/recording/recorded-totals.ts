import type {Segments} from './segments.ts';

/**
 * The largest total (or number of threads) in each of `cells` equal stretches of time, as StepSeries.cells has them;
 * undefined before the first and where nothing is known in all of a stretch.
 */
export function recordedTotals(
  segments: Segments,
  of: 'total' | 'threads',
  fromMs: number,
  toMs: number,
  cells: number,
): (number | undefined)[] {
  const width = (toMs - fromMs) / cells;
  const values: (number | undefined)[] = Array.from({length: cells}, () => undefined);
  /** Of each stretch, how much of it lies in gaps. */
  const unknownMs = new Float64Array(cells);
  /** The stretch that a moment is the end of, or lies in. */
  const cellOf = (ms: number) => Math.max(0, Math.ceil((ms - fromMs) / width) - 1);
  let value: number | undefined;
  let sinceMs = fromMs;
  let gapMs: number | undefined;

  /** What held from `sinceMs` on held until here. */
  function hold(untilMs: number): void {
    if (value !== undefined) {
      const last = Math.min(cells - 1, cellOf(untilMs));
      for (let cell = cellOf(sinceMs); cell <= last; cell++)
        values[cell] = Math.max(values[cell] ?? -Infinity, value);
    }

    sinceMs = untilMs;
  }

  function endGap(untilMs: number): void {
    if (gapMs === undefined) return;
    for (let cell = cellOf(gapMs); cell < cells; cell++) {
      const startMs = fromMs + cell * width;
      const covered = Math.min(untilMs, startMs + width) - Math.max(gapMs, startMs);
      if (covered <= 0) continue;
      unknownMs[cell] = (unknownMs[cell] ?? 0) + covered;
    }

    gapMs = undefined;
  }

  const first = segments.at(fromMs);
  // What holds where a segment begins, the one before it tells.
  const from = first && (segments.before(first.segment) ?? first);
  for (const head of from === undefined ? [] : segments.onwards(from, toMs)) {
    for (const point of segments.points(head)) {
      const {atMs} = point;
      if (atMs > toMs) break;
      if (point.isGap) {
        gapMs ??= atMs;
        continue;
      }

      const next = point[of];
      if (next === undefined) continue;
      endGap(atMs);
      if (next === value) continue;
      if (atMs > fromMs) hold(atMs);
      value = next;
      sinceMs = Math.max(fromMs, atMs);
    }
  }

  hold(toMs);
  endGap(toMs);
  return values.map((one, cell) => (unknownMs[cell]! >= width - 1e-6 ? undefined : one));
}
