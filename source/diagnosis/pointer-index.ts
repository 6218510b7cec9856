import {frameWords} from './goroutine-words.ts';

/** Pointers among the arguments of goroutines, by id. */
export type PointerIndex = ReadonlyMap<number, readonly number[]>;

/** Below this a word is a number, a length or a flag. */
const leastPointer = 0x1_00_00;
/** A lock lies within the value it belongs to, and few are larger. */
const largestValueBytes = 2_048;

export function indexPointers(texts: ReadonlyMap<number, string>): PointerIndex {
  const index = new Map<number, readonly number[]>();
  for (const [id, text] of texts) {
    const words = frameWords(text).flatMap((frame) => frame.words);
    index.set(id, [
      ...new Set(words.filter((word) => word !== undefined && word >= leastPointer)),
    ] as number[]);
  }

  return index;
}

/** Whether a goroutine has a pointer to the value which the address is part of. */
export function areNear(index: PointerIndex, id: number, address: number): boolean {
  return (index.get(id) ?? []).some((pointer) => address >= pointer && address - pointer < largestValueBytes);
}
