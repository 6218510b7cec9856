// Takes in the entries of a session and has them written, without keeping it waiting.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import {breathe} from '../session/breathe.ts';
import type {SessionEntry} from '../session/entry.ts';
import type {Sight} from '../session/model.ts';
import {createCommits} from './commits.ts';
import {entryWeight} from './entry-weight.ts';
import {createLifetime} from './lifetime.ts';
import {createLogWriter} from './log-writer.ts';
import {openToRecord} from './open-to-record.ts';
import {createResumedClock} from './resumed-clock.ts';
import {createChapterRetention} from './chapter-retention.ts';
import {createSealing} from './sealing.ts';
import {shiftEntry} from './shift-entry.ts';
import {writeDump, type RecordedDump} from './write-dump.ts';

/** The most that a recording takes unless the user says otherwise. */
const defaultMaxBytes = 512 * 2 ** 20;
/** Groups that are named before other things have their turn. */
const namedAtOnce = 200;
/** A dump may take so much of the most that a recording may. */
const dumpPart = 1 / 4;

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
  const {maxBytes = defaultMaxBytes, keepMs = Infinity, soon = setImmediate, onFailure} = parts;
  const {file, next, end, checkPlace} = openToRecord({...parts, maxBytes});
  const lifetime = createLifetime({path: parts.file, checkPlace, closeFile: file.close, onFailure});
  const retention = createChapterRetention(file, keepMs, maxBytes);
  const sealing = createSealing(file, lifetime, retention);
  const log = createLogWriter(next, maxBytes, keepMs);
  const commits = createCommits({log, file, lifetime, sealing, soon, chapter: next.chapter});
  const shiftFor = createResumedClock(end, (seam) => {
    log.write({kind: 'gap', ...seam});
    log.write({kind: 'restarted', ...seam});
  });

  async function keepDump(dump: RecordedDump): Promise<boolean> {
    const atMs = dump.atMs + shiftFor(dump);
    const isKept = await writeDump(file, {...dump, atMs}, maxBytes * dumpPart, lifetime.attemptOnFile);
    // Only what is older than the segment that goes on may go, and not before what has ended is sealed: a chapter of
    // which some was sealed would lose the names that the rest of it needs.
    await sealing.letGo(commits.chapter(), atMs);
    return isKept;
  }

  return {
    file: parts.file,
    write(entry) {
      lifetime.attempt(() => {
        const shifted = shiftEntry(entry, shiftFor(entry));
        log.write(shifted);
        if (shifted.kind === 'event') commits.happened(shifted.event);
        commits.written(entryWeight(shifted));
      });
    },
    async prepare(entry) {
      if (entry.kind !== 'counts') return;
      for (let at = 0; at < entry.changes.length; at += namedAtOnce) {
        if (at > 0) await breathe();
        log.name(entry.changes.slice(at, at + namedAtOnce));
      }
    },
    judged({atMs, wallMs}, diagnosis) {
      lifetime.attempt(() => {
        const json = JSON.stringify(diagnosis);
        log.write({kind: 'judged', atMs: atMs + shiftFor({atMs, wallMs}), wallMs, json});
        commits.written(json.length);
      });
    },
    async dump(dump) {
      if (!lifetime.isOpen()) return false;
      try {
        return await keepDump(dump);
      } catch (error) {
        lifetime.fail(error);
        return false;
      }
    },
    commit: commits.commit,
    settled: sealing.settled,
    hasFailed: lifetime.hasFailed,
    bytes: retention.bytes,
    async close() {
      lifetime.attempt(commits.end);
      await sealing.allSealed();
      lifetime.close();
    },
  };
}
