// The segments of a recording, found by time and opened one by one.

import type {DatabaseSync} from 'node:sqlite';
import {decompress} from './compress.ts';
import {joinBytes} from './join-bytes.ts';
import {maxLogBytes, maxNamesBytes, maxPassedOver, maxPointsBytes} from './limits.ts';
import type {Piece} from './log-writer.ts';
import {createNamesPool} from './names-pool.ts';
import {createNames, type Names} from './names-reader.ts';
import {pragma} from './open-database.ts';
import {readPoints, type LogPoint} from './points.ts';
import {createEntryReader, type EntryReader} from './read-entry.ts';
import {readTail} from './read-tail.ts';
import {DamagedBytes} from './recording-error.ts';
import {readBytes, readRows, type CheckedRow} from './rows.ts';
import {bodyTable, segmentTable} from './tables.ts';

/** Names of so many chapters, logs and moments of so many segments are held: what is read next is mostly near. */
const maxChaptersHeld = 2;
const maxLogsHeld = 3;
const maxPointsHeld = 32;

export type SegmentHead = Omit<Piece, 'names' | 'log'>;
export type OpenSegment = {readonly head: SegmentHead; readonly reader: EntryReader; readonly names: Names};

/** The segments of a recording, read as they are asked for. Those that are damaged are passed over. */
export type Segments = {
  readonly first: () => SegmentHead | undefined;
  readonly last: () => SegmentHead | undefined;
  /** The newest that begins at or before a moment; the first where none does. */
  readonly at: (atMs: number) => SegmentHead | undefined;
  readonly atWall: (wallMs: number) => SegmentHead | undefined;
  readonly before: (segment: number) => SegmentHead | undefined;
  readonly after: (segment: number) => SegmentHead | undefined;
  /** That one and those after it which begin at or before a moment: to be gone through at once, and once at a time. */
  readonly onwards: (from: SegmentHead, toMs: number) => Generator<SegmentHead>;
  readonly find: (segment: number) => SegmentHead | undefined;
  /** In the order of time; none where they are damaged. */
  readonly points: (head: SegmentHead) => readonly LogPoint[];
  /** Throws DamagedBytes, and what SQLite throws. `withCounts`: otherwise they are passed over. */
  readonly open: (head: SegmentHead, untilMs?: number, withCounts?: boolean) => OpenSegment;
};

