// Lists whose items are made only when they are looked at.

/** Names of the items of a list, in its order: all that a cursor needs to know of it. An array of strings is one. */
export type Keys = {
  readonly length: number;
  at(index: number): string | undefined;
  indexOf(key: string): number;
};

/** A list whose items are made when they are looked at: of 10,000 rows, a screen shows thirty. */
export type Listed<Item> = Iterable<Item> & {
  readonly length: number;
  readonly keys: Keys;
  at(index: number): Item | undefined;
  /** Those from one index up to another that is not among them. */
  slice(from: number, to: number): Item[];
};

/** What is known of a list before any of its items is made. */
type ListedParts<Item> = {
  readonly length: number;
  readonly keyAt: (index: number) => string;
  readonly indexOf: (key: string) => number;
  /** Called once for each item that is looked at. */
  readonly make: (index: number) => Item;
};

export function listed<Item>({length, keyAt, indexOf, make}: ListedParts<Item>): Listed<Item> {
  const made = new Map<number, Item>();
  const at = (index: number): Item | undefined => {
    if (index < 0 || index >= length) return undefined;
    let item = made.get(index);
    if (item === undefined) {
      item = make(index);
      made.set(index, item);
    }

    return item;
  };
  const slice = (from: number, to: number): Item[] => {
    const items: Item[] = [];
    for (let index = Math.max(0, from); index < Math.min(length, to); index++) items.push(at(index)!);
    return items;
  };
  return {
    length,
    at,
    slice,
    keys: {length, at: (index) => (index < 0 || index >= length ? undefined : keyAt(index)), indexOf},
    [Symbol.iterator]: () => slice(0, length).values(),
  };
}

/** The same of items that are there already. */
export function listedArray<Item>(items: readonly Item[], keyOf: (item: Item) => string): Listed<Item> {
  return listed({
    length: items.length,
    keyAt: (index) => keyOf(items[index]!),
    indexOf: (key) => items.findIndex((item) => keyOf(item) === key),
    make: (index) => items[index]!,
  });
}
