// The domain model: frames, groups, creators, members, and the snapshot of one moment.

import type {Family} from './wait-reason.ts';

/** One call in a stack. `file` is as the target's compiler recorded it; it need not exist on this machine. */
export type Frame = {readonly function: string; readonly file: string; readonly line: number};

/**
 * What makes goroutines one group: the same kind of wait, the same stack, the same labels. Interned: for one
 * decoder, equal keys are the same object, so that 10,000 unchanged groups cost nothing each second.
 */
export type GroupIdentity = {
  /** `place`, then `.` and a hash of the labels when there are any. Stable across formats, samples and runs. */
  readonly key: string;
  /** 16 hex digits over the family and the innermost 24 visible frames: the same for any labels. */
  readonly place: string;
  readonly family: Family;
  /** Innermost first, without the runtime's own frames. Empty for a goroutine that has not started yet. */
  readonly stack: readonly Frame[];
  readonly labels: Readonly<Record<string, string>>;
};

/**
 * Where goroutines of a group were started. Only debug=2 knows. `alive`: for how many of them the goroutine that
 * started them still lives; undefined where the runtime does not say which one it was (before Go
 * 1.21), or a dump that was cut may hold it in the part that is missing.
 */
export type Creator = {readonly frame: Frame; readonly count: number; readonly alive: number | undefined};

/** The goroutines of one group, as columns of equal length in dump order. Only debug=2 knows. */
export type Members = {
  readonly ids: Float64Array;
  /** The runtime's own figure, in whole minutes; 0: none printed. GC-granular, so only ever shown as "≈". */
  readonly waitMinutes: Uint32Array;
  /** Id of the goroutine that started it; 0: not printed (before Go 1.21, or started by the runtime). */
  readonly createdBy: Float64Array;
  /** 1 where the goroutine is locked to its thread. */
  readonly lockedToThread: Uint8Array;
};

export type Group = {
  readonly identity: GroupIdentity;
  /** The runtime's word, such as `chan receive (nil chan)`; of the majority where members differ. */
  readonly status: string;
  readonly count: number;
  /** How many the garbage collector has marked `(leaked)`. */
  readonly leaked: number;
  /** The runtime function it parked in, such as `runtime.chanrecv2`; only debug=0 names it. */
  readonly operation: string | undefined;
  readonly creators: readonly Creator[];
  readonly members: Members | undefined;
};

/** The counts of groups as columns, for those who need no object for each of 10,000 groups each second. */
export type GroupColumns = {
  /** Only ever appended to: two snapshots with the same table have the same identities at the same indices. */
  readonly identities: readonly GroupIdentity[];
  readonly words: readonly string[];
  /** Index of each group's identity. */
  readonly groups: Uint32Array;
  readonly counts: Float64Array;
  readonly leaked: Float64Array;
  /** Index of each group's status among the words. */
  readonly statuses: Uint32Array;
  /** 0: undefined; else the index of its operation among the words, plus one. */
  readonly operations: Uint32Array;
};

export type Source = 'debug=0' | 'debug=1' | 'debug=2' | 'file';

/** One moment of a target's goroutines. */
export type Snapshot = {
  /** Milliseconds since 1970. */
  readonly takenAt: number;
  readonly source: Source;
  /** The goroutines of `groups`, added up: those of the request itself are not among them. */
  readonly total: number;
  /** False: the runtime cut the dump at 64 MiB, the body ended early, or part of it could not be read. */
  readonly complete: boolean;
  /** How many goroutines are known to be missing; 0 when complete or when the number cannot be known. */
  readonly missing: number;
  /** Goroutines that existed only to answer the request: the handler, and the reader of its connection. */
  readonly observer: number;
  /** Lines inside goroutines that belong to none of them: another log written in between. */
  readonly skippedLines?: number;
  /** The runtime ended the process because all of its goroutines were asleep; only the log of such an end says it. */
  readonly isDeadlock?: boolean;
  readonly groups: readonly Group[];
  /** The same groups as columns, where they came as such; `groups` is then made when it is first asked for. */
  readonly columns?: GroupColumns | undefined;
};
