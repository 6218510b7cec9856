// What is written to the database of a recording, one transaction at a time.

import type {DatabaseSync, StatementSync} from 'node:sqlite';
import type {SessionEvent} from '../session/events.ts';
import {writtenKind} from './event-kinds.ts';
import type {Piece} from './log-writer.ts';
import {pragma} from './open-database.ts';
import {
  bodyTable,
  chunkTable,
  dumpTable,
  eventTable,
  metaTable,
  rowCheck,
  segmentTable,
  tables,
  tailTable,
  type Table,
  type Value,
} from './tables.ts';

/** A finished segment: its pieces put together, names and log compressed. */
type SealedSegment = Piece;

type DumpRow = {
  readonly atMs: number;
  readonly wallMs: number;
  readonly name: string;
  readonly cause: string;
  readonly bytes: number;
};

/** What is written to a recording, each call as a whole or not at all. Throws what SQLite throws. */
export type RecordingFile = {
  readonly setMeta: (entries: Readonly<Record<string, string>>) => void;
  /** One piece of the segment that goes on, and the events in it. */
  readonly append: (piece: Piece, events: readonly SessionEvent[]) => void;
  /** Puts a finished segment in the place of its pieces. */
  readonly seal: (segment: SealedSegment) => void;
  /** A dump with all of its chunks, packed. */
  readonly addDump: (dump: DumpRow, bodies: readonly Uint8Array[]) => void;
  /** Removes the oldest chapters, but never `current`, until the rest is young and small enough. */
  readonly retain: (limits: Retain) => void;
  readonly usedBytes: () => number;
  /** Leaves one single file behind. */
  readonly close: () => void;
};

type Retain = {
  readonly current: number;
  /** What ended before goes. */
  readonly beforeMs: number;
  readonly maxBytes: number;
};

/** Writing more than this anew takes longer than anybody waits for a recording to end. */
const maxTidiedBytes = 64 * 2 ** 20;

export function createRecordingFile(database: DatabaseSync): RecordingFile {
  const inserts = new Map<Table, {readonly statement: StatementSync; id: number}>();
  for (const table of tables) {
    const columns = table.columns.map(([name]) => name);
    const places = [...columns, 'id', 'crc'].map(() => '?').join(', ');
    const sql = `INSERT OR REPLACE INTO ${table.name} (id, ${columns.join(', ')}, crc) VALUES (${places})`;
    const {id} = database.prepare(`SELECT coalesce(max(id), 0) AS id FROM ${table.name}`).get() ?? {};
    inserts.set(table, {statement: database.prepare(sql), id: typeof id === 'number' ? id : 0});
  }

  const pageBytes = pragma(database, 'page_size');
  const deleteTail = database.prepare('DELETE FROM tail WHERE segment = ?');
  const knownMeta = new Map<string, number>();
  for (const {id, key} of database.prepare('SELECT id, key FROM meta').all())
    knownMeta.set(String(key), Number(id));

  function insert(table: Table, values: readonly Value[], wanted?: number): number {
    const into = inserts.get(table)!;
    const id = wanted ?? into.id + 1;
    into.statement.run(id, ...values, rowCheck(table, id, values));
    into.id = Math.max(into.id, id);
    return id;
  }

  function whole(work: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      // A full disk has rolled it back already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  function usedBytes(): number {
    return (pragma(database, 'page_count') - pragma(database, 'freelist_count')) * pageBytes;
  }

  /** Puts rows into the order of time, so that of a file that is cut, or copied in part, the beginning can be read. */
  function tidy(): void {
    try {
      database.exec('VACUUM');
    } catch {
      // There is no room for that, or somebody reads it: it is as good a recording without.
    }
  }

  function removeChapter(chapter: number): void {
    const {first, last, endMs} =
      database
        .prepare(
          'SELECT min(id) AS first, max(id) AS last, max(to_ms) AS endMs FROM segment WHERE chapter = ?',
        )
        .get(chapter) ?? {};
    if (first === null || first === undefined || last === undefined || endMs === undefined) return;
    database.prepare('DELETE FROM segment_body WHERE id BETWEEN ? AND ?').run(first, last);
    database.prepare('DELETE FROM segment WHERE chapter = ?').run(chapter);
    database.prepare('DELETE FROM event WHERE segment <= ?').run(last);
    for (const dump of database
      .prepare('SELECT id, first_chunk, chunks FROM dump WHERE at_ms <= ?')
      .all(endMs)) {
      const firstChunk = Number(dump['first_chunk']);
      database
        .prepare('DELETE FROM dump_chunk WHERE id BETWEEN ? AND ?')
        .run(firstChunk, firstChunk + Number(dump['chunks']) - 1);
      database.prepare('DELETE FROM dump WHERE id = ?').run(Number(dump['id']));
    }
  }

  return {
    setMeta(entries) {
      whole(() => {
        for (const [key, value] of Object.entries(entries)) {
          knownMeta.set(key, insert(metaTable, [key, value], knownMeta.get(key)));
        }
      });
    },
    append(piece, events) {
      whole(() => {
        const {segment, points, names, log} = piece;
        insert(tailTable, [segment, ...placeOf(piece), points, names, log]);
        for (const event of events) {
          const {atMs, wallMs, text} = event;
          insert(eventTable, [segment, atMs, wallMs, writtenKind(event), text]);
        }
      });
    },
    seal(sealed) {
      whole(() => {
        const {segment, points, names, log} = sealed;
        insert(segmentTable, [...placeOf(sealed), points], segment);
        insert(bodyTable, [names, log], segment);
        deleteTail.run(segment);
      });
    },
    addDump({atMs, wallMs, name, cause, bytes}, bodies) {
      whole(() => {
        const ids = bodies.map((body) => insert(chunkTable, [body]));
        insert(dumpTable, [atMs, wallMs, name, cause, bytes, ids[0] ?? 0, ids.length]);
      });
    },
    retain({current, beforeMs, maxBytes}) {
      const chapters = database
        .prepare(
          'SELECT chapter, max(to_ms) AS endMs FROM segment WHERE chapter < ? GROUP BY chapter ORDER BY chapter',
        )
        .all(current);
      for (const {chapter, endMs} of chapters) {
        if (Number(endMs) >= beforeMs && usedBytes() <= maxBytes) return;
        whole(() => removeChapter(Number(chapter)));
      }
    },
    usedBytes,
    close() {
      try {
        if (usedBytes() <= maxTidiedBytes) tidy();
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        database.exec('PRAGMA incremental_vacuum');
        // One file, that can be copied and sent, and read where nothing can be written.
        database.exec('PRAGMA journal_mode = DELETE');
      } finally {
        database.close();
      }
    },
  };
}

function placeOf({chapter, lookIn, baselineIn, from, to, samples}: Piece): Value[] {
  return [chapter, lookIn, baselineIn, from.atMs, to.atMs, from.wallMs, to.wallMs, samples];
}
