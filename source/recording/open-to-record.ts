// Opens a recording to be written, a new one or one that goes on.

import {statSync} from 'node:fs';
import path from 'node:path';
import type {DatabaseSync} from 'node:sqlite';
import {thisProcess, type Writer} from '../saving/temporary-file.ts';
import type {Sight} from '../session/model.ts';
import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';
import {compressNow} from './compress.ts';
import {joinPieces} from './join-pieces.ts';
import {
  busy,
  checkVersion,
  isBlank,
  openToRead,
  continueDatabase,
  createDatabase,
  fileKind,
  sqliteCode,
  sqliteCodes,
} from './open-database.ts';
import {RecordingError} from './recording-error.ts';
import {createRecordingFile, type RecordingFile} from './recording-file.ts';
import {readTail} from './read-tail.ts';

/** A recording that is open to be written. */
export type Opened = {
  readonly file: RecordingFile;
  readonly next: {readonly segment: number; readonly chapter: number};
  /** The last moment of what is in it; undefined in a new one. */
  readonly end: Sight | undefined;
  /** Throws RecordingError when another file, or none, has its name now, or another process has taken it. */
  readonly checkPlace: () => void;
};

/** Makes a recording, or opens one of the same target to go on with it. Never replaces what is there. */
export function openToRecord(
  {
    file,
    target,
    version,
    maxBytes,
    mostWaitMs,
  }: {
    file: string;
    target: {name: string; url: string};
    version: string;
    maxBytes: number;
    /** So long a commit waits for another process that has locked the file; otherwise as long as a screen may. */
    mostWaitMs?: number | undefined;
  },
  writer: Writer = thisProcess,
): Opened {
  const shown = escapeText(file);
  const database = openDatabase(file, shown, maxBytes, (known) =>
    refuseOthers(known, shown, target.url, writer),
  );
  try {
    if (mostWaitMs !== undefined) database.exec(`PRAGMA busy_timeout = ${mostWaitMs}`);
    const recording = createRecordingFile(database);
    const {tail, next, end} = whereItEnds(database);
    for (const pieces of tail) sealLeft(recording, pieces);
    const token = `${writer.host} ${writer.pid} ${writer.nowMs()}`;
    recording.setMeta({name: target.name, url: target.url, version, writer: token});
    const {ino, dev} = statSync(file);
    const owning = database.prepare("SELECT value FROM meta WHERE key = 'writer'");
    return {
      file: {
        ...recording,
        close() {
          try {
            recording.setMeta({writer: ''});
          } finally {
            recording.close();
          }
        },
      },
      next,
      end,
      checkPlace() {
        const now = statSync(file, {throwIfNoEntry: false});
        if (now?.ino !== ino || now.dev !== dev)
          throw new RecordingError(
            'not written',
            'its file was moved or removed',
            'What was written went with it.',
          );
        if (owning.get()?.['value'] !== token)
          throw new RecordingError('not written', 'another gorowatch has taken it over', '');
      },
    };
  } catch (error) {
    database.close();
    throw explained(error, file);
  }
}

/** Of another target, or one that another process is writing. */
function refuseOthers(known: ReadonlyMap<string, string>, shown: string, url: string, writer: Writer): void {
  const [host, pid] = known.get('writer')?.split(' ') ?? [];
  if (host === writer.host && Number(pid) !== writer.pid && writer.isAlive(Number(pid)))
    throw new RecordingError(
      'busy',
      `${shown} is being recorded by process ${Number(pid)}.`,
      'End that one, or name another file.',
    );
  const recorded = known.get('url');
  if (recorded !== undefined && recorded !== url)
    throw new RecordingError(
      'taken',
      `${shown} is a recording of ${escapeText(known.get('name') ?? recorded)}.`,
      'Name another file, or remove it.',
    );
}

type Refuse = (known: ReadonlyMap<string, string>) => void;

