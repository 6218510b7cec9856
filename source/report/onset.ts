import type {Curve, Since} from './incident.ts';

/** A count that has not left this part of its whole rise is still at its first level. */
const restingPart = 0.1;
/** What rises from so early on has most likely done so before. */
const firstPart = 0.15;
/** Fewer goroutines than this that came are no rise. */
const leastRise = 2;

/**
 * Since when there is what a curve counts: the last moment at which it was at its first level, before it rose to its
 * highest. `waitMinutes`: the longest wait that the runtime tells, which is all there is to go by without a curve.
 */
export function sinceOf(curve: Curve | undefined, waitMinutes: number): Since {
  if (curve === undefined) return waitMinutes > 0 ? {kind: 'waited', waitMinutes} : {kind: 'unknown'};
  const {values, fromWallMs, toWallMs} = curve;
  const seen = values.flatMap((value, index) => (value === undefined ? [] : [{value, index}]));
  const [first] = seen;
  if (first === undefined) return {kind: 'unknown'};
  const top = seen.reduce((most, one) => (one.value > most.value ? one : most), first);
  const before: Since = {kind: 'before', wallMs: fromWallMs};
  if (top.value - first.value < leastRise) return before;
  const resting = first.value + (top.value - first.value) * restingPart;
  // What went up and came down again, as load does, has no such moment.
  if ((seen.at(-1)?.value ?? 0) <= resting) return before;
  const left = seen.findLastIndex(({value, index}) => index <= top.index && value <= resting);
  // By then it has risen a little already: it began where it was last no higher than just before.
  let begin = Math.max(0, left);
  while (begin > 0 && seen[begin - 1]!.value < seen[begin]!.value) begin--;
  if (begin === 0) return before;
  // It rises in steps, of which the report begins between two.
  if (first.value > 0 && (seen[begin]?.index ?? 0) < values.length * firstPart) return before;
  const widthMs = (toWallMs - fromWallMs) / values.length;
  return {kind: 'rose', wallMs: fromWallMs + ((seen[begin]?.index ?? 0) + 1) * widthMs};
}
