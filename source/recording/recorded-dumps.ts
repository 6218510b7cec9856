// The dumps that lie in a recording beside its log.

import type {DatabaseSync} from 'node:sqlite';
import {escapeText} from '../target/escape.ts';
import {decompress} from './compress.ts';
import {maxDumpChunkBytes} from './limits.ts';
import {DamagedBytes} from './recording-error.ts';
import {readRows} from './rows.ts';
import {chunkTable, dumpTable} from './tables.ts';
import type {DumpCause} from './write-dump.ts';

/** A full dump, or a profile, that was kept beside the log. */
export type DumpInRecording = {
  readonly id: number;
  readonly atMs: number;
  readonly wallMs: number;
  /** Of the file it was saved to when it was taken. */
  readonly name: string;
  readonly cause: DumpCause;
  /** As the target gave it. */
  readonly bytes: number;
};

export type RecordedDumps = {
  /** In the order of time. */
  readonly all: () => DumpInRecording[];
  /** Its bytes as the target gave them, in pieces. Throws DamagedBytes where one is missing. */
  readonly chunks: (id: number) => Generator<Uint8Array>;
};

const maxDumps = 10_000;

export function createRecordedDumps(database: DatabaseSync): RecordedDumps {
  return {
    all() {
      const dumps: DumpInRecording[] = [];
      for (const row of readRows(database, dumpTable, `ORDER BY id LIMIT ${maxDumps}`, [])) {
        if (!row.isSound) continue;
        dumps.push({
          id: row.id,
          atMs: row.number('at_ms'),
          wallMs: row.number('wall_ms'),
          name: escapeText(row.text('name')),
          cause: row.text('cause') === 'alarm' ? 'alarm' : 'asked',
          bytes: row.number('bytes'),
        });
      }

      return dumps;
    },
    *chunks(id) {
      const [dump] = readRows(database, dumpTable, 'WHERE id = ?', [id]);
      if (dump === undefined || !dump.isSound) throw new DamagedBytes('a dump is not known');
      const first = dump.number('first_chunk');
      const end = first + dump.number('chunks');
      let expected = first;
      const rows = readRows(database, chunkTable, 'WHERE id >= ? AND id < ? ORDER BY id', [first, end]);
      for (const row of rows) {
        if (row.id !== expected++) break;
        yield decompress(row.bytes('body', maxDumpChunkBytes), maxDumpChunkBytes);
      }

      if (expected !== end) throw new DamagedBytes('a part of a dump is missing');
    },
  };
}