function openDatabase(file: string, shown: string, maxBytes: number, refuse: Refuse): DatabaseSync {
  try {
    const kind = fileKind(file);
    if (kind === 'other')
      throw new RecordingError('taken', `${shown} is not a regular file.`, 'Name another file.');
    if (kind !== 'file') return createDatabase(file, maxBytes);
    const isThere = checkedBefore(file, shown, refuse);
    return isThere ? continueDatabase(file, maxBytes) : createDatabase(file, maxBytes);
  } catch (error) {
    throw explained(error, file);
  }
}

/** Whether there is a recording; what is not to be gone on with is not touched at all. */
function checkedBefore(file: string, shown: string, refuse: Refuse): boolean {
  const database = openToRead(file);
  try {
    if (isBlank(database)) return false;
    checkVersion(database, shown);
    refuse(readMeta(database));
    return true;
  } finally {
    database.close();
  }
}

function readMeta(database: DatabaseSync): Map<string, string> {
  const rows = database.prepare('SELECT key, value FROM meta LIMIT 100').all();
  return new Map(rows.map(({key, value}) => [String(key), String(value)]));
}

function whereItEnds(database: DatabaseSync) {
  const tail = readTail(database);
  const last = database
    .prepare('SELECT id, chapter, to_ms, to_wall_ms FROM segment ORDER BY id DESC LIMIT 1')
    .get();
  const ends = [
    ...(last === undefined
      ? []
      : [
          {
            segment: Number(last['id']),
            chapter: Number(last['chapter']),
            end: {atMs: Number(last['to_ms']), wallMs: Number(last['to_wall_ms'])},
          },
        ]),
    ...tail.map((piece) => ({segment: piece.segment, chapter: piece.chapter, end: piece.to})),
  ];
  return {
    tail: [...Map.groupBy(tail, ({segment}) => segment).values()],
    next: {
      segment: 1 + Math.max(0, ...ends.map(({segment}) => segment)),
      chapter: 1 + Math.max(0, ...ends.map(({chapter}) => chapter)),
    },
    end: ends
      .map(({end}) => end)
      .toSorted((a, b) => a.atMs - b.atMs)
      .at(-1),
  };
}

/** A run that was killed has left pieces that nobody has put together. */
function sealLeft(file: RecordingFile, pieces: ReturnType<typeof readTail>): void {
  const segment = joinPieces(pieces);
  file.seal({...segment, names: compressNow(segment.names), log: compressNow(segment.log)});
}

/** What a person can understand of what the system or SQLite says. */
function explained(error: unknown, file: string): unknown {
  if (error instanceof RecordingError) return error;
  const shown = escapeText(file);
  const folder = escapeText(path.dirname(path.resolve(file)));
  const notWritten = (why: string, advice = 'Name another file.') =>
    new RecordingError('not written', `Nothing can be recorded to ${shown}: ${why}.`, advice, error);
  switch (sqliteCode(error) ?? errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return notWritten(`the folder ${folder} does not exist`, 'Make it, or name another file.');
    case 'EACCES':
    case 'EPERM':
    case sqliteCodes.cannotOpen:
      return notWritten(`you may not write in ${folder}`);
    case 'EROFS':
    case sqliteCodes.readOnly:
      return notWritten('it is read-only');
    case 'ENOSPC':
    case 'EDQUOT':
    case sqliteCodes.full:
      return notWritten(`no space is left in ${folder}`, 'Free some, or name another file.');
    case sqliteCodes.busy:
    case sqliteCodes.locked:
      return busy(shown);
    case sqliteCodes.notDatabase:
      return new RecordingError(
        'taken',
        `${shown} is there, and is not a recording.`,
        'It is left as it is: name another file.',
      );
    case sqliteCodes.corrupt:
      return new RecordingError(
        'damaged',
        `${shown} is damaged.`,
        'See what is left of it with gorowatch replay --salvage, and record to another file.',
      );
    default:
      return error instanceof Error ? notWritten(escapeText(error.message)) : error;
  }
}
