import {sortTexts} from './sort-texts.ts';

/** What a row is known by: groups with the same key are one row. */
export type Bucket = {readonly key: string; readonly name: string};

/**
 * Which groups make which row. Stays the same while only counts change, so that a second of 10,000 groups costs a few
 * sums and no object for each.
 */
export type RowLayout = {
  readonly length: number;
  readonly keys: readonly string[];
  readonly names: readonly string[];
  /** For each group the index of its row; -1: it is not listed. */
  readonly rowOfGroup: Int32Array;
  /** The place of each row among the keys from A to Z. */
  readonly ranks: Uint32Array;
  /** The row at each of these places. */
  readonly byRank: Uint32Array;
  /** Indices of the groups of a row, by their keys from A to Z. */
  groupsOf(row: number): readonly number[];
  indexOf(key: string): number;
};

/**
 * Gathers `length` groups into rows, in the order of first appearance; without a bucket a group is not listed. Within
 * a row they are ordered by key: in which order they were first seen, a replay need not know.
 */
export function layoutRows(
  length: number,
  bucketOf: (group: number) => Bucket | undefined,
  keyOf: (group: number) => string,
): RowLayout {
  const sorted = new Map<number, readonly number[]>();
  const rows = new Map<string, number>();
  const keys: string[] = [];
  const names: string[] = [];
  const rowOfGroup = new Int32Array(length).fill(-1);
  const first: number[] = [];
  const last: number[] = [];
  const next = new Int32Array(length).fill(-1);
  for (let group = 0; group < length; group++) {
    const bucket = bucketOf(group);
    if (bucket === undefined) continue;
    let row = rows.get(bucket.key);
    if (row === undefined) {
      row = keys.length;
      rows.set(bucket.key, row);
      keys.push(bucket.key);
      names.push(bucket.name);
      first.push(group);
    } else {
      next[last[row]!] = group;
    }

    last[row] = group;
    rowOfGroup[group] = row;
  }

  const byRank = sortTexts(keys);
  const ranks = new Uint32Array(keys.length);
  for (let rank = 0; rank < byRank.length; rank++) ranks[byRank[rank]!] = rank;
  return {
    length: keys.length,
    keys,
    names,
    rowOfGroup,
    ranks,
    byRank,
    groupsOf(row) {
      const known = sorted.get(row);
      if (known !== undefined) return known;
      const groups: number[] = [];
      for (let group = first[row] ?? -1; group !== -1; group = next[group]!) groups.push(group);
      if (groups.length < 2) return groups;
      const inOrder = groups.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      sorted.set(row, inOrder);
      return inOrder;
    },
    indexOf: (key) => rows.get(key) ?? -1,
  };
}

/** Adds up a value of each group in the row that it belongs to. */
export function sumRows({length, rowOfGroup}: RowLayout, valueOf: (group: number) => number): Float64Array {
  const sums = new Float64Array(length);
  for (let group = 0; group < rowOfGroup.length; group++) {
    const row = rowOfGroup[group]!;
    if (row !== -1) sums[row] = sums[row]! + valueOf(group);
  }

  return sums;
}
