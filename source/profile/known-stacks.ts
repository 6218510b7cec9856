import type {InternedStack} from './interner.ts';
import type {LeafFrame, LeafWait} from './leaf-wait.ts';
import type {Frame} from './model.ts';

/** What one location stands for, innermost first: more than one frame where calls were inlined. */
export type KnownLocation = {
  readonly number: number;
  readonly frames: readonly Frame[];
  readonly leaves: readonly LeafFrame[];
};

/** A stack as debug=0 has it, and what was made of it. */
export type KnownStack = {
  /** Numbers of its locations, innermost first. */
  readonly locations: readonly number[];
  readonly stack: InternedStack;
  readonly wait: LeafWait;
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
  find(locations: readonly number[]): KnownStack | undefined;
  add(stack: KnownStack): void;
};

/** By the name of the function as the profile has it. */
type LoneLocation = {
  readonly file: string;
  readonly line: number;
  readonly startLine: number;
  readonly location: KnownLocation;
};

/** Beyond this, all are forgotten: a process that never repeats itself must not fill the memory. */
const maxKnown = 400_000;

export function createKnownStacks(): KnownStacks {
  const locations = new Map<Frame | undefined, KnownLocation[]>();
  const lone = new Map<string, LoneLocation[]>();
  const stacks = new Map<number, KnownStack[]>();
  let nextNumber = 0;
  let held = 0;

  return {
    location(frames, leaves) {
      let alike = locations.get(frames[0]);
      if (alike === undefined) {
        alike = [];
        locations.set(frames[0], alike);
      }

      let known = alike.find((one) => areSameFrames(one.frames, frames) && areSameLeaves(one.leaves, leaves));
      if (known === undefined) {
        known = {number: nextNumber++, frames, leaves};
        alike.push(known);
        held++;
      }

      return known;
    },

    loneLocation(name, file, line, startLine, make) {
      let alike = lone.get(name);
      if (alike === undefined) {
        alike = [];
        lone.set(name, alike);
      }

      for (const one of alike) {
        if (one.line === line && one.startLine === startLine && one.file === file) {
          return one.location;
        }
      }

      const location = make();
      alike.push({file, line, startLine, location});
      return location;
    },

    find(wanted) {
      const alike = stacks.get(hashOf(wanted));
      if (alike !== undefined) {
        for (const stack of alike) {
          if (areSameNumbers(stack.locations, wanted)) {
            return stack;
          }
        }
      }

      return undefined;
    },

    add(stack) {
      if (held > maxKnown) {
        // Numbers go on from where they are: those of the profile being read stay valid.
        locations.clear();
        lone.clear();
        stacks.clear();
        held = 0;
      }

      const hash = hashOf(stack.locations);
      const alike = stacks.get(hash);
      if (alike === undefined) {
        stacks.set(hash, [stack]);
      } else {
        alike.push(stack);
      }

      held++;
    },
  };
}

function hashOf(numbers: readonly number[]): number {
  let hash = numbers.length;
  for (let at = 0; at < numbers.length; at++) {
    hash = Math.imul(hash ^ numbers[at]!, 0x01_00_01_93) ^ (hash >>> 15);
  }

  return hash | 0;
}

function areSameNumbers(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) {
    return false;
  }

  for (let at = 0; at < one.length; at++) {
    if (one[at] !== other[at]) {
      return false;
    }
  }

  return true;
}

function areSameFrames(one: readonly Frame[], other: readonly Frame[]): boolean {
  return one.length === other.length && one.every((frame, at) => frame === other[at]);
}

function areSameLeaves(one: readonly LeafFrame[], other: readonly LeafFrame[]): boolean {
  return one.every(
    (leaf, at) => leaf.startLine === other[at]?.startLine && leaf.function === other[at].function,
  );
}
