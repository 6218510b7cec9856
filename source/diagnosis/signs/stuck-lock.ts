// A queue for a lock that does not move.

import type {LockQueue} from './lock-queues.ts';

/** A queue for a lock that has not moved for so long does not move. */
export const stuckMs = 12_000;
const fewestLooks = 3;
/** How likely a lock that is passed on may look like one that is not. */
const mostChance = 1 / 500;
/** So many that have waited for a minute and more, by the runtime's own account, need no second look. */
const fewestTold = 3;
/** So many at one lock at once are worth a word, when there was one look only. */
const fewestPiled = 10;

/** The largest queue at a place that does not move: nobody has left it since it was first seen. */
export type StuckLock = {
  readonly count: number;
  readonly overMs: number;
  /** So many of them have been there for as long as makes it stand still. */
  readonly long: number;
  readonly address: number | undefined;
  /** The one that has been there longest. */
  readonly goroutine: number;
  /** At so many looks the queue was seen, over so long; longer ago is by the runtime's own account. */
  readonly looks: number;
  readonly seenMs: number;
  /** Goroutines at the place when it was last looked at, in this queue or others; without those not read yet. */
  readonly of: number;
};

type Stuck = {count: number; overMs: number; long: number; goroutine: number};

/** @param ids of the goroutines at one place. */
export function stuckLockOf(
  ids: readonly number[],
  queueOf: (id: number) => LockQueue | undefined,
  nowMs: number,
): StuckLock | undefined {
  const stuck = new Map<LockQueue, Stuck>();
  let hasMoved = false;
  let allLong = 0;
  let of = 0;
  for (const id of ids) {
    const queue = queueOf(id);
    if (queue !== undefined) of++;
    if (queue === undefined || queue.left > 0) {
      hasMoved ||= queue !== undefined;
      continue;
    }

    const known = stuck.get(queue) ?? {count: 0, overMs: 0, long: 0, goroutine: id};
    const overMs = nowMs - (queue.since.get(id) ?? nowMs);
    known.count++;
    if (overMs > known.overMs) {
      known.overMs = overMs;
      known.goroutine = id;
    }

    if (overMs >= stuckMs) {
      known.long++;
      allLong++;
    }

    stuck.set(queue, known);
  }

  let most: StuckLock | undefined;
  for (const [queue, {count, overMs, long, goroutine}] of stuck) {
    if (overMs < stuckMs || count <= (most?.count ?? 0)) continue;
    const {address, looks, firstMs} = queue;
    const since = nowMs - stuckMs;
    const queued = [...queue.since.values()].filter((atMs) => atMs <= since).length;
    // One of many locks may stand still by chance; that none of them moves is as telling as one long queue.
    const isTold = queue.told.size >= fewestTold;
    if (!isTold && looks < looksFor(hasMoved ? queued : Math.max(queued, allLong))) continue;
    most = {count, overMs, long, address, goroutine, looks, seenMs: nowMs - firstMs, of};
  }

  return most;
}

/** Goroutines that wait for one lock, of which nobody knows for how long. */
export type LockPile = {
  readonly count: number;
  readonly address: number;
  /** Of so many of which it is known for which lock they wait. */
  readonly of: number;
};

/**
 * The largest queue at a place, when it is long and nobody was seen to leave it: all that one look, or a dump or two, can
 * show of a lock that is not given back.
 */
export function pileOf(
  ids: readonly number[],
  queueOf: (id: number) => LockQueue | undefined,
): LockPile | undefined {
  const counts = new Map<number, number>();
  let of = 0;
  for (const id of ids) {
    const queue = queueOf(id);
    if (queue === undefined) continue;
    of++;
    const {address, left} = queue;
    if (address !== undefined && left === 0) counts.set(address, (counts.get(address) ?? 0) + 1);
  }

  let most: LockPile | undefined;
  for (const [address, count] of counts)
    if (count >= Math.max(fewestPiled, most?.count ?? 0)) most = {count, address, of};
  return most;
}

/**
 * At how many looks the same goroutines must be found before a lock that nobody gives back. One that is passed on, by as
 * many who come back for it at once, is held by another of them at each look: of two, the same one waits every other
 * time.
 */
function looksFor(waiters: number): number {
  if (waiters === 0) return Infinity;
  return Math.max(fewestLooks, 1 + Math.ceil(Math.log(1 / mostChance) / Math.log(waiters + 1)));
}
