// Keeps looks of the past small: as packed columns, until somebody goes back to one.

import {constants, zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import type {Creator, Group, Members} from '../profile/model.ts';
import {createLookTables, type LookTable} from './look-table.ts';
import {ColumnReader, ColumnWriter} from './number-columns.ts';
import type {Packing} from './packed-log.ts';
import {placeLooksOf} from './place-look.ts';
import type {StacksLook} from './model.ts';

/** What looks of the past may hold: of 10,000 goroutines, some 200 of them. */
export const maxPastLooksBytes = 8 * 2 ** 20;
/** Beside its columns, for each look. */
const lookBytes = 400;
/** Of a group that only a look has seen: its stack and its labels. */
const unknownIdentityBytes = 700;
/** A slice between two breaths. */
const idsPerSlice = 10_000;
const compression = {params: {[constants.ZSTD_c_compressionLevel]: 1}};

/** One look in few bytes: numbers of a table, and columns of numbers. */
export type PackedLook = {
  readonly table: LookTable;
  readonly columns: Uint8Array;
  readonly head: Omit<StacksLook, 'places' | 'firstSeen' | 'snapshot'> & {
    readonly snapshot: Omit<StacksLook['snapshot'], 'groups' | 'columns'>;
  };
  readonly bytes: number;
};

type LookPacking = Packing<StacksLook, PackedLook> & {
  /** The same work, cut into slices. */
  readonly packing: (look: StacksLook) => Generator<void, PackedLook>;
};

/** @param isTracked whether the history remembers a group anyway, by its key */
export function createLookPacking(isTracked: (key: string) => boolean): LookPacking {
  const nextTable = createLookTables();

  function* packing(look: StacksLook): Generator<void, PackedLook> {
    const {snapshot, firstSeen, places: _places, ...head} = look;
    const {groups, columns: _columns, ...snapshotHead} = snapshot;
    const table = nextTable();
    const before = table.identities.items.length;
    const writer = new ColumnWriter();
    writeGroups(writer, groups, table);
    yield;
    yield* writeMembers(writer, groups, firstSeen);
    const columns = new Uint8Array(zstdCompressSync(writer.bytes, compression));
    for (const {key} of table.identities.items.slice(before)) {
      if (!isTracked(key)) table.bytes += unknownIdentityBytes;
    }

    return {
      table,
      columns,
      head: {...head, snapshot: snapshotHead},
      bytes: columns.byteLength + lookBytes,
    };
  }

  return {
    maxBytes: maxPastLooksBytes,
    packing,
    pack(look) {
      const steps = packing(look);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
      }
    },
    unpack: unpackLook,
    bytesOf(looks) {
      const tables = new Set(looks.map(({table}) => table));
      return sum(looks) + sum([...tables]);
    },
  };
}

function sum(sizes: readonly {readonly bytes: number}[]): number {
  return sizes.reduce((total, {bytes}) => total + bytes, 0);
}

function writeGroups(
  writer: ColumnWriter,
  groups: readonly Group[],
  {identities, words, frames}: LookTable,
): void {
  writer.write(groups.map(({identity}) => identities.numberOf(identity)));
  writer.write(groups.map(({status}) => words.numberOf(status)));
  writer.write(groups.map(({operation}) => (operation === undefined ? 0 : words.numberOf(operation) + 1)));
  writer.write(groups.map(({count}) => count));
  writer.write(groups.map(({leaked}) => leaked));
  writer.write(groups.map(({creators}) => creators.length));
  const creators = groups.flatMap((group) => group.creators);
  writer.write(creators.map(({frame}) => frames.numberOf(frame)));
  writer.write(creators.map(({count}) => count));
  writer.write(creators.map(({alive}) => (alive === undefined ? 0 : alive + 1)));
  writer.write(groups.map(({members}) => (members === undefined ? 0 : members.ids.length + 1)));
}

