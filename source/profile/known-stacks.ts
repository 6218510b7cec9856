// Remembers the stacks of earlier debug=0 profiles: one that comes again costs no look at its frames.

import {createHashIndex} from './hash-index.ts';
import type {InternedStack} from './interner.ts';
import type {LeafFrame, LeafWait} from './leaf-wait.ts';
import type {Frame} from './model.ts';
import {addToShort} from './short-list.ts';

/** What one location stands for, innermost first: more than one frame where calls were inlined. */
export type KnownLocation = {
  readonly number: number;
  readonly frames: readonly Frame[];
  readonly leaves: readonly LeafFrame[];
};

/** A stack as debug=0 has it, and what was made of it. */
export type KnownStack = {
  readonly stack: InternedStack;
  readonly wait: LeafWait;
  /** The number of its group without labels in a table; undefined until there are goroutines without. */
  group: number | undefined;
  /** Numbers of words of that table; for the operation plus one, 0 for none. */
  readonly status: number;
  readonly operation: number;
};

/**
 * Locations and stacks of earlier debug=0 profiles of the same process: a stack that is known costs one comparison of
 * numbers instead of a look at every frame.
 */
export type KnownStacks = {
  /** The known location that is equal, or this one with a number of its own. */
  location(frames: readonly Frame[], leaves: readonly LeafFrame[]): KnownLocation;
  /** The same for a location of one frame; `make` is called where it is not known. */
  loneLocation(
    name: string,
    file: string,
    line: number,
    startLine: number,
    make: () => KnownLocation,
  ): KnownLocation;
  /** @param numbers of its locations, innermost first: only the first `length`. */
  find(numbers: Int32Array, length: number): KnownStack | undefined;
  /** Returns what it will find from now on. */
  add(numbers: Int32Array, length: number, stack: KnownStack): KnownStack;
};

/** By the name of the function as the profile has it. */
type LoneLocation = {
  readonly file: string;
  readonly line: number;
  readonly startLine: number;
  readonly location: KnownLocation;
};

/** Where the numbers of its locations stand, and the stack before it with the same hash; −1: none. */
type Kept = KnownStack & {readonly start: number; readonly length: number; readonly alike: number};

/** Beyond this, all are forgotten: a process that never repeats itself must not fill the memory. */
const maxKnown = 400_000;
/** The same for the locations of all stacks together: 4 bytes each. */
const maxNumbers = 8_000_000;
const firstNumbers = 4096;

export function createKnownStacks(): KnownStacks {
  const locations = new Map<Frame | undefined, KnownLocation[]>();
  const lone = new Map<string, LoneLocation[]>();
  let stacks: Kept[] = [];
  let index = createHashIndex();
  /** Of all stacks, one after the other. */
  let kept = new Int32Array(firstNumbers);
  let keptLength = 0;
  let oneHash = 0;
  let otherHash = 0;
  let nextNumber = 0;
  let held = 0;

  function forgetAll(): void {
    // Numbers go on from where they are: those of the profile being read stay valid.
    locations.clear();
    lone.clear();
    stacks = [];
    index = createHashIndex();
    kept = new Int32Array(firstNumbers);
    keptLength = 0;
    held = 0;
  }

  /** Puts both hashes of the numbers where they are used next. */
  function hash(numbers: Int32Array, length: number): void {
    oneHash = length;
    otherHash = 0x9e_37_79_b9 | 0;
    for (let at = 0; at < length; at++) {
      const number = numbers[at]!;
      oneHash = Math.imul(oneHash ^ number, 0x01_00_01_93) ^ (oneHash >>> 15);
      otherHash = Math.imul(otherHash + number, 0x85_eb_ca_6b) ^ (otherHash >>> 13);
    }
  }

  function areKept({start, length}: Kept, numbers: Int32Array, wanted: number): boolean {
    if (length !== wanted) return false;
    for (let at = 0; at < wanted; at++) {
      if (kept[start + at] !== numbers[at]) return false;
    }

    return true;
  }

  return {
    location(frames, leaves) {
      const alike = locations.get(frames[0]) ?? [];
      let known = alike.find((one) => areSameFrames(one.frames, frames) && areSameLeaves(one.leaves, leaves));
      if (known === undefined) {
        known = {number: nextNumber++, frames, leaves};
        locations.set(frames[0], addToShort(alike, known));
        held++;
      }

      return known;
    },

    loneLocation(name, file, line, startLine, make) {
      const alike = lone.get(name) ?? [];
      for (const one of alike) {
        if (one.line === line && one.startLine === startLine && one.file === file) {
          return one.location;
        }
      }

      const location = make();
      lone.set(name, addToShort(alike, {file, line, startLine, location}));
      return location;
    },

    find(numbers, length) {
      hash(numbers, length);
      let at = index.get(oneHash, otherHash);
      while (at !== -1) {
        const stack = stacks[at]!;
        if (areKept(stack, numbers, length)) return stack;
        at = stack.alike;
      }

      return undefined;
    },

    add(numbers, length, stack) {
      if (held > maxKnown || keptLength + length > maxNumbers) forgetAll();
      if (keptLength + length > kept.length) {
        const longer = new Int32Array(Math.max(kept.length * 2, keptLength + length));
        longer.set(kept);
        kept = longer;
      }

      kept.set(numbers.subarray(0, length), keptLength);
      hash(numbers, length);
      const alike = index.get(oneHash, otherHash);
      index.set(oneHash, otherHash, stacks.length);
      const added = {...stack, start: keptLength, length, alike};
      stacks.push(added);
      keptLength += length;
      held++;
      return added;
    },
  };
}

function areSameFrames(one: readonly Frame[], other: readonly Frame[]): boolean {
  return one.length === other.length && one.every((frame, at) => frame === other[at]);
}

function areSameLeaves(one: readonly LeafFrame[], other: readonly LeafFrame[]): boolean {
  return one.every(
    (leaf, at) => leaf.startLine === other[at]?.startLine && leaf.function === other[at].function,
  );
}
