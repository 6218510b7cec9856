import type {GroupIdentity} from './model.ts';

/** Identities and words by number. Only ever appended to, so that a number means the same for as long as it lasts. */
export type GroupTable = {
  readonly identities: readonly GroupIdentity[];
  readonly words: readonly string[];
  readonly identityIndex: (identity: GroupIdentity) => number;
  readonly wordIndex: (word: string) => number;
};

export function createGroupTable(): GroupTable {
  const identities: GroupIdentity[] = [];
  const words: string[] = [];
  const identityIndices = new Map<GroupIdentity, number>();
  const wordIndices = new Map<string, number>();
  return {
    identities,
    words,
    identityIndex: (identity) => indexIn(identityIndices, identities, identity),
    wordIndex: (word) => indexIn(wordIndices, words, word),
  };
}

function indexIn<Item>(indices: Map<Item, number>, items: Item[], item: Item): number {
  let index = indices.get(item);
  if (index === undefined) {
    index = items.length;
    items.push(item);
    indices.set(item, index);
  }

  return index;
}
