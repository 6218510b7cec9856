// What has grown most where nothing is suspected, for whoever sees a count rise.

import {riseOf} from '../trends/counts.ts';
import type {Grown} from '../verdict.ts';
import type {KnownPlace} from './known-places.ts';

/** Fewer more are nothing to ask about. */
const leastMore = 10;
/** Of what there was at first; a tenth more is how a number of goroutines moves. */
const leastMorePart = 0.2;
/** Of all that came, what one place must have for it to be most of them. */
const mostOfThem = 0.5;

/**
 * Where most of the goroutines wait that there are more of than at first; undefined when there are hardly more, or they
 * are spread. Says nothing of why, only answers who sees a number rise.
 *
 * @param times at which places were counted, ascending.
 */
export function mostGrown(
  places: readonly KnownPlace[],
  times: readonly number[],
  total: {readonly first: number; readonly last: number},
): Grown | undefined {
  const more = total.last - total.first;
  if (more < Math.max(leastMore, total.first * leastMorePart)) return undefined;
  let most: KnownPlace | undefined;
  let rise = more * mostOfThem;
  for (const known of places) {
    const its = riseOf(known.tracked, times);
    if (its < rise) continue;
    most = known;
    rise = its;
  }

  if (most === undefined) return undefined;
  const {frame, family, count} = most.place;
  return {frame, family, first: Math.max(0, count - rise), last: count};
}
