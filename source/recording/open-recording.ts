// Opens a recording to be read: what it is of, its log, its dumps, its events.

import {closeSync, openSync, readSync} from 'node:fs';
import type {DatabaseSync} from 'node:sqlite';
import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Snapshot} from '../profile/model.ts';
import type {LogEntry, SessionEntry} from '../session/entry.ts';
import type {LookAges, Sight} from '../session/model.ts';
import type {SessionEvent} from '../session/events.ts';
import type {Timeline} from '../session/timeline.ts';
import {escapeText} from '../target/escape.ts';
import {createDamageLog, type Damage} from './damage-log.ts';
import {checkVersion, fileKind, openToRead} from './open-database.ts';
import {glance} from './glance.ts';
import {createMoments} from './read-moment.ts';
import {createLogReading} from './read-log.ts';
import {readingFailure} from './reading-failure.ts';
import {createRecordedDumps, type RecordedDumps} from './recorded-dumps.ts';
import {createRecordedEvents} from './recorded-events.ts';
import {recordedTimeline} from './recorded-timeline.ts';
import {recordedTotals} from './recorded-totals.ts';
import {DamagedBytes, RecordingError} from './recording-error.ts';
import {readRows} from './rows.ts';
import {createSegments, type SegmentHead} from './segments.ts';
import {metaTable, sqliteMagic} from './tables.ts';

/** What a recording is of, as far as it says. */
type RecordingAbout = {
  readonly name: string;
  readonly url: string;
  /** Of the gorowatch that wrote it. */
  readonly version: string;
};

/**
 * A recording that is open to be read, also while it is written. However large the file is, only some of it is ever in
 * memory. Moments are monotonic milliseconds of the recording. What is damaged is passed over, and told by `damage`.
 */
export type Recording = {
  readonly file: string;
  readonly about: RecordingAbout;
  /** When the first and the last thing in it happened; undefined when nothing has been committed. */
  readonly first: () => Sight | undefined;
  readonly last: () => Sight | undefined;
  readonly timeline: Timeline;
  /** All events, in the order of time; of very many, the newest. */
  readonly events: () => SessionEvent[];
  /** The largest total in each of so many equal stretches; undefined where nothing is known. */
  readonly totals: (fromMs: number, toMs: number, cells: number) => (number | undefined)[];
  readonly threads: (fromMs: number, toMs: number, cells: number) => (number | undefined)[];
  /**
   * What a session at that moment knew of the last `lookbackMs`, and a little more: what replaying takes in. It begins
   * with what was in force then, each with the moment it is of; `beyondMs`: where to end, when not at the moment.
   */
  readonly entriesAround: (atMs: number, lookbackMs: number, beyondMs?: number) => Generator<SessionEntry>;
  /**
   * The same without events of before, and with no object for each change; undefined where reading on takes long, so
   * that other things get their turn.
   */
  readonly stepsAround: (
    atMs: number,
    lookbackMs: number,
    beyondMs: number,
  ) => Generator<LogEntry | undefined>;
  /** What is shown first of a moment; `chartMs`: how far back the charts go. See `glance`. */
  readonly glanceAt: (atMs: number, chartMs: number) => LogEntry[];
  /** Everything, in the order of time: the whole recording as one log. */
  readonly entries: () => Generator<SessionEntry>;
  /** The counts of all groups at a moment; undefined before the first. */
  readonly snapshotAt: (atMs: number) => (Sight & {readonly snapshot: Snapshot}) | undefined;
  /** The newest full stacks at a moment. */
  readonly lookAt: (
    atMs: number,
  ) => (Sight & {readonly snapshot: Snapshot; readonly ages?: LookAges | undefined}) | undefined;
  /** The opinion that was in force at a moment. */
  readonly diagnosisAt: (atMs: number) => (Sight & {readonly diagnosis: Diagnosis}) | undefined;
  readonly dumps: RecordedDumps;
  /** What was found damaged until now. */
  readonly damage: () => readonly Damage[];
  readonly close: () => void;
};

/**
 * Opens a recording, whoever has written it.
 *
 * @throws {RecordingError} when it is none, is of a newer version, or is damaged so that nothing in it can be found
 */
export function openRecording(file: string): Recording {
  const shown = escapeText(file);
  const database = openChecked(file, shown);
  try {
    return readerOf(database, file, shown);
  } catch (error) {
    database.close();
    throw readingFailure(error, shown);
  }
}

/**
 * Whether a file begins like a recording, damaged or not: anything else is not for `openRecording`. So is what cannot
 * be read: whoever then reads it as something else says why.
 */
