// Makes and opens the SQLite database that a recording is.

import {closeSync, constants, lstatSync, openSync, statSync} from 'node:fs';
import type {DatabaseSync} from 'node:sqlite';
import {pathToFileURL} from 'node:url';
import {escapeText} from '../target/escape.ts';
import {RecordingError} from './recording-error.ts';
import {applicationId, formatVersion, schema} from './tables.ts';

/** Another process may be in the middle of a commit. The screen waits meanwhile. */
const busyTimeoutMs = 250;
const ownerOnly = 0o600;
/** Bytes of the write-ahead log after which they move into the file, and the same of the most that it all may take. */
const checkpointBytes = 4 * 2 ** 20;
const checkpointPart = 1 / 16;
const pageBytes = 4_096;

/** Loads node:sqlite without the ExperimentalWarning that Node 22 prints into the screen (Node 24 has none). */
export function loadSqlite(): typeof import('node:sqlite') {
  // oxlint-disable-next-line typescript/unbound-method -- only put back, never called
  const {emitWarning} = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** What stands where a recording is to be: it is only ever written to a regular file, but links to one are read. */
export function fileKind(file: string, use: 'write' | 'read' = 'write'): 'none' | 'empty' | 'file' | 'other' {
  const found = (use === 'read' ? statSync : lstatSync)(file, {throwIfNoEntry: false});
  if (found === undefined) return 'none';
  if (!found.isFile()) return 'other';
  return found.size === 0 ? 'empty' : 'file';
}

/** Makes an empty recording, for the owner only. Nothing must have that name but a file with nothing in it. */
export function createDatabase(file: string, maxBytes = Infinity): DatabaseSync {
  const {O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY} = constants;
  // SQLite gives -wal and -shm the mode of the file, so that must be private before SQLite sees it.
  if (fileKind(file) === 'none')
    closeSync(openSync(file, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, ownerOnly));
  const database = openToWrite(file);
  try {
    // Before anything is in it: neither can be changed later without copying all of it.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    startLog(database, maxBytes);
    database.exec('BEGIN IMMEDIATE');
    // Another recorder has looked at the same moment, found nothing as well, and was faster.
    if (!isBlank(database)) throw busy(escapeText(file));
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}`);
    for (const {sql} of schema()) database.exec(sql);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

export function busy(shown: string): RecordingError {
  return new RecordingError(
    'busy',
    `Another process is writing to ${shown}.`,
    'End it, or name another file.',
  );
}

/** Opens a recording to go on with it. Whether it is one has been checked. */
export function continueDatabase(file: string, maxBytes: number): DatabaseSync {
  const database = openToWrite(file);
  try {
    startLog(database, maxBytes);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A write-ahead log: killed at any point, everything that was committed is there. */
function startLog(database: DatabaseSync, maxBytes: number): void {
  const bytes = Math.floor(Math.min(checkpointBytes, maxBytes * checkpointPart));
  // What a large dump has made longer is cut again.
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
     PRAGMA wal_autocheckpoint = ${Math.ceil(bytes / pageBytes)}; PRAGMA journal_size_limit = ${bytes}`,
  );
}

function openToWrite(file: string): DatabaseSync {
  const {DatabaseSync} = loadSqlite();
  const database = new DatabaseSync(file, {timeout: busyTimeoutMs});
  guard(database);
  return database;
}

/** What is in the file is not to be trusted with anything but values. */
function guard(database: DatabaseSync): void {
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0');
}

/**
 * Opens a database to read it, also one that is being written or whose writer was killed.
 *
 * @throws what SQLite throws
 */
export function openToRead(file: string): DatabaseSync {
  const {DatabaseSync} = loadSqlite();
  try {
    return openAndTouch(() => new DatabaseSync(file, {readOnly: true, timeout: busyTimeoutMs}));
  } catch (error) {
    if (!isOneOf(error, sqliteCodes.cannotOpen, sqliteCodes.readOnly)) throw error;
  }

  try {
    // Killed while it was closed: its journal has to be taken back first, which a reader may not do.
    openAndTouch(() => openToWrite(file)).close();
    return openAndTouch(() => new DatabaseSync(file, {readOnly: true, timeout: busyTimeoutMs}));
  } catch (error) {
    // In a folder where nothing may be made, SQLite reads only what is promised not to change.
    if (lstatSync(`${file}-wal`, {throwIfNoEntry: false}) !== undefined) throw error;
    const url = pathToFileURL(file);
    url.search = 'immutable=1';
    return openAndTouch(() => new DatabaseSync(url, {readOnly: true}));
  }
}

/** SQLite looks at the file only with the first statement. */
function openAndTouch(open: () => DatabaseSync): DatabaseSync {
  const database = open();
  try {
    guard(database);
    database.prepare('PRAGMA schema_version').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Result codes of SQLite; see https://sqlite.org/rescode.html. */
export const sqliteCodes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notDatabase: 26,
} as const;

/** SQLite's own code for what went wrong, without its subdivision; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode % 256;
}

export function isOneOf(error: unknown, ...codes: readonly number[]): boolean {
  const code = sqliteCode(error);
  return code !== undefined && codes.includes(code);
}

/** Whether a database has nothing in it: what its maker leaves behind who is killed before it is made. */
export function isBlank(database: DatabaseSync): boolean {
  return (
    pragma(database, 'application_id') === 0 &&
    database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  );
}

/** The versions a file says it is of; throws when it is no recording of this version. */
export function checkVersion(database: DatabaseSync, file: string): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (isBlank(database))
    throw new RecordingError('empty', `${file} is empty: nothing was recorded.`, 'Record again.');
  if (application !== applicationId) {
    throw new RecordingError(
      'foreign',
      `${file} is a database of another program.`,
      'Name a file that gorowatch record has written.',
    );
  }

  if (version > formatVersion) {
    throw new RecordingError(
      'newer',
      `${file} was written by a newer gorowatch (format ${version}, this one reads ${formatVersion}).`,
      'Open it with that version.',
    );
  }

  // Compared to the letter: a view, a trigger or a generated column would run in the middle of reading.
  const found = database
    .prepare('SELECT type, name, sql FROM sqlite_schema LIMIT 100')
    .all()
    .map(({type, name, sql}) => `${String(type)} ${String(name)} ${String(sql)}`);
  const expected = schema().map(({type, name, sql}) => `${type} ${name} ${sql}`);
  // Their order is another one after VACUUM.
  const isAsExpected = found.toSorted().join('\n') === expected.toSorted().join('\n');
  if (version !== formatVersion || !isAsExpected) {
    throw new RecordingError(
      'hostile',
      `${file} says that it is a recording, and is not built like one.`,
      'It is not read. Name a file that gorowatch record has written.',
    );
  }
}

export function pragma(database: DatabaseSync, name: string): number {
  const row = database.prepare(`PRAGMA ${name}`).get();
  const value = row === undefined ? undefined : Object.values(row)[0];
  return typeof value === 'number' ? value : 0;
}
