import {damaged, readVarint, skipValue, type Cursor} from './proto-wire.ts';

/** One sample of a profile, read into what is used again for the next: a service may have tens of thousands. */
export type SampleReader = {
  /** Ids of its locations, innermost first: only the first `locationCount`. */
  locations: Float64Array;
  locationCount: number;
  /** Where each of its labels begins and ends: two numbers for each. */
  readonly labels: number[];
  /** Its first value; as a bigint, with its sign not yet applied, where a number would not be exact. */
  value: number | bigint;
  /** Reads the message between two positions. Throws a DecodeError when it is damaged. */
  read(start: number, end: number): void;
};

// Field numbers of Sample in profile.proto.
const locationField = 1;
const valueField = 2;
const labelField = 3;
const lengthDelimited = 2;
/** Seven bits each: a number of so many bytes is exact. */
const exactBytes = 7;
const firstLocations = 64;

export function createSampleReader(bytes: Uint8Array): SampleReader {
  const cursor: Cursor = {at: 0, end: 0};
  let hasValue = false;

  /** The same bits as a bigint of 64, which is how a negative count is written. */
  function readLong(start: number): bigint {
    let value = 0n;
    for (let at = start; at < cursor.at; at++) {
      value |= BigInt(bytes[at]! & 0x7f) << BigInt(7 * (at - start));
    }

    return value;
  }

  function readLocation(): void {
    if (reader.locationCount === reader.locations.length) {
      const longer = new Float64Array(reader.locations.length * 2);
      longer.set(reader.locations);
      reader.locations = longer;
    }

    reader.locations[reader.locationCount++] = readVarint(bytes, cursor);
  }

  function readNumber(field: number): void {
    if (field === locationField) {
      readLocation();
      return;
    }

    const start = cursor.at;
    const value = readVarint(bytes, cursor);
    if (field === valueField && !hasValue) {
      reader.value = cursor.at - start > exactBytes ? readLong(start) : value;
      hasValue = true;
    }
  }

  const reader: SampleReader = {
    locations: new Float64Array(firstLocations),
    locationCount: 0,
    labels: [],
    value: 0,

    read(start, end) {
      reader.locationCount = 0;
      // Even of an empty array, the length that is set costs its storage.
      if (reader.labels.length > 0) reader.labels.length = 0;
      reader.value = 0;
      hasValue = false;
      cursor.at = start;
      while (cursor.at < end) {
        cursor.end = end;
        const tag = readVarint(bytes, cursor);
        const field = Math.floor(tag / 8);
        const wireType = tag % 8;
        if (wireType === 0 && field <= valueField) {
          readNumber(field);
          continue;
        }

        const contents = skipValue(bytes, cursor, wireType);
        if (field > labelField) {
          continue;
        }

        if (wireType !== lengthDelimited) {
          throw damaged();
        }

        if (field === labelField) {
          reader.labels.push(contents, cursor.at);
        } else {
          cursor.end = cursor.at;
          cursor.at = contents;
          while (cursor.at < cursor.end) {
            readNumber(field);
          }
        }
      }
    },
  };
  return reader;
}
