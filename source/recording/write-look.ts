// Writes full stacks into a log, a column for each thing that is known of them.

import type {Group, Members, Snapshot} from '../profile/model.ts';
import type {LookAges, SnapshotHead} from '../session/model.ts';
import {fitsSigned, type ByteWriter} from './byte-writer.ts';
import type {NamesWriter} from './names-writer.ts';
import {createTickWriter, writeNear} from './near.ts';

/** Every column says how it is written: as differences, which are short and repeat from look to look, or as it is. */
export const columnForms = {differences: 0, asItIs: 1} as const;

export function writeHead(out: ByteWriter, names: NamesWriter, head: SnapshotHead, wallMs: number): void {
  const {takenAt, source, total, complete, missing, observer} = head;
  writeNear(out, takenAt, wallMs);
  out.count(names.text(source));
  writeNear(out, total, 0);
  out.byte(complete ? 1 : 0);
  writeNear(out, missing, 0);
  writeNear(out, observer, 0);
}

/** Writes full stacks, column by column; `ages` last. */
export function writeLook(
  out: ByteWriter,
  names: NamesWriter,
  snapshot: Snapshot,
  wallMs: number,
  ages: LookAges,
): void {
  writeHead(out, names, snapshot, wallMs);
  writeNear(out, snapshot.skippedLines ?? 0, 0);
  out.count(snapshot.groups.length);
  for (const group of snapshot.groups) writeGroup(out, names, group);
  writeAges(out, snapshot.groups, ages);
}

function writeGroup(out: ByteWriter, names: NamesWriter, group: Group): void {
  const {identity, status, count, leaked, operation, creators, members} = group;
  out.count(names.identity(identity));
  out.count(names.text(status));
  writeNear(out, count, 0);
  writeNear(out, leaked, 0);
  out.count(operation === undefined ? 0 : names.text(operation) + 1);
  out.count(creators.length);
  for (const creator of creators) {
    out.count(names.frame(creator.frame));
    writeNear(out, creator.count, 0);
    writeNear(out, creator.alive ?? -1, 0);
  }

  out.count(members === undefined ? 0 : members.ids.length + 1);
  if (members === undefined) return;
  writeColumn(out, members.ids);
  writeColumn(out, members.waitMinutes);
  writeColumn(out, members.createdBy);
  writeColumn(out, members.lockedToThread);
}

function writeColumn(out: ByteWriter, column: Members[keyof Members] | readonly number[]): void {
  let isExact = true;
  for (const value of column) isExact &&= fitsSigned(value * 2);
  out.byte(isExact ? columnForms.differences : columnForms.asItIs);
  let before = 0;
  for (const value of column) {
    if (isExact) out.signed(value - before);
    else out.float(value);
    before = value;
  }
}

/** The moments at which ids were first seen, each once, and for each goroutine which of them. */
function writeAges(out: ByteWriter, groups: readonly Group[], {firstLookMs, firstSeen}: LookAges): void {
  const seen: number[] = [];
  for (const {members} of groups)
    if (members !== undefined) for (const id of members.ids) seen.push(firstSeen.get(id) ?? firstLookMs);
  const ascending = Float64Array.from(new Set(seen)).toSorted();
  const numbers = new Map(Array.from(ascending, (ms, at) => [ms, at]));
  const ticks = createTickWriter(out);
  ticks.write(firstLookMs);
  out.count(ascending.length);
  for (const ms of ascending) ticks.write(ms);
  let before = 0;
  for (const ms of seen) {
    const number = numbers.get(ms) ?? 0;
    out.signed(number - before);
    before = number;
  }
}
