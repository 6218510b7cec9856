// Reads out of a log what the target was measured to be, each number by how far it is from the one before.

import type {CostReading} from '../session/cost-ledger.ts';
import type {MemorySizes} from '../target/memory-sizes.ts';
import type {ByteReader} from './byte-reader.ts';
import {checkedCount, checkedMs, readNear} from './near.ts';

/** Reads what was measured, in the order in which it was written. Each throws DamagedBytes. */
type ReadingsReader = {
  readonly total: () => {readonly goroutines: number; readonly threads: number | undefined};
  readonly threads: () => number;
  readonly memory: () => MemorySizes;
  readonly cost: () => CostReading;
};

export function createReadingsReader(from: ByteReader): ReadingsReader {
  let goroutines = 0;
  let threads = 0;
  let sizes: readonly number[] = [];
  let costs: readonly number[] = [];

  function near(before: readonly number[], length: number): number[] {
    return Array.from({length}, (_, at) => readNear(from, before[at] ?? 0));
  }

  function readThreads(): number {
    threads = checkedCount(readNear(from, threads));
    return threads;
  }

  return {
    total() {
      goroutines = checkedCount(readNear(from, goroutines));
      return {goroutines, threads: from.byte() === 1 ? readThreads() : undefined};
    },
    threads: readThreads,
    memory() {
      sizes = near(sizes, 5).map((size) => checkedCount(size));
      const [heapInUse = 0, heapAllocated = 0, stacksInUse = 0, system = 0, collections = 0] = sizes;
      return {heapInUse, heapAllocated, stacksInUse, system, collections};
    },
    cost() {
      const isUsualPause = from.byte() === 1;
      costs = near(costs, 6).map((number) => checkedMs(number));
      const [requests = 0, bytes = 0, longestPauseMs = 0, share = 0, busyMs = 0, pausedMs = 0] = costs;
      return {share, longestPauseMs, isUsualPause, requests, bytes, busyMs, pausedMs};
    },
  };
}
