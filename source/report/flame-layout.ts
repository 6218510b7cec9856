// Where the blocks of a flame graph stand, and which are too narrow to be drawn one by one.

import type {CallNode} from './call-tree.ts';

/** A block of a flame graph. */
export type FlameCell = {
  /** Undefined: several that are too narrow to be drawn one by one. */
  readonly node: CallNode | undefined;
  /** How many nodes and goroutines it stands for. */
  readonly nodes: number;
  readonly count: number;
  readonly x: number;
  readonly width: number;
  /** 0: the root. */
  readonly row: number;
};

/** What a browser draws at once without delay: about 1 MB of markup. */
const maxCells = 4000;
const narrowestCell = 2;

/**
 * Places the nodes of a tree in rows, as wide as they have goroutines; children below their parent, the widest first.
 * What is too narrow to be seen is drawn as one.
 */
export function flameCells(all: CallNode, width: number): readonly FlameCell[] {
  for (let narrowest = narrowestCell; ; narrowest *= 2) {
    const cells = layOut(all, width, narrowest);
    if (cells.length <= maxCells || narrowest > width) return cells;
  }
}

function layOut(all: CallNode, width: number, narrowest: number): readonly FlameCell[] {
  const cells: FlameCell[] = [];
  const perGoroutine = all.count === 0 ? 0 : width / all.count;

  function place(node: CallNode, x: number, row: number): void {
    cells.push({node, nodes: 1, count: node.count, x, width: node.count * perGoroutine, row});
    const children = [...node.children.values()].toSorted(
      (a, b) => b.count - a.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
    let left = x;
    let nodes = 0;
    let count = 0;
    for (const child of children) {
      const cell = child.count * perGoroutine;
      if (cell >= narrowest) {
        place(child, left, row + 1);
        left += cell;
      } else {
        nodes++;
        count += child.count;
      }
    }

    if (count * perGoroutine >= narrowest) {
      cells.push({node: undefined, nodes, count, x: left, width: count * perGoroutine, row: row + 1});
    }
  }

  place(all, 0, 0);
  return cells;
}
