// Turns what a session learns into segments and chapters, handed out piece by piece.

import type {SessionEntry} from '../session/entry.ts';
import type {CountChange, Sight} from '../session/model.ts';
import {createGroupStates} from './group-states.ts';
import {
  chapterMs,
  chapterNamesBytes,
  chaptersInKeep,
  chaptersInMaxBytes,
  leastChapterMs,
  segmentLogBytes,
  segmentMs,
  segmentSamples,
  segmentsInMaxBytes,
} from './limits.ts';
import {createNamesWriter, type NamesWriter} from './names-writer.ts';
import {createPointWriter, type PointWriter} from './points.ts';
import {createStandingEntries} from './standing-entries.ts';
import {createPointTaker} from './take-points.ts';
import {createEntryWriter, type EntryWriter, type LoggedEntry} from './write-entry.ts';

/** When so much of a chapter is over, groups are named for the next one, some with each commit. */
const namedAheadFrom = 0.5;

/** Where a segment stands among others, and what it leaves to others to tell. */
type SegmentPlace = {
  readonly segment: number;
  /** Segments of one chapter share names. */
  readonly chapter: number;
  /** Which segment has the look, and the baseline, in force when this one begins; 0: none was. */
  readonly lookIn: number;
  readonly baselineIn: number;
};

/** What was written of one segment since the last time; pieces of a segment, one after the other, are the segment. */
export type Piece = SegmentPlace & {
  readonly from: Sight;
  readonly to: Sight;
  readonly samples: number;
  readonly names: Uint8Array;
  readonly log: Uint8Array;
  readonly points: Uint8Array;
};

/** Turns what a session learns into segments: each can be read without those of other chapters. */
export type LogWriter = {
  readonly write: (entry: SessionEntry | Extract<LoggedEntry, {kind: 'judged'}>) => void;
  /** Does a part of what the next segment begins with before anything is written to it; whether more is to be done. */
  readonly beginAhead: () => boolean;
  /** Names groups before the entry that tells them: naming 10,000 takes long. */
  readonly name: (changes: readonly CountChange[]) => void;
  /** Undefined when nothing was written since. */
  readonly take: () => Piece | undefined;
  /** Whether the segment has had its time or its size. */
  readonly isFull: () => boolean;
  /** What is written next begins another segment; `isChapter`: with names of its own. */
  readonly end: (isChapter: boolean) => void;
};

type Segment = SegmentPlace & {
  readonly fromMs: number;
  readonly isChapter: boolean;
  readonly writer: EntryWriter;
  readonly points: PointWriter;
  samples: number;
  logBytes: number;
};

