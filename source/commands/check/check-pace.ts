// How a check spends what it may stop the process for, in its short time.

import {leastFollowedMs} from '../../diagnosis/places/followed.ts';
import type {Closing} from '../../session/closing-look.ts';
import {usualStacksPace, type StacksPace} from '../../session/gears.ts';

/** For how long a short check may stop the process in all, on a thousand goroutines or fewer and everything added up. */
const mostStoppedMs = 40;
/** From here on a check is a watch like any other, and keeps to what holds for each minute of one. */
const shortMs = 40_000;
/** Full stacks are spread over the time of a check: the usual one, of 20 s, then stops for 25 ms and a little. */
const share = 25 / 20_000;
/** Ids over time are the strongest evidence: each second, a little less so that no turn is missed by a hair. */
const floorMs = 900;

/**
 * Who stays is known only from looks: with the number of goroutines grows for how long a check may stop the process, up
 * to what a watch may in a minute. One look at two thousand, beside the counts, decides most; more would be felt.
 */
const goroutinesPerTime = 1_000;
const mostTimes = 1.5;

/** The second look that a check needs comes in its last part, or a little later. */
const closingPart = 0.75;
/** What all the time after is worth, as everywhere. */
const laterShare = 0.001;

/** How often a check takes full stacks: each second of a small process, a few times of a large one. */
export function checkPace(forMs: number): StacksPace {
  return forMs <= shortMs
    ? {floorMs, share, mostStoppedMs, runMs: forMs, closing: closingOf(forMs), timesForSize}
    : {...usualStacksPace, floorMs};
}

function timesForSize(goroutines: number): number {
  return Math.min(mostTimes, Math.max(1, goroutines / goroutinesPerTime));
}

function closingOf(forMs: number): Closing {
  return {
    afterMs: forMs * closingPart,
    apartMs: leastFollowedMs,
    allowedMs: (afterMs) => mostStoppedMs + Math.max(0, afterMs - forMs) * laterShare,
  };
}
