// Numbers and parts of a protobuf message, read where they stand.
// Source: https://protobuf.dev/programming-guides/encoding/

import {DecodeError} from './decode-error.ts';

/** Where reading goes on, and where it must end. */
export type Cursor = {at: number; end: number};

/** Wire types. */
const varint = 0;
const fixed64 = 1;
export const lengthDelimited = 2;
const fixed32 = 5;

export const damaged = () =>
  new DecodeError('damaged', 'The profile is damaged or ends early.', 'Fetch or copy it again.');

/** Moves past one value and returns where its contents begin. */
export function skipValue(bytes: Uint8Array, cursor: Cursor, wireType: number): number {
  let start = cursor.at;
  switch (wireType) {
    case varint: {
      readVarint(bytes, cursor);
      break;
    }

    case fixed64: {
      cursor.at += 8;
      break;
    }

    case fixed32: {
      cursor.at += 4;
      break;
    }

    case lengthDelimited: {
      const length = readVarint(bytes, cursor);
      start = cursor.at;
      cursor.at += length;
      break;
    }

    default: {
      throw damaged();
    }
  }

  if (cursor.at > cursor.end) {
    throw damaged();
  }

  return start;
}

/** Reads a number of up to ten bytes; above 2⁵³ it is not exact, which only matters for a length that is refused. */
export function readVarint(bytes: Uint8Array, cursor: Cursor): number {
  // Nearly all are one or two bytes long.
  const {at} = cursor;
  if (at + 1 < cursor.end) {
    const low = bytes[at]!;
    if (low < 0x80) {
      cursor.at = at + 1;
      return low;
    }

    const high = bytes[at + 1]!;
    if (high < 0x80) {
      cursor.at = at + 2;
      return (high << 7) | (low & 0x7f);
    }
  }

  let value = 0;
  let factor = 1;
  for (let count = 0; count < 10; count++) {
    if (cursor.at >= cursor.end) {
      throw damaged();
    }

    const byte = bytes[cursor.at++]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      return value;
    }

    factor *= 128;
  }

  throw damaged();
}
