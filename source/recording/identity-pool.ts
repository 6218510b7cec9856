import type {GroupIdentity} from '../profile/model.ts';

/** Some 300 bytes each, and what their stacks hold; twice as many while one half takes the place of the other. */
const halfOfIdentities = 30_000;

/** Identities of groups that were read last, so that those of one chapter are the same objects in the next. */
export type IdentityPool = {
  /** @param sum alike only for what is alike in all of it */
  readonly find: (sum: number) => GroupIdentity | undefined;
  readonly add: (sum: number, identity: GroupIdentity) => void;
};

export function createIdentityPool(): IdentityPool {
  let older = new Map<number, GroupIdentity>();
  let newer = new Map<number, GroupIdentity>();

  function add(sum: number, identity: GroupIdentity): void {
    if (newer.size >= halfOfIdentities) {
      older = newer;
      newer = new Map();
    }

    newer.set(sum, identity);
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
