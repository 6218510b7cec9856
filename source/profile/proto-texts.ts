import {decodeText} from '../target/escape.ts';
import {maxStringBytes} from './proto-limits.ts';

/** Strings of earlier profiles of the same process: nearly all come again with the next one. */
export type ProtoTexts = {
  /** Text that is safe to print, the same object for the same bytes. */
  read(bytes: Uint8Array, start: number, end: number): string;
};

/** Where its bytes stand, and the text before it with the same hash. */
type Known = {readonly start: number; readonly length: number; readonly text: string; readonly alike?: Known};

/** Beyond this, all are forgotten. Some 100 bytes each, and their own. */
const maxTexts = 100_000;
const maxHeldBytes = 32 * 1024 * 1024;
const firstBytes = 64 * 1024;

export function createProtoTexts(): ProtoTexts {
  const known = new Map<number, Known>();
  /** The bytes of all, one after the other: a buffer for each would cost more than most are long. */
  let held = new Uint8Array(firstBytes);
  let heldBytes = 0;
  let texts = 0;

  function isSame(one: Known, bytes: Uint8Array, start: number, end: number): boolean {
    if (one.length !== end - start) return false;
    for (let at = 0; at < one.length; at++) {
      if (held[one.start + at] !== bytes[start + at]) return false;
    }

    return true;
  }

  function hold(bytes: Uint8Array, start: number, end: number): void {
    const length = heldBytes + end - start;
    if (length > held.length) {
      const larger = new Uint8Array(Math.max(held.length * 2, length));
      larger.set(held);
      held = larger;
    }

    held.set(bytes.subarray(start, end), heldBytes);
    heldBytes = length;
  }

  return {
    read(bytes, start, end) {
      if (end - start > maxStringBytes) {
        return `${decodeText(bytes.subarray(start, start + maxStringBytes))}…`;
      }

      const hash = hashOf(bytes, start, end);
      const first = known.get(hash);
      for (let one = first; one !== undefined; one = one.alike) {
        if (isSame(one, bytes, start, end)) return one.text;
      }

      const text = decodeText(bytes.subarray(start, end));
      if (texts >= maxTexts || heldBytes > maxHeldBytes) {
        known.clear();
        held = new Uint8Array(firstBytes);
        heldBytes = 0;
        texts = 0;
      }

      const one = {start: heldBytes, length: end - start, text};
      const alike = known.get(hash);
      known.set(hash, alike === undefined ? one : {...one, alike});
      hold(bytes, start, end);
      texts++;
      return text;
    },
  };
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x81_1c_9d_c5 | 0;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ bytes[at]!, 0x01_00_01_93);
  }

  return hash;
}
