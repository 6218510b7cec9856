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
};

/** More waiters than this are not needed to know a lock. */
const mostTexts = 200;

type Tracked = {
  address: number | undefined;
  since: Map<number, number>;
  told: Set<number>;
  left: number;
  looks: number;
};

/** Follows who waits for which lock. */
export class LockQueues {
  #queues = new Map<string, Tracked>();
  readonly #keys = new Map<number, {readonly key: string; readonly place: string}>();

  /** The queue that a goroutine stands in. */
  queueOf(id: number): LockQueue | undefined {
    const key = this.#keys.get(id)?.key;
    return key === undefined ? undefined : this.#queues.get(key);
  }

  forget(): void {
    this.#queues.clear();
    this.#keys.clear();
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

    for (const [id, {place}] of this.#keys) if (waiting.get(id) !== place) this.#keys.delete(id);
    const unknown = [...waiting.keys()].filter((id) => !this.#keys.has(id)).slice(0, mostTexts);
    const known = unknown.length === 0 ? new Map<number, string>() : await texts(unknown);
    const next = new Map<string, Set<number>>();
    for (const [id, place] of waiting) {
      let key = this.#keys.get(id)?.key;
      if (key === undefined) {
        const address = lockAddress(known.get(id) ?? '');
        key = address === undefined ? place : `${address}`;
        this.#keys.set(id, {key, place});
      }

      const ids = next.get(key);
      if (ids === undefined) next.set(key, new Set([id]));
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
        };
        this.#queues.set(key, tracked);
      }

      for (const id of ids) {
        const told = minutes.get(id) ?? 0;
        if (told > 0) tracked.told.add(id);
        if (!tracked.since.has(id)) tracked.since.set(id, atMs - told * 60_000);
      }
    }

    for (const [key, {since, looks}] of this.#queues)
      if (since.size === 0 && looks > 60) this.#queues.delete(key);
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
