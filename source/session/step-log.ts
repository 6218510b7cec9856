// What held from one moment on until the next, over time.

import {lastIndexWhere} from './search-sorted.ts';

/** What held from one moment on. Monotonic milliseconds. */
export type Step<Value> = {readonly atMs: number; readonly value: Value};

/** Fewer would leave no older half to thin. */
const leastKept = 4;

/**
 * Anything that holds until something else takes its place, over time: what `StepSeries` is for numbers. Times only
 * ever grow.
 */
export class StepLog<Value> {
  readonly #maxEntries: number;
  #entries: Step<Value>[] = [];

  /** @param maxEntries with more than these, every second of the older half goes. */
  constructor(maxEntries: number = Number.POSITIVE_INFINITY) {
    this.#maxEntries = Math.max(leastKept, maxEntries);
  }

  /** In the order of time. */
  get entries(): readonly Step<Value>[] {
    return this.#entries;
  }

  get last(): Value | undefined {
    return this.#entries.at(-1)?.value;
  }

  /** From a moment on this holds. That it holds already is not written again. */
  push(atMs: number, value: Value): void {
    const last = this.#entries.at(-1);
    if (last !== undefined && Object.is(last.value, value)) return;
    this.#entries.push({atMs, value});
    if (this.#entries.length > this.#maxEntries) this.#entries = thinned(this.#entries);
  }

  /** What held at a moment; undefined before the first. */
  at(atMs: number): Value | undefined {
    return this.#entries[lastIndexAt(this.#entries, atMs)]?.value;
  }

  /** Forgets what came before a moment, except what then held. Returns how many entries went. */
  trim(beforeMs: number): number {
    const index = Math.max(0, lastIndexAt(this.#entries, beforeMs));
    if (index > 0) this.#entries.splice(0, index);
    return index;
  }
}

/** Every second of the older half left out, but not the oldest: what is left still covers the same time. */
function thinned<Item>(items: readonly Item[]): Item[] {
  const half = Math.floor(items.length / 2);
  return items.filter((_item, index) => index >= half || index % 2 === 0);
}

/** Of items in the order of time, the index of the last at or before a moment; -1 when all are later. */
export function lastIndexAt(items: readonly {readonly atMs: number}[], atMs: number): number {
  return lastIndexWhere(0, items.length, (index) => items[index]!.atMs <= atMs);
}
