// A snapshot on its way from the worker to the main thread, and the side that packs it.

import type {Creator, Frame, Group, GroupColumns, GroupIdentity, Snapshot, Source} from './model.ts';
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

type OwnMembers = {
  readonly ids: Float64Array<ArrayBuffer>;
  readonly waitMinutes: Uint32Array<ArrayBuffer>;
  readonly createdBy: Float64Array<ArrayBuffer>;
  readonly lockedToThread: Uint8Array<ArrayBuffer>;
};

/** The worker's side: remembers what the other side already has. */
type SnapshotPacker = {pack(snapshot: Snapshot): SnapshotMessage};

/** @param epoch differs from that of any packer before it. */
export function createSnapshotPacker(epoch: number): SnapshotPacker {
  const strings = new Map<string, number>();
  const frames = new Map<Frame, number>();
  const families = new Map<Family, number>();
  const identities = new Map<GroupIdentity, number>();
  /** What the numbers of the columns before stand for here. */
  let read:
    | {readonly identities: GroupColumns['identities']; readonly indices: number[]; readonly words: number[]}
    | undefined;

  return {
    pack(snapshot) {
      const newStrings: string[] = [];
      const newFrames: number[] = [];
      const newFamilies: Family[] = [];
      const keys: string[] = [];
      const familyIndices: number[] = [];
      const stackLengths: number[] = [];
      const stackFrames: number[] = [];
      const labelCounts: number[] = [];
      const labelStrings: number[] = [];

      const stringIndex = (text: string): number => {
        let index = strings.get(text);
        if (index === undefined) {
          index = strings.size;
          strings.set(text, index);
          newStrings.push(text);
        }

        return index;
      };

      const frameIndex = (frame: Frame): number => {
        let index = frames.get(frame);
        if (index === undefined) {
          index = frames.size;
          frames.set(frame, index);
          newFrames.push(stringIndex(frame.function), stringIndex(frame.file), frame.line);
        }

        return index;
      };

      const familyIndex = (family: Family): number => {
        let index = families.get(family);
        if (index === undefined) {
          index = families.size;
          families.set(family, index);
          newFamilies.push(family);
        }

        return index;
      };

      const identityIndex = (identity: GroupIdentity): number => {
        let index = identities.get(identity);
        if (index === undefined) {
          index = identities.size;
          identities.set(identity, index);
          const {key, family, labels, stack} = identity;
          keys.push(key);
          familyIndices.push(familyIndex(family));
          stackLengths.push(stack.length);
          for (const frame of stack) stackFrames.push(frameIndex(frame));
          const named = Object.entries(labels);
          labelCounts.push(named.length);
          for (const [name, value] of named) labelStrings.push(stringIndex(name), stringIndex(value));
        }

        return index;
      };

      /** Numbers of the reader's table become numbers of the tables that both sides keep. */
      const fromColumns = ({groups, counts, leaked, ...rest}: GroupColumns) => {
        if (rest.identities !== read?.identities)
          read = {identities: rest.identities, indices: [], words: []};
        const {indices, words} = read;
        const wordOf = (word: number) => (words[word] ??= stringIndex(rest.words[word]!));
        return {
          identities: groups.map((group) => (indices[group] ??= identityIndex(rest.identities[group]!))),
          counts: counts.slice(),
          leaked: leaked.slice(),
          statuses: rest.statuses.map(wordOf),
          operations: rest.operations.map((word) => (word === 0 ? 0 : wordOf(word - 1) + 1)),
          creatorCounts: new Uint32Array(),
          memberCounts: new Int32Array(),
        };
      };

      const fromGroups = (groups: readonly Group[]) => ({
        identities: Uint32Array.from(groups, ({identity}) => identityIndex(identity)),
        counts: Float64Array.from(groups, ({count}) => count),
        leaked: Float64Array.from(groups, (group) => group.leaked),
        statuses: Uint32Array.from(groups, ({status}) => stringIndex(status)),
        operations: Uint32Array.from(groups, ({operation}) =>
          operation === undefined ? 0 : stringIndex(operation) + 1,
        ),
        creatorCounts: Uint32Array.from(groups, (group) => group.creators.length),
        memberCounts: Int32Array.from(groups, ({members}) => members?.ids.length ?? -1),
      });

      const {takenAt, source, total, complete, missing, observer, columns} = snapshot;
      const {skippedLines = 0, isDeadlock = false} = snapshot;
      // Groups as objects would only be made for this.
      const groups = columns === undefined ? snapshot.groups : [];
      const counted = columns === undefined ? fromGroups(groups) : fromColumns(columns);
      const creators: Creator[] = [];
      for (const group of groups) {
        for (const creator of group.creators) creators.push(creator);
      }

      return {
        takenAt,
        source,
        total,
        complete,
        missing,
        observer,
        skippedLines,
        isDeadlock,
        epoch,
        ...counted,
        creators: Uint32Array.from(creators, (creator) => frameIndex(creator.frame)),
        creatorTotals: Float64Array.from(creators, (creator) => creator.count),
        creatorsAlive: Float64Array.from(creators, (creator) => creator.alive ?? Number.NaN),
        members: joinMembers(groups),
        newStrings,
        newFrames: Uint32Array.from(newFrames),
        newFamilies,
        newIdentities: {
          keys,
          families: Uint32Array.from(familyIndices),
          stackLengths: Uint32Array.from(stackLengths),
          stackFrames: Uint32Array.from(stackFrames),
          labelCounts: Uint32Array.from(labelCounts),
          labelStrings: Uint32Array.from(labelStrings),
        },
      };
    },
  };
}

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

function joinMembers(groups: readonly Group[]): OwnMembers {
  const total = groups.reduce((sum, group) => sum + (group.members?.ids.length ?? 0), 0);
  const joined = {
    ids: new Float64Array(total),
    waitMinutes: new Uint32Array(total),
    createdBy: new Float64Array(total),
    lockedToThread: new Uint8Array(total),
  };
  let at = 0;
  for (const {members} of groups) {
    if (members !== undefined) {
      joined.ids.set(members.ids, at);
      joined.waitMinutes.set(members.waitMinutes, at);
      joined.createdBy.set(members.createdBy, at);
      joined.lockedToThread.set(members.lockedToThread, at);
      at += members.ids.length;
    }
  }

  return joined;
}
