// Identities, words and frames that looks share, each kept once.

import type {Frame, GroupIdentity} from '../profile/model.ts';

/** Looks that share one table: what the older ones alone refer to goes with them. */
const looksPerTable = 32;
/** Of an entry in a list and, while the table grows, in an index. */
const entryBytes = 56;

/** What packed looks refer to by number. */
export type LookTable = {
  readonly identities: Numbered<GroupIdentity>;
  readonly words: Numbered<string>;
  readonly frames: Numbered<Frame>;
  looks: number;
  bytes: number;
};

type Numbered<Item> = {
  readonly items: Item[];
  readonly numberOf: (item: Item) => number;
};

/** Gives the table for the next look: a new one from time to time. */
export function createLookTables(): () => LookTable {
  let table = emptyTable();
  return () => {
    if (table.looks >= looksPerTable) table = emptyTable();
    table.looks++;
    return table;
  };
}

function emptyTable(): LookTable {
  const table: LookTable = {
    identities: numbered(() => (table.bytes += entryBytes)),
    words: numbered((word) => (table.bytes += entryBytes + word.length)),
    frames: numbered(() => (table.bytes += entryBytes)),
    looks: 0,
    bytes: 0,
  };
  return table;
}

function numbered<Item>(onNew: (item: Item) => void): Numbered<Item> {
  const numbers = new Map<Item, number>();
  const items: Item[] = [];
  return {
    items,
    numberOf(item) {
      let number = numbers.get(item);
      if (number === undefined) {
        number = items.length;
        numbers.set(item, number);
        items.push(item);
        onNew(item);
      }

      return number;
    },
  };
}
