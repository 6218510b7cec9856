// Notes who leaves a place after having stayed.

/** Goroutines that had stayed at a place, and left it. */
export type Leave = {
  readonly atMs: number;
  /**
   * How many had been here for at least each of `settledMs`. Those that lived at the first look count only when they
   * have ended: that the workers of an old pool go to work says nothing of those that came.
   */
  readonly settled: readonly number[];
};

/**
 * Who has been at one place for so long is not in the ordinary course of work there, if nobody who stayed so long was
 * ever seen to leave. What is long differs, so there are several scales.
 */
export const settledMs = [4_000, 8_000, 30_000, 240_000] as const;

/** The look at which they were missing, the one before it, and who is anywhere. */
type Left = {
  readonly atMs: number;
  readonly beforeMs: number;
  readonly alive: {readonly has: (id: number) => boolean};
};

/** Remembered at each place: an hour of looks at the usual pace. */
const maxLeaves = 200;

/** Where looks are rarer than this, nobody knows that who is gone had not left right after the last look that met it. */
const usualLookMs = 1_000;

/** Notes who of those followed until now is not here any more, having stayed. */
export function noteLeaves(
  tracked: {readonly since: ReadonlyMap<number, number>; readonly old: ReadonlySet<number>; leaves: Leave[]},
  now: ReadonlyMap<number, number>,
  {atMs, beforeMs, alive}: Left,
): void {
  let settled: number[] | undefined;
  for (const [id, sinceMs] of tracked.since) {
    const stayedMs = beforeMs - sinceMs + Math.min(atMs - beforeMs, usualLookMs);
    if (now.has(id) || stayedMs < settledMs[0] || (tracked.old.has(id) && alive.has(id))) continue;
    settled ??= settledMs.map(() => 0);
    for (const [scale, stayMs] of settledMs.entries())
      if (stayedMs >= stayMs) settled[scale] = (settled[scale] ?? 0) + 1;
  }

  if (settled === undefined) return;
  tracked.leaves.push({atMs, settled});
  if (tracked.leaves.length > maxLeaves) tracked.leaves = tracked.leaves.slice(-maxLeaves / 2);
}
