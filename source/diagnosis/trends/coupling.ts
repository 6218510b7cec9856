// Whether two counts move as one.

import type {Point} from './point.ts';

/** What did not grow by as much explains nothing. */
export const leastRise = 3;
/** For each connection a server starts one goroutine, or a few; for a few connections, one. */
const leastRatio = 0.3;
const mostRatio = 4;
/** The counts of the same moment may differ by this part of the rise, or by so many, from what the ratio says. */
const mostDifferencePart = 0.1;
const mostDifference = 2;

/** How one count follows another: so many for each. */
type Coupling = {readonly ratio: number};

/**
 * Whether a count moved as another did: at each moment the same number of times as much more than at the first.
 *
 * @param points and @param others sampled at the same moments.
 */
export function couplingOf(points: readonly Point[], others: readonly Point[]): Coupling | undefined {
  const [first] = points;
  const [otherFirst] = others;
  const last = points.at(-1);
  const otherLast = others.at(-1);
  if (first === undefined || last === undefined || otherFirst === undefined || otherLast === undefined)
    return undefined;
  const rise = last.value - first.value;
  const otherRise = otherLast.value - otherFirst.value;
  if (rise < leastRise || otherRise < leastRise) return undefined;
  const ratio = rise / otherRise;
  if (ratio < leastRatio || ratio > mostRatio) return undefined;
  const most = Math.max(mostDifference, rise * mostDifferencePart);
  const isSame = points.every(({value}, index) => {
    const other = others[index];
    if (other === undefined) return false;
    return Math.abs(value - first.value - ratio * (other.value - otherFirst.value)) <= most;
  });
  return isSame ? {ratio} : undefined;
}