export function createLogWriter(
  first: {readonly segment: number; readonly chapter: number},
  /** The most that the whole recording may take. */
  maxBytes = Infinity,
  /** What is older goes. */
  keepMs = Infinity,
): LogWriter {
  const chapterLastsMs = Math.min(chapterMs, Math.max(leastChapterMs, keepMs / chaptersInKeep));
  const segmentLastsMs = Math.min(segmentMs, chapterLastsMs);
  const states = createGroupStates();
  const standing = createStandingEntries();
  let names: NamesWriter = createNamesWriter();
  /** Of the next chapter: where one begins, all groups are told at once. */
  let ahead: NamesWriter | undefined;
  let {segment: nextSegment, chapter} = first;
  let chapterSinceMs: number | undefined;
  /** Of the log, not compressed. */
  let chapterBytes = 0;
  let current: Segment | undefined;
  /** What the next one begins with, as far as that is done ahead. */
  let begins: Generator<void, Segment> | undefined;
  let next: Segment | undefined;
  let lookIn = 0;
  let baselineIn = 0;
  let from: Sight | undefined;
  let to: Sight = {atMs: 0, wallMs: 0};
  const taker = createPointTaker();

  function* beginning({atMs}: Sight): Generator<void, Segment> {
    const segment = nextSegment++;
    const isChapter = chapterSinceMs === undefined;
    if (isChapter) {
      chapterSinceMs = atMs;
      chapterBytes = 0;
      names = ahead ?? createNamesWriter();
      ahead = undefined;
      yield* states.beginChapter(atMs, names);
      lookIn = standing.look() === undefined ? 0 : segment;
      baselineIn = standing.baseline() === undefined ? 0 : segment;
    }

    const writer = createEntryWriter(names);
    for (const entry of standing.entries(isChapter, atMs, states, names)) {
      writer.write(entry);
      yield;
    }

    writer.begin();
    const place = {segment, chapter, lookIn, baselineIn};
    return {...place, fromMs: atMs, isChapter, writer, points: createPointWriter(), samples: 0, logBytes: 0};
  }

  /** The segment that begins with this moment, whatever of it has been done ahead. */
  function begun(sight: Sight): Segment {
    begins ??= beginning(sight);
    while (next === undefined) {
      const step = begins.next();
      if (step.done === true) next = step.value;
    }

    const segment = {...next, fromMs: sight.atMs};
    if (segment.isChapter) chapterSinceMs = sight.atMs;
    [begins, next] = [undefined, undefined];
    return segment;
  }

  /** Counts by the numbers of the chapter, looks with their ages. */
  function logged(entry: SessionEntry | LoggedEntry): LoggedEntry {
    if (entry.kind === 'look') return standing.withAges(entry);
    if (entry.kind !== 'counts' && entry.kind !== 'marked') return entry;
    const {atMs, wallMs} = entry;
    // A log's own entry is only ever of the kind `judged` here.
    const changes = entry.changes.flatMap((change) => ('identity' in change ? [change] : []));
    const inLog = states.change(changes, atMs, names);
    return entry.kind === 'counts'
      ? {atMs, wallMs, kind: 'counts', head: entry.head, changes: inLog}
      : {atMs, wallMs, kind: 'marked', changes: inLog};
  }

  /** How much of its chapter is over. */
  function chapterShare(): number {
    if (chapterSinceMs === undefined) return 0;
    return Math.max(
      (to.atMs - chapterSinceMs) / chapterLastsMs,
      names.bytes() / chapterNamesBytes,
      chapterBytes / (maxBytes / chaptersInMaxBytes),
    );
  }

  return {
    name(changes) {
      const into = chapterSinceMs === undefined ? (ahead ??= createNamesWriter()) : names;
      for (const {identity} of changes) into.identity(identity);
    },
    write(given) {
      current ??= begun(given);
      const entry = logged(given);
      current.writer.write(entry);
      standing.take(entry);
      if (entry.kind === 'look') lookIn = current.segment;
      if (entry.kind === 'baseline') baselineIn = current.segment;
      if (entry.kind === 'restarted') [lookIn, baselineIn] = [0, 0];
      taker.note(entry, current.points);
      const {atMs, wallMs} = entry;
      from ??= {atMs, wallMs};
      // A look comes some time after its moment.
      if (atMs >= to.atMs) to = {atMs, wallMs};
    },
    beginAhead() {
      if (current !== undefined || next !== undefined) return false;
      begins ??= beginning(to);
      const step = begins.next();
      if (step.done === true) next = step.value;
      return step.done !== true;
    },
    take() {
      if (current === undefined || from === undefined) return undefined;
      const samples = taker.flush(current.points);
      const {segment, chapter: chapterOfIt, lookIn: lookBefore, baselineIn: baselineBefore} = current;
      const piece: Piece = {
        segment,
        chapter: chapterOfIt,
        lookIn: lookBefore,
        baselineIn: baselineBefore,
        from,
        to,
        samples,
        names: names.take(),
        log: current.writer.take(),
        points: current.points.take(),
      };
      current.samples += samples;
      current.logBytes += piece.log.length;
      chapterBytes += piece.log.length;
      from = undefined;
      if (chapterShare() >= namedAheadFrom) states.nameAhead((ahead ??= createNamesWriter()));
      return piece;
    },
    isFull() {
      if (current === undefined) return false;
      const {fromMs, logBytes} = current;
      return (
        to.atMs - fromMs >= segmentLastsMs ||
        current.samples >= segmentSamples ||
        logBytes >= Math.min(segmentLogBytes, maxBytes / segmentsInMaxBytes)
      );
    },
    end(isChapter) {
      current = undefined;
      if (isChapter || chapterShare() >= 1) {
        chapterSinceMs = undefined;
        chapter++;
      }
    },
  };
}