export function isRecording(file: string): boolean {
  try {
    if (fileKind(file, 'read') !== 'file') return false;
    const head = Buffer.alloc(16);
    const descriptor = openSync(file, 'r');
    try {
      return readSync(descriptor, head) === head.length && head.toString('latin1') === sqliteMagic;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function openChecked(file: string, shown: string): DatabaseSync {
  try {
    const kind = fileKind(file, 'read');
    if (kind === 'none')
      throw new RecordingError(
        'missing',
        `${shown} does not exist.`,
        'Name a file that gorowatch has recorded.',
      );
    if (kind === 'other')
      throw new RecordingError(
        'unreadable',
        `${shown} is not a regular file.`,
        'Name a file that gorowatch has recorded.',
      );
    if (kind === 'empty')
      throw new RecordingError('empty', `${shown} is empty: nothing was recorded.`, 'Record again.');
    const database = openToRead(file);
    try {
      checkVersion(database, shown);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw readingFailure(error, shown);
  }
}

function readerOf(database: DatabaseSync, file: string, shown: string): Recording {
  const damage = createDamageLog();
  const segments = createSegments(database);
  if (segments.first() === undefined && hasSegments(database))
    throw new DamagedBytes('none of what was recorded can be read as it is');
  const events = createRecordedEvents(database);
  const log = createLogReading(segments, events, damage);
  const timeline = recordedTimeline(segments, events);
  const moments = createMoments(segments, damage);
  const dumps = createRecordedDumps(database);
  const meta = new Map<string, string>();
  for (const row of readRows(database, metaTable, 'LIMIT 100', []))
    if (row.isSound) meta.set(row.text('key'), escapeText(row.text('value')));

  /** Damage that SQLite itself meets has no place in the log, but must not be a crash. */
  function reading<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw readingFailure(error, shown);
    }
  }

  function* readingEach<Entry>(
    fromMs: number,
    read: (from: SegmentHead) => Generator<Entry>,
  ): Generator<Entry> {
    try {
      const head = segments.at(fromMs);
      if (head !== undefined) yield* read(head);
    } catch (error) {
      throw readingFailure(error, shown);
    }
  }

  return {
    file,
    about: {
      name: meta.get('name') ?? '',
      url: meta.get('url') ?? '',
      version: meta.get('version') ?? '',
    },
    first: () => reading(() => segments.first()?.from),
    last: () => reading(() => segments.last()?.to),
    timeline: {
      firstMs: () => reading(timeline.firstMs),
      lastMs: () => reading(timeline.lastMs),
      sampleBefore: (atMs) => reading(() => timeline.sampleBefore(atMs)),
      sampleAfter: (atMs) => reading(() => timeline.sampleAfter(atMs)),
      eventBefore: (atMs) => reading(() => timeline.eventBefore(atMs)),
      eventAfter: (atMs) => reading(() => timeline.eventAfter(atMs)),
      wallMsOf: (atMs) => reading(() => timeline.wallMsOf(atMs)),
      atMsOf: (wallMs) => reading(() => timeline.atMsOf(wallMs)),
    },
    events: () => reading(events.all),
    totals: (fromMs, toMs, cells) => reading(() => recordedTotals(segments, 'total', fromMs, toMs, cells)),
    threads: (fromMs, toMs, cells) => reading(() => recordedTotals(segments, 'threads', fromMs, toMs, cells)),
    entriesAround: (atMs, lookbackMs, beyondMs = atMs) =>
      readingEach(atMs - lookbackMs, (from) => log.entries(from, beyondMs)),
    stepsAround: (atMs, lookbackMs, beyondMs) =>
      readingEach(atMs - lookbackMs, (from) => log.steps(from, beyondMs, {looks: true, pastEvents: false})),
    glanceAt: (atMs, chartMs) => reading(() => glance(segments, log, atMs, chartMs)),
    entries: () => readingEach(-Infinity, (from) => log.entries(from, Infinity)),
    snapshotAt: (atMs) => reading(() => moments.snapshotAt(atMs)),
    lookAt(atMs) {
      return reading(() => {
        const head = segments.at(atMs);
        return head && log.lookAt(head, atMs);
      });
    },
    diagnosisAt: (atMs) => reading(() => moments.diagnosisAt(atMs)),
    dumps: {
      all: () => reading(dumps.all),
      *chunks(id) {
        try {
          yield* dumps.chunks(id);
        } catch (error) {
          throw readingFailure(error, shown);
        }
      },
    },
    damage: damage.all,
    close: () => database.close(),
  };
}

/** Whether anything has been recorded, sound or not. */
function hasSegments(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM segment UNION ALL SELECT 1 FROM tail LIMIT 1').get() !== undefined;
}
