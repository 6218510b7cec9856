// Reads rows of the database, each checked against its sum.

import type {DatabaseSync, SQLInputValue, StatementSync} from 'node:sqlite';
import {maxPackedBytes} from './limits.ts';
import {DamagedBytes} from './recording-error.ts';
import {rowCheck, type Table, type Value} from './tables.ts';

/** One row, as far as it can be trusted. */
export type CheckedRow = {
  readonly id: number;
  /** Whether its check agrees with what is in it. */
  readonly isSound: boolean;
  readonly number: (column: string) => number;
  readonly text: (column: string) => string;
  readonly bytes: (column: string, maxBytes: number) => Uint8Array;
};

/**
 * Reads rows of a table one after the other; blobs that are larger than any recorder writes never reach memory.
 *
 * @param rest of the statement, after the name of the table: never anything from a file
 */
export function* readRows(
  database: DatabaseSync,
  table: Table,
  rest: string,
  values: readonly SQLInputValue[],
): Generator<CheckedRow> {
  for (const found of statementOf(database, table, rest).iterate(...values)) yield rowOf(table, found);
}

/**
 * One blob of a row, without its other columns, and so without the check over all of them: whoever reads it must notice
 * what is damaged. Undefined where there is none, or one larger than any recorder writes.
 */
export function readBytes(
  database: DatabaseSync,
  {name}: Table,
  column: string,
  id: number,
): Uint8Array | undefined {
  const selected = `SELECT ${withinBounds(column)} FROM ${name} WHERE id = ?`;
  const bytes = preparedOf(database, selected).get(id)?.[column];
  return bytes instanceof Uint8Array ? bytes : undefined;
}

/** Preparing one takes longer than reading a row. */
const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

function preparedOf(database: DatabaseSync, sql: string): StatementSync {
  let statements = prepared.get(database);
  if (statements === undefined) {
    statements = new Map();
    prepared.set(database, statements);
  }

  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = database.prepare(sql);
    // A number beyond 2^53 cannot be one of ours, and would be thrown before anybody could look at it.
    statement.setReadBigInts(true);
    statements.set(sql, statement);
  }

  return statement;
}

function statementOf(database: DatabaseSync, {name, columns}: Table, rest: string): StatementSync {
  const selected = columns.map(([column, type]) =>
    type === 'INTEGER' || type === 'REAL' ? column : withinBounds(column),
  );
  return preparedOf(database, `SELECT id, ${selected.join(', ')}, crc FROM ${name} ${rest}`);
}

function withinBounds(column: string): string {
  return `CASE WHEN length(${column}) <= ${maxPackedBytes} THEN ${column} END AS ${column}`;
}

function rowOf(table: Table, found: Readonly<Record<string, unknown>>): CheckedRow {
  const id = numberOf(found['id']);
  const values = table.columns.map(([name]): Value | undefined => {
    const value = found[name];
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'number' || typeof value === 'string' || value instanceof Uint8Array
      ? value
      : undefined;
  });
  const whole = values.filter((value) => value !== undefined);
  const isSound = whole.length === values.length && rowCheck(table, id, whole) === numberOf(found['crc']);
  const value = (column: string) => values[table.columns.findIndex(([name]) => name === column)];
  return {
    id,
    isSound,
    number(column) {
      const one = value(column);
      if (typeof one !== 'number' || !Number.isFinite(one)) throw new DamagedBytes(`${column} is no number`);
      return one;
    },
    text(column) {
      const one = value(column);
      if (typeof one !== 'string') throw new DamagedBytes(`${column} is no text`);
      return one;
    },
    bytes(column, maxBytes) {
      const one = value(column);
      if (!(one instanceof Uint8Array) || one.length > maxBytes)
        throw new DamagedBytes(`${column} is too large`);
      return one;
    },
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;
}
