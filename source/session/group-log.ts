import type {Family} from '../profile/wait-reason.ts';
import type {CountChange} from './model.ts';
import type {TrackedGroup} from './tracked-group.ts';

/** What groups counted at a moment: those that had goroutines, in the order in which they were first seen. */
export type GroupsThen = {readonly tracked: readonly TrackedGroup[]; readonly counts: Float64Array};

/** The counts of all groups that are remembered. */
export type GroupLog = {
  /** By their keys, in the order in which they were first seen. */
  readonly groups: ReadonlyMap<string, TrackedGroup>;
  /** The groups that have goroutines, in the same order: the same array until one comes or goes. */
  readonly present: readonly TrackedGroup[];
  /** How many counts are held: what memory goes into. */
  readonly points: number;
  /** 1 where no more can be held. */
  readonly fullness: number;
  /** How many goroutines a family has by now. */
  readonly sumOf: (family: Family) => number;
  readonly at: (atMs: number) => GroupsThen;
  /** Takes in what has changed since the last counts, as a log tells it. */
  readonly takeChanges: (atMs: number, changes: readonly CountChange[]) => void;
  /** Takes in marks of groups that are remembered; their counts stay. */
  readonly takeMarks: (atMs: number, changes: readonly CountChange[]) => void;
  /** Forgets what came before a moment, and groups that have been at 0 since. */
  readonly trim: (beforeMs: number) => void;
};

/** 16 bytes a point: about 24 MB for the counts of all groups, whatever the target does. */
export const maxPoints = 1_500_000;
/** Some 700 bytes each: labels that never repeat, such as the ids of requests, leave a group behind with each. */
export const maxGoneGroups = 50_000;
/** Some 80 bytes each: that the word or the leaked of a group, not its count, has changed. */
export const maxTurns = 50_000;
