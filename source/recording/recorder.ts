// Takes in the entries of a session and has them written, without keeping it waiting.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import {breathe} from '../session/breathe.ts';
import type {SessionEntry} from '../session/entry.ts';
import type {SessionEvent} from '../session/events.ts';
import type {Sight} from '../session/model.ts';
import {compress} from './compress.ts';
import {entryWeight} from './entry-weight.ts';
import {joinBytes} from './join-bytes.ts';
import {retainedPart} from './limits.ts';
import {createLogWriter, type Piece} from './log-writer.ts';
import {openToRecord, type Opened} from './open-to-record.ts';
import {shiftEntry} from './shift-entry.ts';
import {writeDump, type RecordedDump} from './write-dump.ts';
import {writingFailure} from './writing-failure.ts';

/** The most that a recording takes unless the user says otherwise. */
const defaultMaxBytes = 512 * 2 ** 20;
/** Segments that wait to be compressed: beyond, whoever writes should wait. */
const maxWaiting = 2;
/** Groups that are named before other things have their turn. */
const namedAtOnce = 200;
/** Entries that come all at once, as those of the past do, are committed after so many bytes. */
const commitBytes = 512 * 2 ** 10;

export type RecorderParts = {
  /** Made when nothing has that name; a recording of the same target is gone on with. */
  readonly file: string;
  readonly target: {readonly name: string; readonly url: string};
  /** What version of gorowatch writes. */
  readonly version: string;
  /** What is older goes. */
  readonly keepMs?: number | undefined;
  readonly maxBytes?: number | undefined;
  /** So long a commit may wait, and with it the thread, where another process has locked the file. */
  readonly mostWaitMs?: number | undefined;
  /** Called once, when something keeps it from writing: one sentence. What was written stays. */
  readonly onFailure: (sentence: string) => void;
  /** Runs something soon: what comes at once is one commit. */
  readonly soon?: (work: () => void) => void;
};

/** Writes what a session learns to a file. Nothing it does throws: what goes wrong ends the recording. */
export type Recorder = {
  readonly file: string;
  readonly write: (entry: SessionEntry) => void;
  /** Does in pieces what would keep the thread long with an entry that is to be written next. */
  readonly prepare: (entry: SessionEntry) => Promise<void>;
  readonly judged: (moment: Sight, diagnosis: Diagnosis) => void;
  /** Keeps the bytes of a dump; whether it could. */
  readonly dump: (dump: RecordedDump) => Promise<boolean>;
  /** Commits what has come until now. */
  readonly commit: () => void;
  /** Resolves when so much is compressed that more may be written. */
  readonly settled: () => Promise<void>;
  readonly hasFailed: () => boolean;
  readonly bytes: () => number;
  /** Finishes the file; nothing is written any more. */
  readonly close: () => Promise<void>;
};

