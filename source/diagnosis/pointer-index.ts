import {frameWords} from './goroutine-words.ts';
import {lockAddress} from './lock-queues.ts';

/** Pointers among the arguments of goroutines, and the lock that each waits for. */
export type PointerIndex = {
  readonly goroutines: ReadonlyMap<
    number,
    {readonly pointers: ReadonlySet<number>; readonly lock: number | undefined}
  >;
  /** All pointers, ascending. */
  readonly sorted: readonly number[];
};

/** Below this a word is a number, a length or a flag. */
const leastPointer = 0x1_00_00;
/** A lock lies within the value it belongs to, and few are larger. */
const largestValueBytes = 1_024;

/** @param texts of goroutines, by id. */
export function indexPointers(texts: ReadonlyMap<number, string>): PointerIndex {
  const goroutines = new Map<number, {pointers: Set<number>; lock: number | undefined}>();
  const all = new Set<number>();
  for (const [id, text] of texts) {
    const pointers = new Set<number>();
    for (const {function: name, words} of frameWords(text)) {
      // What a lock is called with is the lock, not what it belongs to.
      if (/^(?:internal\/)?sync\./.test(name)) continue;
      for (const word of words) if (word !== undefined && word >= leastPointer) pointers.add(word);
    }

    for (const pointer of pointers) all.add(pointer);
    goroutines.set(id, {pointers, lock: lockAddress(text)});
  }

  return {goroutines, sorted: [...all].toSorted((a, b) => a - b)};
}

/** The value that an address is part of: the nearest pointer at or before it that any goroutine has. */
export function ownerOf({sorted}: PointerIndex, address: number): number | undefined {
  const owner = sorted.findLast((pointer) => pointer <= address);
  return owner === undefined || address - owner >= largestValueBytes ? undefined : owner;
}
