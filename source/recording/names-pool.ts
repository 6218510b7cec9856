// What chapters have in common, kept once: identities, stacks, the baseline.

import {createHashIndex, type HashIndex} from '../profile/hash-index.ts';
import type {Frame, GroupIdentity} from '../profile/model.ts';
import type {Baseline} from '../session/baseline.ts';

/** Identities take some 300 bytes each, and stacks 8 a frame; twice as many are held while one half replaces the other. */
const halfOfThings = 30_000;

/** Holds what was asked for last, by sums of 64 bits that are alike only for what is alike in all of it. */
type Pool<Thing> = {
  readonly find: (one: number, two: number) => Thing | undefined;
  readonly add: (one: number, two: number, thing: Thing) => void;
};

/** What goes on from chapter to chapter is the same object in each. */
export type NamesPool = {
  readonly identities: Pool<GroupIdentity>;
  readonly stacks: Pool<readonly Frame[]>;
  /** The one that was read last: mostly each chapter tells it again. */
  baseline: Baseline | undefined;
};

export function createNamesPool(): NamesPool {
  return {identities: createPool(), stacks: createPool(), baseline: undefined};
}

type Half<Thing> = {readonly index: HashIndex; readonly things: Thing[]};

function createPool<Thing>(): Pool<Thing> {
  let older: Half<Thing> = createHalf();
  let newer: Half<Thing> = createHalf();

  function add(one: number, two: number, thing: Thing): void {
    if (newer.things.length >= halfOfThings) {
      older = newer;
      newer = createHalf();
    }

    newer.index.set(one, two, newer.things.length);
    newer.things.push(thing);
  }

  return {
    find(one, two) {
      const recent = newer.index.get(one, two);
      if (recent >= 0) return newer.things[recent];
      const place = older.index.get(one, two);
      if (place < 0) return undefined;
      const known = older.things[place]!;
      add(one, two, known);
      return known;
    },
    add,
  };
}

function createHalf(): {readonly index: HashIndex; readonly things: []} {
  return {index: createHashIndex(), things: []};
}
