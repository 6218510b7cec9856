// A snapshot on its way from the worker to the main thread.

import type {Source} from './model.ts';
import type {Family} from './wait-reason.ts';

type Strings = readonly string[];

/**
 * A snapshot on its way from the worker. What is new since the last one crosses as text, once; everything else is
 * a number: the index of a string, a frame or an identity in tables that both sides keep in step.
 */
export type SnapshotMessage = {
  /** When it changes, both sides begin with empty tables. */
  readonly epoch: number;
  readonly newStrings: Strings;
  /** Function, file and line of each new frame. */
  readonly newFrames: Uint32Array<ArrayBuffer>;
  readonly newFamilies: readonly Family[];
  readonly newIdentities: NewIdentities;

  readonly takenAt: number;
  readonly source: Source;
  readonly total: number;
  readonly complete: boolean;
  readonly missing: number;
  readonly observer: number;
  readonly skippedLines: number;
  readonly isDeadlock: boolean;

  // One entry per group.
  readonly identities: Uint32Array<ArrayBuffer>;
  readonly counts: Float64Array<ArrayBuffer>;
  readonly leaked: Float64Array<ArrayBuffer>;
  readonly statuses: Uint32Array<ArrayBuffer>;
  /** 0: undefined; else the string's index plus one. */
  readonly operations: Uint32Array<ArrayBuffer>;
  /** Empty where groups came as columns: those have no creators and no members. */
  readonly creatorCounts: Uint32Array<ArrayBuffer>;
  /** −1: the format does not say. Empty where groups came as columns. */
  readonly memberCounts: Int32Array<ArrayBuffer>;

  // One entry per creator of each group, one group after the other.
  readonly creators: Uint32Array;
  readonly creatorTotals: Float64Array;
  readonly creatorsAlive: Float64Array;

  // One entry per goroutine, one group after the other.
  readonly members: OwnMembers;
};

/** Identities as columns: cloning an object and a buffer for each of 10,000 would take megabytes on both sides. */
export type NewIdentities = {
  readonly keys: Strings;
  readonly families: Uint32Array<ArrayBuffer>;
  readonly stackLengths: Uint32Array<ArrayBuffer>;
  /** The frames of each stack, one stack after the other. */
  readonly stackFrames: Uint32Array<ArrayBuffer>;
  readonly labelCounts: Uint32Array<ArrayBuffer>;
  /** Name and value of each label by turns, one identity after the other. */
  readonly labelStrings: Uint32Array<ArrayBuffer>;
};

export type OwnMembers = {
  readonly ids: Float64Array<ArrayBuffer>;
  readonly waitMinutes: Uint32Array<ArrayBuffer>;
  readonly createdBy: Float64Array<ArrayBuffer>;
  readonly lockedToThread: Uint8Array<ArrayBuffer>;
};

/** The buffers of a message that can be handed over instead of copied. */
export function transferables(message: SnapshotMessage): ArrayBuffer[] {
  const {ids, waitMinutes, createdBy, lockedToThread} = message.members;
  const {identities, counts, leaked, statuses, operations, creatorCounts, memberCounts} = message;
  const ofMembers: {readonly buffer: ArrayBuffer}[] = [ids, waitMinutes, createdBy, lockedToThread];
  const ofGroups = [identities, counts, leaked, statuses, operations, creatorCounts, memberCounts];
  const {families, stackLengths, stackFrames, labelCounts, labelStrings} = message.newIdentities;
  const ofNew = [message.newFrames, families, stackLengths, stackFrames, labelCounts, labelStrings];
  return [...ofMembers, ...ofGroups, ...ofNew].map((column) => column.buffer);
}
