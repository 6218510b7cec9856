// Saves from a damaged recording what can still be read.

import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {escapeText} from '../target/escape.ts';
import {compressNow, decompress} from './compress.ts';
import {maxLogBytes, maxNamesBytes} from './limits.ts';
import {createDatabase, fileKind, isOneOf, sqliteCodes} from './open-database.ts';
import {openRecording, type Recording} from './open-recording.ts';
import {DamagedBytes, RecordingError} from './recording-error.ts';
import {readingFailure} from './reading-failure.ts';
import {lostSegments} from './lost-segments.ts';
import {openPages} from './sqlite-pages.ts';
import {rowsOnPages, type FoundRow} from './sqlite-rows.ts';
import {bodyTable, rowCheck, segmentTable, tables, type Table, type Value} from './tables.ts';

/** What was found in a damaged recording. */
type Salvaged = {
  /** Stretches of the log, and of these, how many are whole. */
  readonly segments: number;
  readonly whole: number;
};

/**
 * Copies what can still be read of a damaged recording into a new one, page by page, without what leads to the pages.
 *
 * @throws {RecordingError} when nothing of it can be read, or `into` is there already
 */
export function salvageRecording(file: string, into: string): Salvaged {
  const shown = escapeText(file);
  if (fileKind(into) !== 'none')
    throw new RecordingError('taken', `${escapeText(into)} is there already.`, 'Name another file with -o.');
  const kind = fileKind(file, 'read');
  if (kind !== 'file')
    throw new RecordingError(
      'unreadable',
      `${shown} is ${kind === 'none' ? 'not there' : 'not a file with anything in it'}.`,
      'Name a recording.',
    );
  // Its log lies beside the file itself, not beside a link to it.
  const pages = openPages(realpathSync(file));
  const database = createDatabase(into);
  const segments = new Map<number, boolean>();
  try {
    const inserts = new Map(
      tables.map((table) => {
        const columns = table.columns.map(([name]) => name).join(', ');
        const places = '?, '.repeat(table.columns.length);
        const sql = `INSERT OR IGNORE INTO ${table.name} (id, ${columns}, crc) VALUES (?, ${places}?)`;
        return [table, database.prepare(sql)];
      }),
    );
    // It can be made anew: nothing is lost when the machine loses power.
    database.exec('PRAGMA synchronous = OFF; BEGIN');
    for (const row of rowsOnPages(pages)) {
      const found = recognised(row);
      if (found === undefined) continue;
      const {table, values, isWhole} = found;
      inserts.get(table)?.run(row.id, ...values, rowCheck(table, row.id, values));
      if (table === segmentTable) segments.set(row.id, segments.get(row.id) ?? false);
      if (table === bodyTable) segments.set(row.id, isWhole);
    }

    const places = inserts.get(segmentTable);
    for (const {id, values} of lostSegments(database, (segment) => segments.get(segment) === true)) {
      places?.run(id, ...values, rowCheck(segmentTable, id, values));
    }

    // Pieces of what was finished later are still on pages that are free now.
    database.exec('DELETE FROM tail WHERE segment IN (SELECT id FROM segment_body)');
    database.exec('DELETE FROM segment_body WHERE id NOT IN (SELECT id FROM segment)');
    const {tails = 0} = database.prepare('SELECT count(DISTINCT segment) AS tails FROM tail').get() ?? {};
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
    const wholeOnes = [...segments.values()].filter(Boolean).length;
    if (segments.size + Number(tails) === 0)
      throw new RecordingError(
        'damaged',
        `Nothing in ${shown} can be read.`,
        'It may not be a recording at all.',
      );
    return {segments: segments.size + Number(tails), whole: wholeOnes + Number(tails)};
  } catch (error) {
    database.close();
    rmSync(into, {force: true});
    rmSync(`${into}-wal`, {force: true});
    rmSync(`${into}-shm`, {force: true});
    throw error;
  } finally {
    pages.close();
    if (database.isOpen) database.close();
  }
}

/**
 * Opens what can be read of a damaged recording; the copy goes when it is closed.
 *
 * @throws {RecordingError} when nothing of it can be read, or there is no place for the copy
 */
export function openSalvaged(file: string): Recording & {readonly salvaged: Salvaged} {
  const folder = makeFolder();
  const remove = () => rmSync(folder, {recursive: true, force: true});
  try {
    const copy = path.join(folder, 'salvaged.gorowatch');
    const salvaged = salvageRecording(file, copy);
    const recording = openRecording(copy);
    return {
      ...recording,
      file,
      salvaged,
      close() {
        recording.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw isOneOf(error, sqliteCodes.full) ? noPlace(error) : readingFailure(error, escapeText(file));
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(path.join(tmpdir(), 'gorowatch-'));
  } catch (error) {
    throw noPlace(error);
  }
}

function noPlace(cause: unknown): RecordingError {
  return new RecordingError(
    'not written',
    `There is no room for a copy in ${escapeText(tmpdir())}.`,
    'Free some space there, or set TMPDIR to another folder.',
    cause,
  );
}

/** Which table a row is of: the one under whose name its check agrees. */
function recognised({
  id,
  values,
}: FoundRow): {readonly table: Table; readonly values: Value[]; readonly isWhole: boolean} | undefined {
  // The id stands in the tree, not in the row; the check comes last.
  const own = values.slice(1, -1);
  const there = own.filter((value) => value !== undefined);
  const check = values.at(-1);
  for (const table of tables) {
    if (table.columns.length !== own.length || values[0] !== undefined) continue;
    if (there.length === own.length && rowCheck(table, id, there) === check)
      return {table, values: there, isWhole: true};
  }

  return partOfBody(own);
}

/** Of a segment, names and log can each be whole when the other is not. */
function partOfBody(values: readonly (Value | undefined)[]) {
  const [names, log] = values;
  if (values.length !== bodyTable.columns.length || !(names instanceof Uint8Array)) return undefined;
  const parts = [whole(names, maxNamesBytes), whole(log, maxLogBytes)];
  if (parts.every((part) => part === undefined)) return undefined;
  return {
    table: bodyTable,
    values: parts.map((part): Value => part ?? compressNow(new Uint8Array())),
    isWhole: parts.every((part) => part !== undefined),
  };
}

function whole(bytes: Value | undefined, maxBytes: number): Uint8Array | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return undefined;
  try {
    decompress(bytes, maxBytes);
    return bytes;
  } catch (error) {
    if (error instanceof DamagedBytes) return undefined;
    throw error;
  }
}
