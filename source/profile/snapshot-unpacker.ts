// Makes snapshots of what the worker has packed; snapshot-message.ts is its other side.

import {placeOfKey} from './group-key.ts';
import type {Labels} from './labels.ts';
import type {Creator, Frame, Group, GroupColumns, GroupIdentity, Members, Snapshot} from './model.ts';
import type {SnapshotMessage} from './snapshot-message.ts';
import type {Family} from './wait-reason.ts';

/** The main thread's side. */
export type SnapshotUnpacker = {
  unpack(message: SnapshotMessage): Snapshot;
  /** Every identity of this epoch. */
  known(): ReadonlyMap<string, GroupIdentity>;
};

const noLabels: Labels = Object.freeze({});

type Tables = {
  epoch: number;
  readonly strings: string[];
  readonly frames: Frame[];
  readonly families: Family[];
  readonly identities: GroupIdentity[];
  readonly byKey: Map<string, GroupIdentity>;
};

/**
 * An identity stays the same object also when the tables begin anew, as long as the epoch before it had it.
 *
 * @param previous that of a worker which ended.
 */
export function createSnapshotUnpacker(previous?: SnapshotUnpacker): SnapshotUnpacker {
  let tables = emptyTables(-1);
  let before = previous?.known() ?? new Map<string, GroupIdentity>();

  function learn(message: SnapshotMessage): void {
    if (message.epoch !== tables.epoch) {
      before = tables.epoch === -1 ? before : tables.byKey;
      tables = emptyTables(message.epoch);
    }

    const {strings, frames, families} = tables;
    for (const text of message.newStrings) {
      strings.push(text);
    }

    for (let at = 0; at < message.newFrames.length; at += 3) {
      const [name, file, line] = message.newFrames.subarray(at, at + 3);
      frames.push({function: strings[name!]!, file: strings[file!]!, line: line!});
    }

    for (const family of message.newFamilies) families.push(family);
    learnIdentities(message.newIdentities);
  }

  function learnIdentities({keys, ...columns}: SnapshotMessage['newIdentities']): void {
    const {strings, frames, families, identities, byKey} = tables;
    const stack: Frame[] = [];
    let frameAt = 0;
    let labelAt = 0;
    for (const [at, key] of keys.entries()) {
      stack.length = 0;
      for (const end = frameAt + columns.stackLengths[at]!; frameAt < end; frameAt++) {
        stack.push(frames[columns.stackFrames[frameAt]!]!);
      }

      const labels: [string, string][] = [];
      for (const end = labelAt + columns.labelCounts[at]! * 2; labelAt < end; labelAt += 2) {
        labels.push([strings[columns.labelStrings[labelAt]!]!, strings[columns.labelStrings[labelAt + 1]!]!]);
      }

      const identity = before.get(key) ?? {
        key,
        place: placeOfKey(key),
        family: families[columns.families[at]!]!,
        // A copy is as long as it must be: one that has grown has room to spare.
        stack: stack.slice(),
        labels: labels.length === 0 ? noLabels : Object.fromEntries(labels),
      };
      identities.push(identity);
      byKey.set(key, identity);
    }
  }

  return {
    known: () => (tables.epoch === -1 ? before : tables.byKey),

    unpack(message) {
      learn(message);
      const {takenAt, source, total, complete, missing, observer, skippedLines, isDeadlock} = message;
      const ended = isDeadlock ? {isDeadlock} : {};
      const facts = {takenAt, source, total, complete, missing, observer, skippedLines, ...ended};
      const from = tables;
      const isColumns = message.memberCounts.length < message.counts.length;
      if (!isColumns) return {...facts, groups: unpackGroups(message, from)};
      let groups: readonly Group[] | undefined;
      return {
        ...facts,
        columns: columnsOf(message, from),
        get groups() {
          groups ??= unpackGroups(message, from);
          return groups;
        },
      };
    },
  };
}

function columnsOf(message: SnapshotMessage, {identities, strings}: Tables): GroupColumns {
  const {identities: groups, counts, leaked, statuses, operations} = message;
  return {identities, words: strings, groups, counts, leaked, statuses, operations};
}

function unpackGroups(message: SnapshotMessage, {strings, frames, identities}: Tables): Group[] {
  const groups: Group[] = [];
  let creatorAt = 0;
  let memberAt = 0;
  for (const [at, identity] of message.identities.entries()) {
    const creators: Creator[] = [];
    for (const end = creatorAt + (message.creatorCounts[at] ?? 0); creatorAt < end; creatorAt++) {
      const frame = frames[message.creators[creatorAt]!]!;
      const alive = message.creatorsAlive[creatorAt]!;
      creators.push({
        frame,
        count: message.creatorTotals[creatorAt]!,
        alive: Number.isNaN(alive) ? undefined : alive,
      });
    }

    const memberCount = message.memberCounts[at] ?? -1;
    const operation = message.operations[at]!;
    groups.push({
      identity: identities[identity]!,
      status: strings[message.statuses[at]!]!,
      count: message.counts[at]!,
      leaked: message.leaked[at]!,
      operation: operation === 0 ? undefined : strings[operation - 1],
      creators,
      members:
        memberCount === -1 ? undefined : sliceMembers(message.members, memberAt, memberAt + memberCount),
    });
    memberAt += Math.max(0, memberCount);
  }

  return groups;
}

function emptyTables(epoch: number): Tables {
  return {epoch, strings: [], frames: [], families: [], identities: [], byKey: new Map()};
}

function sliceMembers(members: Members, start: number, end: number): Members {
  return {
    ids: members.ids.subarray(start, end),
    waitMinutes: members.waitMinutes.subarray(start, end),
    createdBy: members.createdBy.subarray(start, end),
    lockedToThread: members.lockedToThread.subarray(start, end),
  };
}
