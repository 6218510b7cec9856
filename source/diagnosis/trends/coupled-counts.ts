import type {TrackedGroup} from '../../session/tracked-group.ts';
import {pointsOf, riseOf} from './counts.ts';
import {couplingOf, leastRise} from './coupling.ts';
import type {Point} from './point.ts';

/**
 * Asks of many counts whether each moves as any of some others does.
 *
 * @param others what is remembered of each of the others.
 * @param times moments at which both are compared, ascending. Of what is asked about, the last of them are enough.
 */
export function createCoupledCounts(
  others: () => Iterable<readonly TrackedGroup[]>,
  times: readonly number[],
): (points: readonly Point[]) => boolean {
  // Most never rise: only of those that did is every moment read.
  let risen: (readonly Point[])[] | undefined;
  return (points) => {
    if (risen === undefined) {
      risen = [];
      for (const tracked of others())
        if (riseOf(tracked, times) >= leastRise) risen.push(pointsOf(tracked, times));
    }

    return risen.some((other) => couplingOf(points, other.slice(-points.length)) !== undefined);
  };
}
