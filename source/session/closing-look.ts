// Decides on the second look at full stacks, near the end of a watch that will end.

import {plannedPart} from './cost-ledger.ts';
import type {Session} from './session.ts';

/** Who has stayed is known only from two looks: for the second one, near the end, all that is left may be used. */
export type Closing = {
  /** So long after the target was first seen, at the earliest. */
  readonly afterMs: number;
  /** So long after the first look. */
  readonly apartMs: number;
  /** For how long all requests together may have stopped the target, by then. */
  readonly allowedMs: (afterMs: number) => number;
};

/**
 * Whether the first look was long ago, there was none since, and one can be afforded now, or in so long.
 *
 * @param cost for how long it is expected to stop the target, and how many times what is allowed it may take.
 */
export function canClose(
  {clock, history, ledger, look}: Session,
  {afterMs, apartMs, allowedMs}: Closing,
  cost: {readonly stopMs: number; readonly times: number},
  withinMs: number,
): boolean {
  if (look === undefined || look.atMs - look.firstLookMs >= apartMs) return false;
  const nowMs = clock.monotonicMs();
  const thenMs = nowMs + withinMs;
  const sinceMs = thenMs - (history.total.firstAtMs ?? thenMs);
  if (sinceMs < afterMs || thenMs - look.firstLookMs < apartMs) return false;
  // Nothing else is planned for later: there is no need to keep a part of it.
  return ledger.affords(cost.stopMs, nowMs, 0, (allowedMs(sinceMs) * cost.times) / plannedPart);
}
