// The pages on which a process tells how much memory it has, and what asking them may cost.

import {parseMemoryHeap} from './memory-heap.ts';
import type {MemorySizes} from './memory-sizes.ts';
import {parseMemoryVars} from './memory-vars.ts';

/** A page on which a process tells how much memory it has. */
type MemoryPage = {
  /** @param pprofPath where its profiles are; ends in `/` */
  readonly pathFrom: (pprofPath: string) => string;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly read: (chunks: readonly Uint8Array[]) => MemorySizes | undefined;
};

/** In the order in which to try them. */
export const memorySources = ['vars', 'heap'] as const;
export type MemorySource = (typeof memorySources)[number];

/**
 * Nobody waits for these, and everything else waits for them. Never with `gc=1`: neither page makes the process
 * collect.
 */
const deadlineMs = 3_000;

export const memoryPages: Readonly<Record<MemorySource, MemoryPage>> = {
  /** Only where the program imports expvar. A process without variables of its own writes 4 kB. */
  vars: {
    pathFrom: (pprofPath) =>
      pprofPath.endsWith('/pprof/') ? pprofPath.replace(/pprof\/$/, 'vars') : '/debug/vars',
    deadlineMs,
    maxBytes: 1024 * 1024,
    read: (chunks) => parseMemoryVars(Buffer.concat(chunks).toString()),
  },
  /** With all records of the heap profile before the figures: see `maxHeapRecords`. */
  heap: {
    pathFrom: (pprofPath) => `${pprofPath}heap?debug=1`,
    deadlineMs,
    maxBytes: 4 * 1024 * 1024,
    read: parseMemoryHeap,
  },
};

/**
 * With more records than this in the heap profile it is not asked for: each is 0.2 ms of work and 1.7 kB for stacks 35
 * frames deep (Go 1.26), and the process goes on writing for nobody after the connection is closed. So many keep a
 * core busy for 0.2 % of the minute.
 */
export const maxHeapRecords = 500;
