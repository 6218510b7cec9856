// Whether goroutines with later ids have become rarer than those with earlier ones.

/** The largest id of all goroutines at the first look, and at the newest. */
export type LargestIds = {readonly atFirst: number; readonly now: number};

/** Fewer than this tell nothing of how thick they came. */
const fewestBefore = 20;
/** Since the first look this part of those before have come at most … */
const mostSincePart = 0.25;
/** … and so many times thinner. */
const leastThinning = 3.5;
/** The first of them was started at most so many times as many ids before the first look as were given out since. */
const longestBefore = 3;
/** Ids that follow each other as closely as this were started in one loop. */
const closeIds = 2;

/**
 * Whether goroutines of a young place came thick before the first look and thinly since, as those of a cache do that
 * fills up after a start. Ids are given out in order, so that they are a clock that runs with the load: what leaks with
 * the load lies evenly among them. Of a place that is old, that says nothing: what the load was like is long ago.
 * Source: runtime/proc.go newproc1.
 *
 * @param ids of those at the place now.
 */
export function isThinningOut(ids: readonly number[], {atFirst, now}: LargestIds): boolean {
  if (ids.length < fewestBefore) return false;
  const sorted = Float64Array.from(ids).toSorted();
  let from = 0;
  // Workers that were started all at once are not those that come.
  while (from + 1 < sorted.length && sorted[from + 1]! - sorted[from]! <= closeIds) from++;
  const came = sorted.subarray(from);
  const before = came.filter((id) => id <= atFirst).length;
  const since = came.length - before;
  if (before < fewestBefore || since > before * mostSincePart) return false;
  const idsBefore = atFirst - came[0]!;
  const idsSince = now - atFirst;
  if (idsBefore <= 0 || idsBefore > idsSince * longestBefore) return false;
  return before / idsBefore >= leastThinning * (since / idsSince);
}
