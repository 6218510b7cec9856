// Packs snapshots for their way to the main thread.

import type {Creator, Frame, Group, GroupColumns, GroupIdentity, Snapshot} from './model.ts';
import type {OwnMembers, SnapshotMessage} from './snapshot-message.ts';
import type {Family} from './wait-reason.ts';

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