/** @throws {RecordingError} when the file cannot be made or gone on with. */
export function createRecorder(parts: RecorderParts): Recorder {
  const {maxBytes = defaultMaxBytes, keepMs = Infinity, soon = setImmediate} = parts;
  const opened: Opened = openToRecord({...parts, maxBytes});
  const {file} = opened;
  const log = createLogWriter(opened.next, maxBytes, keepMs);
  let shiftMs: number | undefined = opened.end === undefined ? 0 : undefined;
  let pieces: Piece[] = [];
  let events: SessionEvent[] = [];
  let uncommitted = 0;
  let isScheduled = false;
  let waiting = 0;
  let sealing: Promise<void> = Promise.resolve();
  let state: 'open' | 'failed' | 'closed' = 'open';
  let isClosing = false;
  let bytes = file.usedBytes();
  let {chapter} = opened.next;

  function fail(error: unknown): void {
    if (state !== 'open') return;
    state = 'failed';
    try {
      file.close();
    } catch {
      // What was committed is there all the same.
    }

    parts.onFailure(writingFailure(error, parts.file));
  }

  /** Runs a call on the file; what it throws ends the recording. */
  function attempt(work: () => void): boolean {
    if (state !== 'open') return false;
    try {
      opened.checkPlace();
      work();
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  function commit(): void {
    const piece = log.take();
    const news = events;
    events = [];
    uncommitted = 0;
    if (piece === undefined) return;
    ({chapter} = piece);
    pieces.push(piece);
    if (attempt(() => file.append(piece, news)) && log.isFull()) endSegment();
  }

  function endSegment(): void {
    const finished = pieces;
    pieces = [];
    log.end(false);
    if (finished.length === 0) return;
    if (!isClosing) beginAhead().catch(fail);
    waiting++;
    sealing = sealing
      .then(async () => seal(finished))
      .catch(fail)
      .finally(() => waiting--);
  }

  /** A segment begins with all groups: while nothing comes, this is done bit by bit. */
  async function beginAhead(): Promise<void> {
    for (;;) {
      await breathe();
      if (state !== 'open' || !log.beginAhead()) return;
    }
  }

  async function seal(finished: readonly Piece[]): Promise<void> {
    const first = finished[0]!;
    const last = finished.at(-1)!;
    const names = joinBytes(finished.map((piece) => piece.names));
    const all = joinBytes(finished.map((piece) => piece.log));
    // Away from the thread that paints the screen.
    const [namesPacked, logPacked] = await Promise.all([compress(names), compress(all)]);
    attempt(() => {
      file.seal({
        ...first,
        to: last.to,
        samples: finished.reduce((sum, piece) => sum + piece.samples, 0),
        points: joinBytes(finished.map((piece) => piece.points)),
        names: namesPacked,
        log: logPacked,
      });
      retain(first.chapter, last.to.atMs);
    });
  }

  function retain(current: number, nowMs: number): void {
    file.retain({current, beforeMs: nowMs - keepMs, maxBytes: maxBytes * retainedPart});
    bytes = file.usedBytes();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    soon(() => {
      isScheduled = false;
      if (state === 'open') commit();
    });
  }

  /** The clock of a recording goes on where it stood: that of another run of gorowatch begins anew. */
  function shiftFor({atMs, wallMs}: Sight): number {
    if (shiftMs !== undefined) return shiftMs;
    const end = opened.end!;
    const startMs = end.atMs + Math.max(1, wallMs - end.wallMs);
    shiftMs = startMs - atMs;
    const wall = end.wallMs + 1;
    log.write({kind: 'gap', atMs: end.atMs + 1, wallMs: wall});
    log.write({kind: 'restarted', atMs: end.atMs + 1, wallMs: wall});
    return shiftMs;
  }

  function guarded(work: () => void): void {
    if (state !== 'open') return;
    try {
      work();
      if (uncommitted >= commitBytes) commit();
      else schedule();
    } catch (error) {
      fail(error);
    }
  }

  return {
    file: parts.file,
    write(entry) {
      guarded(() => {
        const shifted = shiftEntry(entry, shiftFor(entry));
        log.write(shifted);
        uncommitted += entryWeight(shifted);
        if (shifted.kind === 'event') events.push(shifted.event);
      });
    },
    async prepare(entry) {
      if (entry.kind !== 'counts') return;
      for (let at = 0; at < entry.changes.length; at += namedAtOnce) {
        if (at > 0) await breathe();
        log.name(entry.changes.slice(at, at + namedAtOnce));
      }
    },
    judged(moment, diagnosis) {
      guarded(() => {
        const json = JSON.stringify(diagnosis);
        uncommitted += json.length;
        log.write({kind: 'judged', atMs: moment.atMs + shiftFor(moment), wallMs: moment.wallMs, json});
      });
    },
    async dump(dump) {
      if (state !== 'open') return false;
      try {
        const atMs = dump.atMs + shiftFor(dump);
        const isKept = await writeDump(file, {...dump, atMs}, maxBytes / 4, attempt);
        // Only what is older than the segment that goes on may go, and not before what has ended is sealed: a chapter
        // of which some was sealed would lose the names that the rest of it needs.
        const current = chapter;
        sealing = sealing.then(() => void attempt(() => retain(current, atMs)));
        await sealing;
        return isKept;
      } catch (error) {
        fail(error);
        return false;
      }
    },
    commit,
    async settled() {
      if (waiting > maxWaiting) await sealing;
    },
    hasFailed: () => state === 'failed',
    bytes: () => bytes,
    async close() {
      isClosing = true;
      if (state === 'open') {
        guarded(() => {
          commit();
          endSegment();
        });
      }

      await sealing;
      if (state !== 'open') return;
      state = 'closed';
      try {
        file.close();
      } catch (error) {
        parts.onFailure(writingFailure(error, parts.file));
      }
    },
  };
}
