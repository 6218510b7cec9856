// Reads full stacks out of a log.

import type {Creator, Group, Members, Snapshot, Source} from '../profile/model.ts';
import type {LookAges, SnapshotHead} from '../session/model.ts';
import type {ByteReader} from './byte-reader.ts';
import type {Names} from './names-reader.ts';
import {checkedCount, checkedMs, createTickReader, readNear} from './near.ts';
import {DamagedBytes} from './recording-error.ts';
import {columnForms} from './write-look.ts';

const sources: ReadonlySet<string> = new Set<Source>(['debug=0', 'debug=1', 'debug=2', 'file']);

/** @throws {DamagedBytes} */
export function readHead(from: ByteReader, names: Names, wallMs: number): SnapshotHead {
  const takenAt = checkedMs(readNear(from, wallMs));
  const source = names.text(from.count());
  if (!isSource(source)) throw new DamagedBytes('a snapshot is of no known source');
  return {
    takenAt,
    source,
    total: checkedCount(readNear(from, 0)),
    complete: from.byte() === 1,
    missing: checkedCount(readNear(from, 0)),
    observer: checkedCount(readNear(from, 0)),
  };
}

/** @throws {DamagedBytes} */
export function readLook(
  from: ByteReader,
  names: Names,
  wallMs: number,
): {readonly snapshot: Snapshot; readonly ages: LookAges} {
  const head = readHead(from, names, wallMs);
  const skippedLines = checkedCount(readNear(from, 0));
  const groups = Array.from({length: from.length()}, () => readGroup(from, names));
  return {snapshot: {...head, skippedLines, groups}, ages: readAges(from, groups)};
}

function readGroup(from: ByteReader, names: Names): Group {
  const identity = names.identity(from.count());
  const status = names.text(from.count());
  const count = checkedCount(readNear(from, 0));
  const leaked = checkedCount(readNear(from, 0));
  const operation = from.count();
  const creators = Array.from({length: from.length()}, (): Creator => {
    const frame = names.frame(from.count());
    const started = checkedCount(readNear(from, 0));
    const alive = readNear(from, 0);
    return {frame, count: started, alive: alive === -1 ? undefined : checkedCount(alive)};
  });
  return {
    identity,
    status,
    count,
    leaked,
    operation: operation === 0 ? undefined : names.text(operation - 1),
    creators,
    members: readMembers(from),
  };
}

function readMembers(from: ByteReader): Members | undefined {
  const marked = from.length() - 1;
  if (marked === -1) return undefined;
  return {
    ids: readColumn(from, new Float64Array(marked)),
    waitMinutes: readColumn(from, new Uint32Array(marked)),
    createdBy: readColumn(from, new Float64Array(marked)),
    lockedToThread: readColumn(from, new Uint8Array(marked)),
  };
}

function readColumn<Column extends Float64Array | Uint32Array | Uint8Array>(
  from: ByteReader,
  column: Column,
): Column {
  const isDifferences = from.byte() === columnForms.differences;
  let before = 0;
  for (let at = 0; at < column.length; at++) {
    before = isDifferences ? before + from.signed() : from.float();
    column[at] = before;
  }

  return column;
}

function readAges(from: ByteReader, groups: readonly Group[]): LookAges {
  const ticks = createTickReader(from);
  const firstLookMs = ticks.read();
  const moments = Array.from({length: from.length()}, () => ticks.read());
  const firstSeen = new Map<number, number>();
  let number = 0;
  for (const {members} of groups) {
    if (members === undefined) continue;
    const {ids} = members;
    for (let at = 0; at < ids.length; at++) {
      number += from.signed();
      const ms = moments[number];
      if (ms === undefined) throw new DamagedBytes('an age is not known');
      firstSeen.set(ids[at]!, ms);
    }
  }

  return {firstLookMs, firstSeen};
}

function isSource(text: string): text is Source {
  return sources.has(text);
}
