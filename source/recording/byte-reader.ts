// Reads numbers and texts out of the bytes of a recording, each of which may be wrong.

import {unzigzag} from '../session/varint.ts';
import {decodeText} from '../target/escape.ts';
import {DamagedBytes} from './recording-error.ts';

const lowBits = 0x7f;
const more = 0x80;
const largestBytes = 8;
/** Longer than any name that a compiler or a person makes. */
export const maxTextBytes = 2 ** 20;

/** Reads what a ByteWriter wrote. Everything is checked: the bytes may have been written by anyone. */
export type ByteReader = {
  readonly left: () => number;
  readonly byte: () => number;
  readonly count: () => number;
  readonly signed: () => number;
  readonly float: () => number;
  /** A view, not a copy. */
  readonly bytes: (length: number) => Uint8Array;
  /** So many bytes as hex digits. */
  readonly hex: (length: number) => string;
  /** Goes on from there, where one of its bytes stands. */
  readonly seek: (at: number) => void;
  /** Made safe to print. */
  readonly text: () => string;
  /** How many things follow that take at least `least` bytes each: more than can be there is damage. */
  readonly length: (least?: number) => number;
};

/** @throws {DamagedBytes} from each of its functions where the bytes end early or make no sense. */
export function createByteReader(held: Uint8Array): ByteReader {
  const view = new DataView(held.buffer, held.byteOffset, held.byteLength);
  let buffer: Buffer | undefined;
  let at = 0;

  function need(length: number): void {
    if (length > held.length - at) throw new DamagedBytes('the bytes end early');
  }

  function count(): number {
    // Most are this small.
    if (held[at]! < more) return held[at++]!;
    let value = 0;
    let factor = 1;
    for (let taken = 0; taken < largestBytes; taken++) {
      need(1);
      const byte = held[at++]!;
      value += (byte & lowBits) * factor;
      if (byte < more) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }

      factor *= more;
    }

    throw new DamagedBytes('a number is too large');
  }

  function bytes(length: number): Uint8Array {
    need(length);
    at += length;
    return held.subarray(at - length, at);
  }

  function textBytes(): Uint8Array {
    const length = count();
    if (length > maxTextBytes) throw new DamagedBytes('a text is too long');
    return bytes(length);
  }

  return {
    left: () => held.length - at,
    byte() {
      need(1);
      return held[at++]!;
    },
    count,
    signed: () => unzigzag(count()),
    float() {
      need(8);
      at += 8;
      return view.getFloat64(at - 8, true);
    },
    bytes,
    hex(length) {
      need(length);
      at += length;
      // One view for all: making one takes longer than making eight bytes into digits.
      buffer ??= Buffer.from(held.buffer, held.byteOffset, held.byteLength);
      return buffer.toString('hex', at - length, at);
    },
    seek(place) {
      at = place;
    },
    text: () => decodeText(textBytes()),
    length(least = 1) {
      const length = count();
      if (length * least > held.length - at) throw new DamagedBytes('there are fewer things than it says');
      return length;
    },
  };
}
