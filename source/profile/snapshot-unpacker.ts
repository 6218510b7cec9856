import type {Creator, Frame, Group, GroupColumns, GroupIdentity, Members, Snapshot} from './model.ts';
import type {SnapshotMessage} from './snapshot-message.ts';

/** The main thread's side. */
export type SnapshotUnpacker = {
  unpack(message: SnapshotMessage): Snapshot;
  /** Every identity of this epoch. */
  known(): ReadonlyMap<string, GroupIdentity>;
};

type Tables = {
  epoch: number;
  readonly strings: string[];
  readonly frames: Frame[];
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

    const {strings, frames, identities, byKey} = tables;
    for (const text of message.newStrings) {
      strings.push(text);
    }

    for (let at = 0; at < message.newFrames.length; at += 3) {
      const [name, file, line] = message.newFrames.subarray(at, at + 3);
      frames.push({function: strings[name!]!, file: strings[file!]!, line: line!});
    }

    for (const {key, place, family, labels, stack} of message.newIdentities) {
      const identity = before.get(key) ?? {
        key,
        place,
        family,
        stack: Array.from(stack, (index) => frames[index]!),
        labels,
      };
      identities.push(identity);
      byKey.set(key, identity);
    }
  }

  return {
    known: () => (tables.epoch === -1 ? before : tables.byKey),

    unpack(message) {
      learn(message);
      const {takenAt, source, total, complete, missing, observer, skippedLines} = message;
      const facts = {takenAt, source, total, complete, missing, observer, skippedLines};
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
  return {epoch, strings: [], frames: [], identities: [], byKey: new Map()};
}

function sliceMembers(members: Members, start: number, end: number): Members {
  return {
    ids: members.ids.subarray(start, end),
    waitMinutes: members.waitMinutes.subarray(start, end),
    createdBy: members.createdBy.subarray(start, end),
    lockedToThread: members.lockedToThread.subarray(start, end),
  };
}
