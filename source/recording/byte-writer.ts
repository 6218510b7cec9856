// Writes numbers and texts as the bytes that a recording is made of.

import {writeVarint, zigzag} from '../session/varint.ts';

const firstBytes = 4096;
const largestZigzag = 2 ** 52;
/** What is kept of a text, in UTF-16 units: no reader takes more. */
const maxTextUnits = 2 ** 18;

/** Bytes under construction; numbers take as few of them as their size allows. */
export type ByteWriter = {
  /** How many there are. */
  readonly length: () => number;
  readonly byte: (value: number) => void;
  /** A whole number from 0 to 2^53 − 1, seven bits a byte, the lowest first. */
  readonly count: (value: number) => void;
  /** A whole number within ±2^52: its sign is the lowest bit. */
  readonly signed: (value: number) => void;
  /** Any number, 8 bytes, little-endian. */
  readonly float: (value: number) => void;
  readonly bytes: (value: Uint8Array) => void;
  /** UTF-8 after its length in bytes. */
  readonly text: (value: string) => void;
  /** Everything up to here, as a copy; what is written next begins anew. */
  readonly take: () => Uint8Array<ArrayBuffer>;
};

/** Whether `ByteWriter.signed` can write it. */
export function fitsSigned(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < largestZigzag && !Object.is(value, -0);
}

/** Whether `ByteWriter.count` can write it. */
export function fitsCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

export function createByteWriter(): ByteWriter {
  let held = new Uint8Array(firstBytes);
  let view = new DataView(held.buffer);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= held.length) return;
    const longer = new Uint8Array(Math.max(held.length * 2, length + more));
    longer.set(held.subarray(0, length));
    held = longer;
    view = new DataView(held.buffer);
  }

  function count(value: number): void {
    reserve(8);
    length = writeVarint(held, length, value);
  }

  function bytes(value: Uint8Array): void {
    reserve(value.length);
    held.set(value, length);
    length += value.length;
  }

  return {
    length: () => length,
    byte(value) {
      reserve(1);
      held[length++] = value;
    },
    count,
    signed: (value) => count(zigzag(value)),
    float(value) {
      reserve(8);
      view.setFloat64(length, value, true);
      length += 8;
    },
    bytes,
    text(value) {
      const encoded = Buffer.from(value.length > maxTextUnits ? value.slice(0, maxTextUnits) : value, 'utf8');
      count(encoded.length);
      bytes(encoded);
    },
    take() {
      const taken = held.slice(0, length);
      length = 0;
      // One large look must not hold its memory for ever.
      if (held.length > 2 ** 20) {
        held = new Uint8Array(firstBytes);
        view = new DataView(held.buffer);
      }

      return taken;
    },
  };
}
