// Memory for the points of many series, handed out in blocks.

/** So many points stand together: a group that never changes takes one block, one that always does wastes half of one. */
export const pointsPerBlock = 8;
/** 128 KiB at a time. */
const blocksPerSlab = 1024;

/** Points of many series, in memory that is handed out in blocks and taken back: no object per point or series. */
export type PointPool = {
  /** Reserves a block and returns its number. */
  take(): number;
  give(block: number): void;
  /** Where the points of a block are: time and value by turns, from `offsetOf(block)` on. */
  slabOf(block: number): Float64Array;
  /** How much memory it holds, in bytes. */
  readonly bytes: number;
};

export function createPointPool(): PointPool {
  const slabs: Float64Array[] = [];
  const free: number[] = [];
  let taken = 0;

  return {
    take() {
      const again = free.pop();
      if (again !== undefined) return again;
      if (taken === slabs.length * blocksPerSlab) {
        slabs.push(new Float64Array(blocksPerSlab * pointsPerBlock * 2));
      }

      return taken++;
    },

    give(block) {
      free.push(block);
    },

    slabOf: (block) => slabs[Math.floor(block / blocksPerSlab)]!,

    get bytes() {
      return slabs.length * blocksPerSlab * pointsPerBlock * 2 * Float64Array.BYTES_PER_ELEMENT;
    },
  };
}

/** Where in its slab a block begins. */
export function offsetOf(block: number): number {
  return (block % blocksPerSlab) * pointsPerBlock * 2;
}
