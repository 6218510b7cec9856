import type {LockQueue} from './lock-queues.ts';

/** A queue for a lock that has not moved for so long, in so many looks, does not move. */
const stuckMs = 12_000;
const fewestLooks = 3;

/** The largest queue at a place that does not move: nobody has left it since it was first seen. */
export type StuckLock = {
  readonly count: number;
  readonly overMs: number;
  readonly address: number | undefined;
};

/** @param since when each goroutine at the place came there, by id. */
export function stuckLockOf(
  since: ReadonlyMap<number, number> | undefined,
  queues: readonly LockQueue[],
  nowMs: number,
): StuckLock | undefined {
  let most: StuckLock | undefined;
  for (const queue of queues) {
    if (queue.left > 0 || queue.looks < fewestLooks) continue;
    const here = [...queue.since].filter(([id]) => since?.has(id) === true);
    const overMs = here.reduce((longest, [, atMs]) => Math.max(longest, nowMs - atMs), 0);
    if (overMs >= stuckMs && here.length > (most?.count ?? 0))
      most = {count: here.length, overMs, address: queue.address};
  }

  return most;
}
