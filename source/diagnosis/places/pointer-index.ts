// Which goroutine has to do with a pointer, as far as arguments show.

import {lastIndexWhere} from '../../session/search-sorted.ts';
import {frameWords} from '../signs/goroutine-words.ts';
import {lockAddress} from '../signs/lock-queues.ts';

/** What a goroutine has to do with, as far as its arguments show: pointers, and the lock that it waits for. */
export type GoroutinePointers = {readonly pointers: ReadonlySet<number>; readonly lock: number | undefined};

/** Pointers among the arguments of goroutines. */
export type PointerIndex = {
  readonly goroutines: ReadonlyMap<number, GoroutinePointers>;
  /** All pointers, ascending. */
  readonly sorted: readonly number[];
};

/** Below this a word is a number, a length or a flag. */
const leastPointer = 0x1_00_00;
/** A lock lies within the value it belongs to, and few are larger. */
const largestValueBytes = 1_024;

/** @param text of one goroutine, with the arguments of its frames. */
export function pointersOf(text: string): GoroutinePointers {
  const pointers = new Set<number>();
  for (const {function: name, words} of frameWords(text)) {
    // What a lock is called with is the lock, not what it belongs to.
    if (/^(?:internal\/)?sync\./.test(name)) continue;
    for (const word of words) if (word !== undefined && word >= leastPointer) pointers.add(word);
  }

  return {pointers, lock: lockAddress(text)};
}

export function indexOf(goroutines: ReadonlyMap<number, GoroutinePointers>): PointerIndex {
  const all = new Set<number>();
  for (const {pointers} of goroutines.values()) for (const pointer of pointers) all.add(pointer);
  return {goroutines, sorted: [...all].toSorted((a, b) => a - b)};
}

/** The value that an address is part of: the nearest pointer at or before it that any goroutine has. */
export function ownerOf({sorted}: PointerIndex, address: number): number | undefined {
  const owner = sorted[lastIndexWhere(0, sorted.length, (index) => sorted[index]! <= address)];
  return owner === undefined || address - owner >= largestValueBytes ? undefined : owner;
}
