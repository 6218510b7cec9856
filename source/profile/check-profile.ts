// Walks over profile.proto as bytes, and refuses what is damaged or too large before anything is made of it.

import {DecodeError} from './decode-error.ts';
import {maxFunctions, maxLocations, maxSampleEntries, maxSamples, maxStrings} from './proto-limits.ts';
import {damaged, lengthDelimited, readVarint, skipValue, type Cursor} from './proto-wire.ts';

/** A profile's bytes after a first walk: known to be well-formed outside of its parts, and within every limit. */
export type CheckedProfile = {
  /** The types of its samples, for `Profile.decode`: everything else is read where it stands. */
  readonly message: Uint8Array;
  readonly samples: Ranges;
  readonly locations: Ranges;
  readonly functions: Ranges;
  readonly strings: Ranges;
};

/**
 * Where each of several parts begins and ends in the original bytes; only the first `length` are in use. They hold
 * until the next profile is checked.
 */
export type Ranges = {length: number; starts: Uint32Array; ends: Uint32Array};

// Field numbers of Profile and Sample in profile.proto.
const sampleField = 2;
const locationField = 4;
const functionField = 5;
const stringField = 6;
const sampleTypeField = 1;

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

// Used anew for each profile: thousands of kilobytes that nobody needs would otherwise be left behind each minute.
const samples = noRanges();
const locations = noRanges();
const functions = noRanges();
const strings = noRanges();

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
  const types: Uint8Array[] = [];
  let entries = 0;
  for (const ranges of [samples, locations, functions, strings]) empty(ranges);
  while (cursor.at < cursor.end) {
    const start = cursor.at;
    const tag = readVarint(bytes, cursor);
    const field = Math.floor(tag / 8);
    const contents = skipValue(bytes, cursor, tag % 8);
    if (field === sampleTypeField) {
      types.push(bytes.subarray(start, cursor.at));
    }

    if (field < sampleField || field > stringField) {
      continue;
    }

    const isMessage = tag % 8 === lengthDelimited;
    if (!isMessage && (field === locationField || field === functionField)) {
      throw damaged();
    }

    if (field === stringField && isMessage) {
      addRange(strings, contents, cursor.at);
      mustNotExceed(strings.length, maxStrings, 'strings');
    } else if (field === sampleField && isMessage) {
      addRange(samples, contents, cursor.at);
      mustNotExceed(samples.length, maxSamples, 'samples');
      entries += countEntries(bytes, contents, cursor.at);
      mustNotExceed(entries, maxSampleEntries, 'stack entries');
    } else if (field === locationField) {
      addRange(locations, contents, cursor.at);
      mustNotExceed(locations.length, maxLocations, 'locations');
    } else if (field === functionField) {
      addRange(functions, contents, cursor.at);
      mustNotExceed(functions.length, maxFunctions, 'functions');
    }
  }

  return {message: Buffer.concat(types), samples, locations, functions, strings};
}

function noRanges(): Ranges {
  return {length: 0, starts: new Uint32Array(1024), ends: new Uint32Array(1024)};
}

/** One enormous profile does not keep its storage for ever. */
const keptRanges = 65_536;

function empty(ranges: Ranges): void {
  ranges.length = 0;
  if (ranges.starts.length > keptRanges) Object.assign(ranges, noRanges());
}

function addRange(ranges: Ranges, start: number, end: number): void {
  if (ranges.length === ranges.starts.length) {
    ranges.starts = doubled(ranges.starts);
    ranges.ends = doubled(ranges.ends);
  }

  ranges.starts[ranges.length] = start;
  ranges.ends[ranges.length] = end;
  ranges.length++;
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

function doubled(column: Uint32Array): Uint32Array {
  const larger = new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}

// Used anew for each sample.
const entryCursor: Cursor = {at: 0, end: 0};

/** How many numbers and labels one sample holds. */
function countEntries(bytes: Uint8Array, start: number, end: number): number {
  const cursor = entryCursor;
  cursor.at = start;
  cursor.end = end;
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
