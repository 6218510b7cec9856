// Whether goroutines that stay have not stopped coming.

/** Of the time in which those that stayed can have come, at most this part may have brought none. */
const longestCalmPart = 0.45;
/**
 * So many times the usual gap, or the longest, may have passed since the last one came: after more, they have stopped
 * coming, as the workers of a pool that is full do. By chance that happens to 3 of 100 that come at random.
 */
const longestEndPerGap = 3.5;
const longestEndPerLongest = 1.25;
/** … and those that came evenly pause no longer than this at the end, by the longest gap. */
const longestEvenEndPerLongest = 2;

/** Looks may be rare: by their ids goroutines are known to have come as if each second had been looked at. */
const stepMs = 1_000;

export function nextStep(atMs: number): number {
  return Math.ceil(atMs / stepMs) * stepMs;
}

/** No long time without one from the first look to now, and now no longer than is usual between two. */
export function keepsComing(times: readonly number[], firstMs: number, nowMs: number): boolean {
  const lastMs = times.at(-1);
  if (lastMs === undefined) return false;
  const gaps = times.map((atMs, index) => atMs - (times[index - 1] ?? firstMs));
  const longestMs = gaps.reduce((longest, gap) => Math.max(longest, gap), 0);
  const usualMs = (lastMs - firstMs) / times.length;
  const calmMs = nowMs - lastMs;
  return (
    Math.max(longestMs, calmMs) <= (nowMs - firstMs) * longestCalmPart &&
    calmMs <=
      Math.max(
        Math.min(usualMs * longestEndPerGap, longestMs * longestEvenEndPerLongest),
        longestMs * longestEndPerLongest,
      )
  );
}
