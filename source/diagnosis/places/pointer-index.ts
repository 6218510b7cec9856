// Which goroutine has to do with a pointer, as far as arguments show.

import {lastIndexWhere} from '../../session/search-sorted.ts';
import {frameWords, type FrameWords} from '../signs/goroutine-words.ts';
import {lockAddress} from '../signs/lock-queues.ts';

/** What a goroutine has to do with, as far as its arguments show. */
export type GoroutinePointers = {
  readonly pointers: ReadonlySet<number>;
  /** Its frames with their argument words, innermost first, without those of package sync. */
  readonly frames: readonly FrameWords[];
  /** The lock that it waits for. */
  readonly lock: number | undefined;
  /** The errgroup whose end, or a place in which, it waits for. */
  readonly group: number | undefined;
};

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

const groupCall = /(?:^|\/)errgroup\.\(\*Group\)\.(?:Go|Wait)$/;

/** @param text of one goroutine, with the arguments of its frames. */
export function pointersOf(text: string): GoroutinePointers {
  const pointers = new Set<number>();
  let group: number | undefined;
  // What a lock is called with is the lock, not what it belongs to.
  const frames = frameWords(text).filter(({function: name}) => !/^(?:internal\/)?sync\./.test(name));
  for (const {function: name, words} of frames) {
    for (const word of words) if (word !== undefined && word >= leastPointer) pointers.add(word);
    if (groupCall.test(name)) group ??= words[0];
  }

  return {pointers, frames, lock: lockAddress(text), group};
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
