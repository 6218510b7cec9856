// Tells from its curve since when there is what a verdict is about.

import type {TotalCurve, Since} from './incident.ts';

/** A count that has not left this part of its whole rise is still at its first level. */
const restingPart = 0.1;
/** What rises from so early on has most likely done so before. */
const firstPart = 0.15;
/** Fewer goroutines than this that came are no rise. */
const leastRise = 2;

/** How much longer it rests before it begins to rise than between two of its steps. */
const restOfStep = 2;

/**
 * Where a rise begins of which a part is over at `at`: it is gone back down step by step, to where it fell, or rested for
 * longer than between any two steps of the rise.
 */
function beginOf(values: readonly number[], at: number, top: number): number {
  let longest = 0;
  for (let index = at + 1, since = index; index <= top; index++) {
    if (values[index]! > values[index - 1]!) since = index;
    longest = Math.max(longest, index + 1 - since);
  }

  for (let begin = at; ;) {
    let step = begin;
    while (step > 0 && values[step - 1] === values[begin]) step--;
    if (step === 0 || begin + 1 - step > longest * restOfStep || values[step - 1]! > values[begin]!)
      return begin;
    begin = step - 1;
  }
}

/**
 * Since when there is what a curve counts: the last moment at which it was at its first level, before it rose to its
 * highest. `waitMinutes`: the longest wait that the runtime tells, which is all there is to go by without a curve.
 */
export function sinceOf(curve: TotalCurve | undefined, waitMinutes: number): Since {
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
  const begin = beginOf(
    seen.map(({value}) => value),
    Math.max(0, left),
    seen.indexOf(top),
  );
  if (begin === 0) return before;
  // It rises in steps, of which the report begins between two.
  if (first.value > 0 && (seen[begin]?.index ?? 0) < values.length * firstPart) return before;
  const widthMs = (toWallMs - fromWallMs) / values.length;
  return {kind: 'rose', wallMs: fromWallMs + ((seen[begin]?.index ?? 0) + 1) * widthMs};
}
