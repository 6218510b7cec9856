import type {Keys} from './listed.ts';

/** The cursor of a list: it stays on its item when the rows around it move, and keeps its place when the item goes. */
export type ListCursor = {
  readonly key: string | undefined;
  readonly index: number;
  /** Index of the first row on the screen. */
  readonly top: number;
};

export const firstRow: ListCursor = {key: undefined, index: 0, top: 0};

/** Finds the cursor's item again among the rows of now, and brings it into a window of `height` rows. */
export function settleCursor(cursor: ListCursor, keys: Keys, height: number): ListCursor {
  const found =
    cursor.key === undefined
      ? -1
      : keys.at(cursor.index) === cursor.key
        ? cursor.index
        : keys.indexOf(cursor.key);
  return place(keys, height, found < 0 ? cursor.index : found, cursor.top);
}

/** The item that the cursor is on; undefined in an empty list. */
export function underCursor<Item>(
  items: {readonly length: number; at(index: number): Item | undefined},
  keys: Keys,
  cursor: ListCursor,
): Item | undefined {
  return items.at(settleCursor(cursor, keys, items.length).index);
}

/** Moves the cursor by so many rows, stopping at either end. */
export function move(cursor: ListCursor, keys: Keys, height: number, by: number): ListCursor {
  const {index, top} = settleCursor(cursor, keys, height);
  return place(keys, height, index + by, top);
}

function place(keys: Keys, height: number, index: number, top: number): ListCursor {
  const last = Math.max(0, keys.length - 1);
  const at = Math.min(last, Math.max(0, index));
  const lastTop = Math.max(0, keys.length - height);
  return {
    key: keys.at(at),
    index: at,
    top: Math.min(lastTop, Math.max(0, Math.min(at, Math.max(top, at - height + 1)))),
  };
}
