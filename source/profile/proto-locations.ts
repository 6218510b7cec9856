// Reads the locations of a debug=0 profile; what was in an earlier one costs no object.

import {maxLine, normaliseFunction} from './frame.ts';
import type {Interner} from './interner.ts';
import type {KnownLocation, KnownStacks} from './known-stacks.ts';
import type {LeafFrame} from './leaf-wait.ts';
import type {Frame} from './model.ts';
import {maxFramesPerStack} from './proto-limits.ts';
import {addToShort} from './short-list.ts';
import type {CheckedProfile, Ranges} from './check-profile.ts';
import {damaged, readVarint, skipValue, type Cursor} from './proto-wire.ts';

// Field numbers of Location, Line and Function in profile.proto.
const idField = 1;
const locationLineField = 4;
const lineFunctionField = 1;
const lineLineField = 2;
const functionNameField = 2;
const functionFileField = 4;
const functionStartLineField = 5;
const lengthDelimited = 2;

/** Functions of a profile, one after the other: indices of strings, and where each begins. */
type Functions = {
  readonly indexOf: (id: number) => number;
  readonly names: Float64Array;
  readonly files: Float64Array;
  readonly startLines: Uint32Array;
};

/** The locations of one profile by their id. */
export type LocationReader = {
  /** The number it is known by, −1 where the profile has none with this id. */
  readonly numberOf: (id: number) => number;
  readonly read: (id: number) => KnownLocation | undefined;
};

/**
 * Reads locations by their id. What is the same as in an earlier profile
 * costs no object: a service has thousands of places that wait, and they come again each second.
 */
export function createLocationReader(
  bytes: Uint8Array,
  checked: CheckedProfile,
  text: (index: number) => string,
  interner: Interner,
  stacks: KnownStacks,
): LocationReader {
  const {locations} = checked;
  const functions = readFunctions(bytes, checked.functions);
  const indexOf = byId(bytes, locations);
  const found: (KnownLocation | undefined)[] = [];
  found.length = locations.length;
  // Plus one; 0 where it has not been read yet.
  const numbers = new Int32Array(locations.length);
  // Used anew for each location: the function and the line of each of its frames.
  const lines: number[] = [];
  let lineCount = 0;
  const cursor: Cursor = {at: 0, end: 0};

  function readLines(location: number): void {
    lineCount = 0;
    cursor.at = locations.starts[location]!;
    const end = locations.ends[location]!;
    while (cursor.at < end) {
      cursor.end = end;
      const tag = readVarint(bytes, cursor);
      const contents = skipValue(bytes, cursor, tag % 8);
      if (Math.floor(tag / 8) === locationLineField) {
        if (tag % 8 !== lengthDelimited) throw damaged();
        const next = cursor.at;
        readLine(contents, next);
        cursor.at = next;
      }
    }
  }

  function readLine(start: number, end: number): void {
    let called = 0;
    let line = 0;
    cursor.at = start;
    cursor.end = end;
    while (cursor.at < end) {
      const tag = readVarint(bytes, cursor);
      if (tag === lineFunctionField * 8) called = readVarint(bytes, cursor);
      else if (tag === lineLineField * 8) line = toLine(readVarint(bytes, cursor));
      else skipValue(bytes, cursor, tag % 8);
    }

    if (lineCount < maxFramesPerStack * 2) {
      lines[lineCount++] = functions.indexOf(called);
      lines[lineCount++] = line;
    }
  }

  const nameOf = (called: number) => (called === -1 ? '' : text(functions.names[called]!));
  const fileOf = (called: number) => (called === -1 ? '' : text(functions.files[called]!));
  const startOf = (called: number) => (called === -1 ? 0 : functions.startLines[called]!);

  function makeLocation(): KnownLocation {
    let frames: Frame[] = [];
    let leaves: LeafFrame[] = [];
    for (let at = 0; at < lineCount; at += 2) {
      const called = lines[at]!;
      const line = lines[at + 1]!;
      const name = nameOf(called);
      frames = addToShort(
        frames,
        interner.frame(name === '' ? '?' : normaliseFunction(name), fileOf(called), line),
      );
      leaves = addToShort(leaves, {function: name, line, startLine: startOf(called)});
    }

    if (frames.length === 0) {
      frames.push(interner.frame('non-Go function', '', 0));
      leaves.push({function: 'non-Go function', line: 0, startLine: 0});
    }

    return stacks.location(frames, leaves);
  }

  function read(index: number): KnownLocation {
    let location = found[index];
    if (location === undefined) {
      readLines(index);
      const called = lines[0]!;
      location =
        lineCount === 2
          ? stacks.loneLocation(nameOf(called), fileOf(called), lines[1]!, startOf(called), makeLocation)
          : makeLocation();
      found[index] = location;
      numbers[index] = location.number + 1;
    }

    return location;
  }

  return {
    numberOf(id) {
      const index = indexOf(id);
      if (index === -1) return -1;
      const number = numbers[index]!;
      return number === 0 ? read(index).number : number - 1;
    },

    read(id) {
      const index = indexOf(id);
      return index === -1 ? undefined : read(index);
    },
  };
}

function readFunctions(bytes: Uint8Array, ranges: Ranges): Functions {
  const names = new Float64Array(ranges.length);
  const files = new Float64Array(ranges.length);
  const startLines = new Uint32Array(ranges.length);
  const cursor: Cursor = {at: 0, end: 0};
  for (let index = 0; index < ranges.length; index++) {
    cursor.at = ranges.starts[index]!;
    cursor.end = ranges.ends[index]!;
    while (cursor.at < cursor.end) {
      const tag = readVarint(bytes, cursor);
      if (tag === functionNameField * 8) names[index] = readVarint(bytes, cursor);
      else if (tag === functionFileField * 8) files[index] = readVarint(bytes, cursor);
      else if (tag === functionStartLineField * 8) startLines[index] = toLine(readVarint(bytes, cursor));
      else skipValue(bytes, cursor, tag % 8);
    }
  }

  return {indexOf: byId(bytes, ranges), names, files, startLines};
}

/** Finds a message by its id. Ids are numbers from 1, in order, in every profile that Go writes. */
function byId(bytes: Uint8Array, ranges: Ranges): (id: number) => number {
  const ids = new Float64Array(ranges.length);
  const cursor: Cursor = {at: 0, end: 0};
  let isDense = true;
  for (let index = 0; index < ranges.length; index++) {
    cursor.at = ranges.starts[index]!;
    cursor.end = ranges.ends[index]!;
    while (cursor.at < cursor.end) {
      const tag = readVarint(bytes, cursor);
      if (tag === idField * 8) ids[index] = readVarint(bytes, cursor);
      else skipValue(bytes, cursor, tag % 8);
    }

    isDense &&= ids[index] === index + 1;
  }

  if (isDense) return (id) => (id >= 1 && id <= ids.length ? id - 1 : -1);
  const indices = new Map<number, number>();
  for (const [index, id] of ids.entries()) indices.set(id, index);
  return (id) => indices.get(id) ?? -1;
}

function toLine(line: number): number {
  return line >= 0 && line <= maxLine ? line : 0;
}
