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

/** @param ids of the goroutines at one place. */
export function stuckLockOf(
  ids: readonly number[],
  queueOf: (id: number) => LockQueue | undefined,
  nowMs: number,
): StuckLock | undefined {
  const stuck = new Map<LockQueue, {count: number; overMs: number}>();
  for (const id of ids) {
    const queue = queueOf(id);
    if (queue === undefined || queue.left > 0 || queue.looks < fewestLooks) continue;
    const known = stuck.get(queue) ?? {count: 0, overMs: 0};
    known.count++;
    known.overMs = Math.max(known.overMs, nowMs - (queue.since.get(id) ?? nowMs));
    stuck.set(queue, known);
  }

  let most: StuckLock | undefined;
  for (const [{address}, {count, overMs}] of stuck)
    if (overMs >= stuckMs && count > (most?.count ?? 0)) most = {count, overMs, address};
  return most;
}
