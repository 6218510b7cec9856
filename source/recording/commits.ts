// Commits what was written to a log, piece by piece, and hands over segments that are full.

import {breathe} from '../session/breathe.ts';
import type {SessionEvent} from '../session/events.ts';
import type {Lifetime} from './lifetime.ts';
import type {LogWriter, Piece} from './log-writer.ts';
import type {RecordingFile} from './recording-file.ts';
import type {Sealing} from './sealing.ts';

/** Entries that come all at once, as those of the past do, are committed after so many bytes. */
const commitBytes = 512 * 2 ** 10;

type CommitsParts = {
  readonly log: LogWriter;
  readonly file: RecordingFile;
  readonly lifetime: Lifetime;
  readonly sealing: Sealing;
  /** Runs something soon: what comes at once is one commit. */
  readonly soon: (work: () => void) => void;
  /** The one that the log begins with. */
  readonly chapter: number;
};

/** What was written to a log and is not in the file yet, and the segment that it belongs to. */
export type Commits = {
  /** So many bytes more are in the log: committed soon, or at once when there are many. */
  readonly written: (bytes: number) => void;
  /** It goes with the next commit. */
  readonly happened: (event: SessionEvent) => void;
  readonly commit: () => void;
  /** Commits the rest and has it sealed; nothing is written after. */
  readonly end: () => void;
  /** Of the last commit. */
  readonly chapter: () => number;
};

export function createCommits({log, file, lifetime, sealing, soon, chapter: first}: CommitsParts): Commits {
  let pieces: Piece[] = [];
  let events: SessionEvent[] = [];
  let uncommitted = 0;
  let isScheduled = false;
  let chapter = first;
  let isOver = false;

  function commit(): void {
    const piece = log.take();
    const news = events;
    events = [];
    uncommitted = 0;
    if (piece === undefined) return;
    ({chapter} = piece);
    pieces.push(piece);
    if (!lifetime.attemptOnFile(() => file.append(piece, news)) || !log.isFull()) return;
    endSegment();
    if (!isOver) beginAhead().catch(lifetime.fail);
  }

  function endSegment(): void {
    const finished = pieces;
    pieces = [];
    log.end(false);
    if (finished.length > 0) sealing.seal(finished);
  }

  /** A segment begins with all groups: while nothing comes, this is done bit by bit. */
  async function beginAhead(): Promise<void> {
    for (;;) {
      await breathe();
      if (!lifetime.isOpen() || !log.beginAhead()) return;
    }
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    soon(() => {
      isScheduled = false;
      if (lifetime.isOpen()) commit();
    });
  }

  return {
    written(bytes) {
      uncommitted += bytes;
      if (uncommitted >= commitBytes) commit();
      else schedule();
    },
    happened: (event) => void events.push(event),
    commit,
    end() {
      isOver = true;
      commit();
      endSegment();
    },
    chapter: () => chapter,
  };
}
