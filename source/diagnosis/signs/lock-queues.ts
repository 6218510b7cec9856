// Follows queues for locks from look to look, and finds the address that a goroutine waits on.

import type {Snapshot} from '../../profile/model.ts';
import {frameWords} from './goroutine-words.ts';

/** Goroutines that wait for the same lock, as far as can be told. */
export type LockQueue = {
  /** Of the lock, or of what it belongs to; undefined where only the place is known. */
  readonly address: number | undefined;
  /** Since which look each waits here, by id; longer ago where the runtime says for how many minutes it has waited. */
  readonly since: ReadonlyMap<number, number>;
  /** Those of which the runtime says so: they have not moved, however often anybody looked. */
  readonly told: ReadonlySet<number>;
  /** How many have left it since it was first seen: a lock that is passed on. */
  readonly left: number;
  readonly looks: number;
  /** The first of these looks, monotonic milliseconds. */
  readonly firstMs: number;
};

/** Texts that are read of one look; those of the others follow at the next. */
const mostTexts = 1_000;

type Tracked = {
  address: number | undefined;
  since: Map<number, number>;
  told: Set<number>;
  left: number;
  looks: number;
  firstMs: number;
};

/** Where a goroutine waits, and for what, as far as its text was read. */
type Waiter = {readonly key: string; readonly place: string; readonly isRead: boolean};

/** Follows who waits for which lock. */
export class LockQueues {
  #queues = new Map<string, Tracked>();
  readonly #waiters = new Map<number, Waiter>();

  /** The queue that a goroutine stands in; undefined also for one whose text was not read yet. */
  queueOf(id: number): LockQueue | undefined {
    const waiter = this.#waiters.get(id);
    return waiter?.isRead === true ? this.#queues.get(waiter.key) : undefined;
  }

  forget(): void {
    this.#queues.clear();
    this.#waiters.clear();
  }

  /** @param texts of goroutines of this look, by id. */
  async observe(
    atMs: number,
    snapshot: Snapshot,
    texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>,
  ): Promise<void> {
    const waiting = new Map<number, string>();
    const minutes = new Map<number, number>();
    for (const {identity, members} of snapshot.groups) {
      if (identity.family !== 'mutex') continue;
      for (const [index, id] of members?.ids.entries() ?? []) {
        waiting.set(id, identity.place);
        minutes.set(id, members?.waitMinutes[index] ?? 0);
      }
    }

    for (const [id, {place}] of this.#waiters) if (waiting.get(id) !== place) this.#waiters.delete(id);
    const unknown = [...waiting.keys()].filter((id) => this.#waiters.get(id)?.isRead !== true);
    const asked = new Set(unknown.slice(0, mostTexts));
    const known = asked.size === 0 ? new Map<number, string>() : await texts([...asked]);
    const next = new Map<string, Set<number>>();
    const moved = new Map<number, number>();
    for (const [id, place] of waiting) {
      let waiter = this.#waiters.get(id);
      if (waiter?.isRead !== true) {
        const address = lockAddress(known.get(id) ?? '');
        const key = address === undefined ? place : `${address}`;
        if (waiter !== undefined && key !== waiter.key) this.#move(id, waiter.key, moved);
        waiter = {key, place, isRead: asked.has(id)};
        this.#waiters.set(id, waiter);
      }

      const ids = next.get(waiter.key);
      if (ids === undefined) next.set(waiter.key, new Set([id]));
      else ids.add(id);
    }

    for (const [key, tracked] of this.#queues) {
      const ids = next.get(key);
      tracked.looks++;
      for (const id of tracked.since.keys()) {
        if (ids?.has(id) === true) continue;
        tracked.since.delete(id);
        tracked.told.delete(id);
        tracked.left++;
      }
    }

    for (const [key, ids] of next) {
      let tracked = this.#queues.get(key);
      if (tracked === undefined) {
        const address = Number(key);
        tracked = {
          address: Number.isNaN(address) ? undefined : address,
          since: new Map(),
          told: new Set(),
          left: 0,
          looks: 1,
          firstMs: atMs,
        };
        this.#queues.set(key, tracked);
      }

      for (const id of ids) {
        const told = minutes.get(id) ?? 0;
        if (told > 0) tracked.told.add(id);
        const sinceMs = Math.min(moved.get(id) ?? atMs, atMs - told * 60_000);
        if (!tracked.since.has(id)) tracked.since.set(id, sinceMs);
      }
    }

    for (const [key, {since, looks}] of this.#queues)
      if (since.size === 0 && looks > 60) this.#queues.delete(key);
  }

  /** One that waited with those not read yet stands in a queue of its own: it has not left anything. */
  #move(id: number, from: string, moved: Map<number, number>): void {
    const tracked = this.#queues.get(from);
    const sinceMs = tracked?.since.get(id);
    if (sinceMs === undefined) return;
    moved.set(id, sinceMs);
    tracked?.since.delete(id);
    tracked?.told.delete(id);
  }
}

/**
 * The address of the lock that a goroutine waits for, or of the value that it is part of; undefined where no word of
 * the stack is sure.
 *
 * Example input:  `internal/sync.(*Mutex).lockSlow(0xc000012340)` among the lines
 * Example output: `0xc000012340`
 */
export function lockAddress(text: string): number | undefined {
  let candidate: number | undefined;
  for (const {function: name, words} of frameWords(text)) {
    const [first] = words;
    if (/sync\.\(\*(?:RW)?Mutex\)\./.test(name) && first !== undefined && first > 0xff_ff) return first;
    if (!/^(?:internal\/)?sync\./.test(name)) {
      candidate = first !== undefined && first > 0xff_ff ? first : undefined;
      break;
    }
  }

  return candidate;
}