/** Goroutines first seen at the same look share one moment: its number is small. */
function* writeMembers(
  writer: ColumnWriter,
  groups: readonly Group[],
  firstSeen: StacksLook['firstSeen'],
): Generator<void, void> {
  const columns = joined(groups);
  const {ids} = columns;
  for (const column of [ids, columns.createdBy, columns.waitMinutes, columns.lockedToThread]) {
    writer.write(column);
    if (ids.length > idsPerSlice) yield;
  }

  const moments = new Map<number, number>();
  const numberOf = (atMs: number | undefined) => {
    if (atMs === undefined) return 0;
    let number = moments.get(atMs);
    if (number === undefined) {
      number = moments.size + 1;
      moments.set(atMs, number);
    }

    return number;
  };
  const seen = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) {
    seen[at] = numberOf(firstSeen.get(ids[at]!));
    if (at % idsPerSlice === idsPerSlice - 1) yield;
  }

  writer.write(seen);
  // A look that was cut keeps those that it does not show.
  const shown = new Set(firstSeen.size > ids.length ? ids : []);
  const others = shown.size === 0 && ids.length > 0 ? [] : [...firstSeen].filter(([id]) => !shown.has(id));
  writer.write(others.map(([id]) => id));
  writer.write(others.map(([, atMs]) => numberOf(atMs)));
  writer.write([...moments.keys()]);
}

function joined(groups: readonly Group[]) {
  const length = groups.reduce((total, {members}) => total + (members?.ids.length ?? 0), 0);
  const all = {
    ids: new Float64Array(length),
    createdBy: new Float64Array(length),
    waitMinutes: new Uint32Array(length),
    lockedToThread: new Uint8Array(length),
  };
  let at = 0;
  for (const {members} of groups) {
    if (members === undefined) continue;
    all.ids.set(members.ids, at);
    all.createdBy.set(members.createdBy, at);
    all.waitMinutes.set(members.waitMinutes, at);
    all.lockedToThread.set(members.lockedToThread, at);
    at += members.ids.length;
  }

  return all;
}

function unpackLook({table, columns, head}: PackedLook): StacksLook {
  const reader = new ColumnReader(zstdDecompressSync(columns));
  const {identities, words, frames} = table;
  const next = () => reader.read();
  const [numbers, statuses, operations, counts, leaked, creatorCounts] = [
    next(),
    next(),
    next(),
    next(),
    next(),
    next(),
  ];
  const [creatorFrames, creatorTotals, alive, memberCounts] = [next(), next(), next(), next()];
  const all: Members = {
    ids: next(),
    createdBy: next(),
    waitMinutes: Uint32Array.from(next()),
    lockedToThread: Uint8Array.from(next()),
  };
  const [seen, otherIds, otherSeen, moments] = [next(), next(), next(), next()];
  const groups: Group[] = [];
  let creatorAt = 0;
  let memberAt = 0;
  for (let at = 0; at < numbers.length; at++) {
    const creators: Creator[] = [];
    for (const end = creatorAt + creatorCounts[at]!; creatorAt < end; creatorAt++) {
      creators.push({
        frame: frames.items[creatorFrames[creatorAt]!]!,
        count: creatorTotals[creatorAt]!,
        alive: alive[creatorAt] === 0 ? undefined : alive[creatorAt]! - 1,
      });
    }

    const start = memberAt;
    memberAt += Math.max(0, memberCounts[at]! - 1);
    groups.push({
      identity: identities.items[numbers[at]!]!,
      status: words.items[statuses[at]!]!,
      count: counts[at]!,
      leaked: leaked[at]!,
      operation: operations[at] === 0 ? undefined : words.items[operations[at]! - 1],
      creators,
      members: memberCounts[at] === 0 ? undefined : membersBetween(all, start, memberAt),
    });
  }

  const firstSeen = new Map<number, number>();
  for (let at = 0; at < all.ids.length; at++) {
    if (seen[at] !== 0) firstSeen.set(all.ids[at]!, moments[seen[at]! - 1]!);
  }

  for (let at = 0; at < otherIds.length; at++) firstSeen.set(otherIds[at]!, moments[otherSeen[at]! - 1]!);
  const snapshot = {...head.snapshot, groups};
  const places = placeLooksOf(groups, {firstLookMs: head.firstLookMs, firstSeen});
  return {...head, snapshot, places, firstSeen};
}

function membersBetween(all: Members, start: number, end: number): Members {
  return {
    ids: all.ids.subarray(start, end),
    createdBy: all.createdBy.subarray(start, end),
    waitMinutes: all.waitMinutes.subarray(start, end),
    lockedToThread: all.lockedToThread.subarray(start, end),
  };
}
