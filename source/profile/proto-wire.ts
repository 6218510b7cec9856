import {DecodeError} from './decode-error.ts';
import {maxFunctions, maxLocations, maxSampleEntries, maxSamples, maxStrings} from './proto-limits.ts';

/** A profile's bytes after a first walk: known to be well-formed outside of its parts, and within every limit. */
export type CheckedProfile = {
  /** Locations, functions and types, for `Profile.decode`; samples, strings and mappings are left out. */
  readonly message: Uint8Array;
  /** Where each sample begins and ends in the original bytes. */
  readonly sampleStarts: Uint32Array;
  readonly sampleEnds: Uint32Array;
  /** Where each string of the table begins and ends in the original bytes. */
  readonly stringStarts: Uint32Array;
  readonly stringEnds: Uint32Array;
};

export type Cursor = {at: number; end: number};

const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const fixed32 = 5;

// Field numbers of Profile and Sample in profile.proto.
const sampleField = 2;
const locationField = 4;
const functionField = 5;
const stringField = 6;
const decodedFields = new Set([1, locationField, functionField, 9, 10]);

export const damaged = () =>
  new DecodeError('damaged', 'The profile is damaged or ends early.', 'Fetch or copy it again.');

// Before these fields come to an end, every profile has named the type of its samples.
const firstFields = 4;

/** Whether bytes begin as a profile does: with the type of its samples, a small message that holds a string's index. */
export function looksLikeProfile(bytes: Uint8Array): boolean {
  const cursor: Cursor = {at: 0, end: bytes.length};
  try {
    for (let count = 0; count < firstFields; count++) {
      const tag = readVarint(bytes, cursor);
      const contents = skipValue(bytes, cursor, tag % 8);
      if (tag === 8 + lengthDelimited) {
        return bytes[contents] === 0x08 && cursor.at - contents <= 32;
      }
    }
  } catch {
    // Not even the beginning is well-formed.
  }

  return false;
}

/**
 * Walks over a profile.proto message and refuses what would cost too much to decode, before anything is allocated.
 *
 * The samples and strings are left to be read one by one: most are the same as in the profile before. Fields that are not needed are left
 * out, so that future ones, of any wire type, do no harm.
 *
 * @throws {DecodeError} `damaged` or `too-large`.
 */
export function checkProfile(bytes: Uint8Array): CheckedProfile {
  const cursor: Cursor = {at: 0, end: bytes.length};
  const message = new Uint8Array(bytes.length);
  let written = 0;
  let samples = 0;
  let locations = 0;
  let functions = 0;
  let entries = 0;
  let strings = 0;
  let sampleStarts = new Uint32Array(1024);
  let sampleEnds = new Uint32Array(1024);
  let stringStarts = new Uint32Array(1024);
  let stringEnds = new Uint32Array(1024);
  while (cursor.at < cursor.end) {
    const start = cursor.at;
    const tag = readVarint(bytes, cursor);
    const field = Math.floor(tag / 8);
    const contents = skipValue(bytes, cursor, tag % 8);
    if (decodedFields.has(field)) {
      message.set(bytes.subarray(start, cursor.at), written);
      written += cursor.at - start;
    }

    if (field === stringField && tag % 8 === lengthDelimited) {
      if (strings === stringStarts.length) {
        stringStarts = doubled(stringStarts);
        stringEnds = doubled(stringEnds);
      }

      stringStarts[strings] = contents;
      stringEnds[strings] = cursor.at;
      strings++;
      mustNotExceed(strings, maxStrings, 'strings');
    } else if (field === sampleField && tag % 8 === lengthDelimited) {
      if (samples === sampleStarts.length) {
        sampleStarts = doubled(sampleStarts);
        sampleEnds = doubled(sampleEnds);
      }

      sampleStarts[samples] = contents;
      sampleEnds[samples] = cursor.at;
      samples++;
      mustNotExceed(samples, maxSamples, 'samples');
      entries += countEntries(bytes, contents, cursor.at);
      mustNotExceed(entries, maxSampleEntries, 'stack entries');
    } else if (field === locationField) {
      locations++;
      mustNotExceed(locations, maxLocations, 'locations');
    } else if (field === functionField) {
      functions++;
      mustNotExceed(functions, maxFunctions, 'functions');
    }
  }

  return {
    message: message.subarray(0, written),
    sampleStarts: sampleStarts.subarray(0, samples),
    sampleEnds: sampleEnds.subarray(0, samples),
    stringStarts: stringStarts.subarray(0, strings),
    stringEnds: stringEnds.subarray(0, strings),
  };
}

function mustNotExceed(count: number, most: number, what: string): void {
  if (count > most) {
    throw new DecodeError(
      'too-large',
      `The profile has more than ${most.toLocaleString('en')} ${what}, which no Go process writes.`,
      'Check that the address belongs to the process you want to see.',
    );
  }
}

function doubled(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** How many numbers and labels one sample holds. */
function countEntries(bytes: Uint8Array, start: number, end: number): number {
  const cursor: Cursor = {at: start, end};
  let count = 0;
  while (cursor.at < end) {
    const tag = readVarint(bytes, cursor);
    const contents = skipValue(bytes, cursor, tag % 8);
    const packed = tag % 8 === lengthDelimited && tag < 3 * 8;
    if (!packed) {
      count++;
      continue;
    }

    for (let at = contents; at < cursor.at; at++) {
      count += bytes[at]! < 0x80 ? 1 : 0;
    }
  }

  return count;
}

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
