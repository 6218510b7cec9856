// The tables of a recording, and how each row is secured by a sum.

import {crc32} from 'node:zlib';

/** How every SQLite database begins; see https://sqlite.org/fileformat2.html. */
export const sqliteMagic = 'SQLite format 3\0';
/** `gorw`: tells a recording from any other SQLite file (offset 68 of it). */
export const applicationId = 0x67_6f_72_77;
/** Of what this version writes and reads; a later one is refused. */
export const formatVersion = 1;

type ColumnType = 'INTEGER' | 'REAL' | 'TEXT' | 'BLOB';
export type Value = number | string | Uint8Array;

/** A table: every row has an id of its own and a check over all of it, so that damage costs one row. */
export type Table = {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType])[];
  /** Columns by which rows are looked for. */
  readonly indexed: readonly string[];
};

const place = [
  ['chapter', 'INTEGER'],
  ['look_in', 'INTEGER'],
  ['baseline_in', 'INTEGER'],
  ['from_ms', 'REAL'],
  ['to_ms', 'REAL'],
  ['from_wall_ms', 'REAL'],
  ['to_wall_ms', 'REAL'],
  ['samples', 'INTEGER'],
] as const;

/** What is known of the whole recording: target, version of gorowatch, who writes. */
export const metaTable: Table = {
  name: 'meta',
  columns: [
    ['key', 'TEXT'],
    ['value', 'TEXT'],
  ],
  indexed: [],
};
/** A finished stretch of the log: where it stands, and the moments in it. */
export const segmentTable: Table = {
  name: 'segment',
  columns: [...place, ['points', 'BLOB']],
  indexed: ['chapter', 'from_ms', 'from_wall_ms'],
};
/** The log of a finished segment, and the names that are new in it: both zstd with a checksum of its own. */
export const bodyTable: Table = {
  name: 'segment_body',
  columns: [
    ['names', 'BLOB'],
    ['log', 'BLOB'],
  ],
  indexed: [],
};
/** Pieces of segments that go on, as they were committed: not compressed, one after the other. */
export const tailTable: Table = {
  name: 'tail',
  columns: [['segment', 'INTEGER'], ...place, ['points', 'BLOB'], ['names', 'BLOB'], ['log', 'BLOB']],
  indexed: [],
};
export const eventTable: Table = {
  name: 'event',
  columns: [
    ['segment', 'INTEGER'],
    ['at_ms', 'REAL'],
    ['wall_ms', 'REAL'],
    ['kind', 'TEXT'],
    ['text', 'TEXT'],
  ],
  indexed: ['segment', 'at_ms'],
};
/** A full dump or a profile as the target gave it. */
export const dumpTable: Table = {
  name: 'dump',
  columns: [
    ['at_ms', 'REAL'],
    ['wall_ms', 'REAL'],
    ['name', 'TEXT'],
    ['cause', 'TEXT'],
    ['bytes', 'INTEGER'],
    ['first_chunk', 'INTEGER'],
    ['chunks', 'INTEGER'],
  ],
  indexed: [],
};
/** Pieces of dumps: zstd with a checksum of its own. */
export const chunkTable: Table = {
  name: 'dump_chunk',
  columns: [['body', 'BLOB']],
  indexed: [],
};

export const tables: readonly Table[] = [
  metaTable,
  segmentTable,
  bodyTable,
  tailTable,
  eventTable,
  dumpTable,
  chunkTable,
];

/** The statements that make the tables: what a recording's schema must be, to the letter. */
export function schema(): {readonly name: string; readonly type: 'table' | 'index'; readonly sql: string}[] {
  return tables.flatMap(({name, columns, indexed}) => [
    {
      name,
      type: 'table' as const,
      sql: `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, ${columns
        .map(([column, type]) => `${column} ${type} NOT NULL`)
        .join(', ')}, crc INTEGER NOT NULL) STRICT`,
    },
    ...indexed.map((column) => ({
      name: `${name}_${column}`,
      type: 'index' as const,
      sql: `CREATE INDEX ${name}_${column} ON ${name} (${column})`,
    })),
  ]);
}

const number = new DataView(new ArrayBuffer(8));
const numberBytes = new Uint8Array(number.buffer);

/** The check of a row: CRC-32 over the name of its table, its id, and its values in order. */
export function rowCheck(table: Table, id: number, values: readonly Value[]): number {
  let sum = crc32(table.name);
  for (const value of [id, ...values]) {
    if (typeof value === 'number') {
      number.setFloat64(0, value, true);
      sum = crc32(numberBytes, sum);
    } else {
      number.setFloat64(0, value.length, true);
      sum = crc32(value, crc32(numberBytes, sum));
    }
  }

  return sum;
}
