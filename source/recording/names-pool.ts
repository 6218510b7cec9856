import type {Frame, GroupIdentity} from '../profile/model.ts';

/** Identities take some 300 bytes each, and stacks 8 a frame; twice as many are held while one half replaces the other. */
const halfOfThings = 30_000;

/** Holds what was asked for last, by sums that are alike only for what is alike in all of it. */
type Pool<Thing> = {
  readonly find: (sum: number) => Thing | undefined;
  readonly add: (sum: number, thing: Thing) => void;
};

/** What goes on from chapter to chapter is the same object in each. */
export type NamesPool = {readonly identities: Pool<GroupIdentity>; readonly stacks: Pool<readonly Frame[]>};

export function createNamesPool(): NamesPool {
  return {identities: createPool(), stacks: createPool()};
}

function createPool<Thing>(): Pool<Thing> {
  let older = new Map<number, Thing>();
  let newer = new Map<number, Thing>();

  function add(sum: number, thing: Thing): void {
    if (newer.size >= halfOfThings) {
      older = newer;
      newer = new Map();
    }

    newer.set(sum, thing);
  }

  return {
    find(sum) {
      const recent = newer.get(sum);
      if (recent !== undefined) return recent;
      const known = older.get(sum);
      if (known !== undefined) add(sum, known);
      return known;
    },
    add,
  };
}