export function createSegments(database: DatabaseSync): Segments {
  const chapters = createHeld<number, {readonly names: Names; upTo: number}>(maxChaptersHeld);
  const pool = createNamesPool();
  const logs = createHeld<number, Uint8Array>(maxLogsHeld);
  const heldPoints = createHeld<string, readonly LogPoint[]>(maxPointsHeld);
  let tail: readonly (SegmentHead & {readonly pieces: readonly Piece[]})[] = [];
  let version = -1;

  /** Another process may have written in the meantime. */
  function tailNow(): typeof tail {
    const now = pragma(database, 'data_version');
    if (now === version) return tail;
    version = now;
    const bySegment = Map.groupBy(readTail(database), ({segment}) => segment);
    tail = Array.from(bySegment.values(), (pieces) => ({
      ...pieces[0]!,
      to: pieces.at(-1)!.to,
      samples: pieces.reduce((sum, {samples}) => sum + samples, 0),
      points: joinBytes(pieces.map(({points}) => points)),
      pieces,
    }));
    chapters.clear();
    logs.clear();
    heldPoints.clear();
    return tail;
  }

  function sealed(rest: string, values: readonly number[]): SegmentHead | undefined {
    for (const row of readRows(database, segmentTable, `${rest} LIMIT ${maxPassedOver}`, values))
      if (row.isSound) return headOf(row);
    return undefined;
  }

  /** Without the other of the two: there are several of each to be read, of some hundred pages. */
  function bodyOf(segment: number, column: 'names' | 'log', maxBytes: number): Uint8Array {
    const packed = readBytes(database, bodyTable, column, segment);
    if (packed === undefined) throw new DamagedBytes('a segment has lost its log');
    return decompress(packed, maxBytes);
  }

  function namesOf({segment, chapter}: SegmentHead, isTail: boolean): Names {
    const held = chapters.get(chapter) ?? {names: createNames(pool), upTo: 0};
    chapters.set(chapter, held);
    const sealedOnes = database
      .prepare('SELECT id FROM segment WHERE chapter = ? AND id > ? AND id <= ? ORDER BY id')
      .all(chapter, held.upTo, segment);
    try {
      for (const {id} of sealedOnes) {
        try {
          learn(held.names, bodyOf(Number(id), 'names', maxNamesBytes));
        } catch (error) {
          // What needs these names will say so, or do without.
          if (!(error instanceof DamagedBytes)) throw error;
        }

        held.upTo = Number(id);
      }

      if (isTail) {
        for (const one of tailNow()) {
          if (one.chapter !== chapter || one.segment <= held.upTo || one.segment > segment) continue;
          for (const {names} of one.pieces) learn(held.names, names);
          held.upTo = one.segment;
        }
      }
    } catch (error) {
      chapters.delete(chapter);
      throw error;
    }

    return held.names;
  }

  function logOf({segment}: SegmentHead, tailed: readonly Piece[] | undefined): Uint8Array {
    const held = logs.get(segment);
    if (held !== undefined) return held;
    const log =
      tailed === undefined
        ? bodyOf(segment, 'log', maxLogBytes)
        : joinBytes(tailed.map((piece) => piece.log));
    logs.set(segment, log);
    return log;
  }

  return {
    first: () => sealed('ORDER BY id', []) ?? tailNow()[0],
    last: () => tailNow().at(-1) ?? sealed('ORDER BY id DESC', []),
    at(atMs) {
      const tailed = tailNow().findLast(({from}) => from.atMs <= atMs);
      return (
        tailed ??
        sealed('WHERE from_ms <= ? ORDER BY from_ms DESC, id DESC', [atMs]) ??
        sealed('ORDER BY id', []) ??
        tail[0]
      );
    },
    atWall(wallMs) {
      const tailed = tailNow().findLast(({from}) => from.wallMs <= wallMs);
      return (
        tailed ??
        sealed('WHERE from_wall_ms <= ? ORDER BY from_wall_ms DESC, id DESC', [wallMs]) ??
        sealed('ORDER BY id', []) ??
        tail[0]
      );
    },
    before: (segment) =>
      tailNow().findLast((one) => one.segment < segment) ??
      sealed('WHERE id < ? ORDER BY id DESC', [segment]),
    after: (segment) =>
      sealed('WHERE id > ? ORDER BY id', [segment]) ?? tailNow().find((one) => one.segment > segment),
    *onwards({segment}, toMs) {
      let lastSealed = segment - 1;
      // One statement for a day of them: one each takes longer than reading what is in them.
      for (const row of readRows(database, segmentTable, 'WHERE id >= ? ORDER BY id', [segment])) {
        if (!row.isSound) continue;
        const head = headOf(row);
        if (head.from.atMs > toMs) return;
        lastSealed = head.segment;
        yield head;
      }

      for (const one of tailNow()) if (one.segment > lastSealed && one.from.atMs <= toMs) yield one;
    },
    find: (segment) => sealed('WHERE id = ?', [segment]) ?? tailNow().find((one) => one.segment === segment),
    points(head) {
      const key = `${head.segment} ${head.points.length}`;
      const held = heldPoints.get(key);
      if (held !== undefined) return held;
      const points = soundPoints(head.points);
      heldPoints.set(key, points);
      return points;
    },
    open(head, untilMs, withCounts) {
      const tailed = tailNow().find((one) => one.segment === head.segment);
      const names = namesOf(head, tailed !== undefined);
      const reader = createEntryReader(logOf(head, tailed?.pieces), names, untilMs, withCounts);
      return {head, names, reader};
    },
  };
}

function learn(names: Names, bytes: Uint8Array): void {
  try {
    names.learn(bytes);
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error;
  }
}

function headOf(row: CheckedRow): SegmentHead {
  return {
    segment: row.id,
    chapter: row.number('chapter'),
    lookIn: row.number('look_in'),
    baselineIn: row.number('baseline_in'),
    from: {atMs: row.number('from_ms'), wallMs: row.number('from_wall_ms')},
    to: {atMs: row.number('to_ms'), wallMs: row.number('to_wall_ms')},
    samples: row.number('samples'),
    points: row.bytes('points', maxPointsBytes),
  };
}

function soundPoints(bytes: Uint8Array): readonly LogPoint[] {
  try {
    // A look comes some time after its moment.
    return readPoints(bytes).toSorted((a, b) => a.atMs - b.atMs);
  } catch (error) {
    if (error instanceof DamagedBytes) return [];
    throw error;
  }
}

/** Holds what was used last, so many of them. */
function createHeld<Key, Thing>(most: number) {
  const held = new Map<Key, Thing>();
  return {
    get(key: Key): Thing | undefined {
      const thing = held.get(key);
      if (thing === undefined) return undefined;
      held.delete(key);
      held.set(key, thing);
      return thing;
    },
    set(key: Key, thing: Thing): void {
      held.delete(key);
      held.set(key, thing);
      for (const oldest of held.keys()) {
        if (held.size <= most) return;
        held.delete(oldest);
      }
    },
    delete: (key: Key) => held.delete(key),
    clear: () => held.clear(),
  };
}
