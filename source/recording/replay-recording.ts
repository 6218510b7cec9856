// Makes sessions out of a recording, each of the stretch around a moment that is looked at.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {ProfileDecoder} from '../profile/decoder.ts';
import {textsByMoment} from '../profile/texts-by-moment.ts';
import {applyEntry} from '../session/apply-entry.ts';
import {breathe} from '../session/breathe.ts';
import type {LogEntry} from '../session/entry.ts';
import {inForceAt} from '../session/in-force.ts';
import {createReplayClock} from '../session/replay-clock.ts';
import {Session} from '../session/session.ts';
import {segmentMs} from './limits.ts';
import type {Recording} from './open-recording.ts';
import {RecordingError} from './recording-error.ts';
import type {Replayed} from './replayed.ts';
import {dumpNames} from './write-dump.ts';

/** The charts show five minutes; a little more, so that each step back does not read all of it again. */
const lookbackMs = 8 * 60_000;
const chartMs = 5 * 60_000;
/** Stepping and playing onwards soon reads nothing. */
const aheadMs = 2 * 60_000;

/** From so many counts of groups on, the session forgets as one that watches does: 16 bytes each. */
const mostPoints = 1_000_000;

/** So long the rest of a stretch may be read before keys and the screen have their turn. */
const sliceMs = 8;

/** A stretch of a recording: between which moments the screen may stand. */
type Stretch = {readonly fromMs: number; readonly toMs: number};
/** As a session: what it knows. */
type Loaded = Stretch & {readonly session: Session};
/** One that is being read. */
type Loading = Stretch & {whenLoaded: () => void; isOver: boolean};

/** A recording as something to be replayed: of however long a one, only the stretch around a moment is read. */
export function replayRecording(recording: Recording, decoder: ProfileDecoder): Replayed {
  const first = recording.first();
  if (first === undefined) {
    throw new RecordingError(
      'empty',
      `Nothing was recorded in ${recording.file}.`,
      'It may have ended before the target answered.',
    );
  }

  const begin = first;
  const {name, url} = recording.about;
  const events = recording.events();
  let loaded: Loaded | undefined;
  let loading: Loading | undefined;
  let glanced: {readonly atMs: number; readonly session: Session} | undefined;
  /** The one that the screen has: marks are set in it. */
  let shown: Session | undefined;
  let judged: {readonly atMs: number; readonly diagnosis: Diagnosis | undefined} | undefined;
  const opinions = new Map<number, Diagnosis>();
  /** Why something could not be read. */
  let problem: string | undefined;

  /** What is asked while the screen is drawn must not end it: what cannot be read is told, and done without. */
  function forgiving<Result>(read: () => Result, otherwise: Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      problem = `${error.message} ${error.advice}`;
      return otherwise;
    }
  }

  function stretchAround(atMs: number): Stretch {
    return {fromMs: Math.max(begin.atMs, atMs - lookbackMs + chartMs), toMs: atMs + aheadMs};
  }

  function emptySession(): {readonly session: Session; readonly take: (entry: LogEntry) => void} {
    const clock = createReplayClock(begin);
    const session = new Session(clock, {name, url}, lookbackMs + aheadMs, true);
    session.events = events;
    // What is too old is not read in the first place: looking for it in 10,000 groups again and again takes long.
    let release: (() => void) | undefined = session.history.keep();
    return {
      session,
      take(entry) {
        if (entry.kind === 'event') return;
        // What was in force where it begins is of before: the clock never goes back.
        if (entry.atMs > clock.monotonicMs()) clock.set(entry);
        applyEntry(session, entry);
        if (session.history.points < mostPoints) return;
        release?.();
        release = undefined;
      },
    };
  }

  function present(session: Session): Session {
    if (session !== shown) session.mark = shown?.mark;
    shown = session;
    return session;
  }

  function load(atMs: number): Session {
    if (loaded === undefined || !covers(loaded, atMs)) {
      const {session, take} = emptySession();
      for (const entry of recording.stepsAround(atMs, lookbackMs, atMs + aheadMs))
        if (entry !== undefined) take(entry);
      loaded = {...stretchAround(atMs), session};
    }

    return present(loaded.session);
  }

  async function loadSlowly(mine: Loading, atMs: number): Promise<void> {
    const {session, take} = emptySession();
    // What is shown first comes first.
    await breathe();
    let sliceEndsMs = performance.now() + sliceMs;
    for (const entry of recording.stepsAround(atMs, lookbackMs, mine.toMs)) {
      if (mine.isOver) return;
      if (entry !== undefined) take(entry);
      if (performance.now() < sliceEndsMs) continue;
      await breathe();
      sliceEndsMs = performance.now() + sliceMs;
    }

    if (mine.isOver) return;
    loading = undefined;
    loaded = {fromMs: mine.fromMs, toMs: mine.toMs, session};
    mine.whenLoaded();
  }

  function soon(atMs: number, whenLoaded: () => void): Session {
    if (loaded !== undefined && covers(loaded, atMs)) return present(loaded.session);
    if (loading !== undefined && covers(loading, atMs)) {
      loading.whenLoaded = whenLoaded;
    } else {
      if (loading !== undefined) loading.isOver = true;
      loading = {...stretchAround(atMs), whenLoaded, isOver: false};
      // What cannot be read is told where it is asked for: of this moment, what was shown first stays.
      loadSlowly(loading, atMs).catch(() => undefined);
    }

    if (glanced?.atMs !== atMs) {
      const {session, take} = emptySession();
      const entries = recording.glanceAt(atMs, lookbackMs);
      const isBeginning = atMs - begin.atMs < segmentMs;
      // It is damaged: what was known before is not here.
      if (!isBeginning && !entries.some(({kind}) => kind === 'columns' || kind === 'counts'))
        return load(atMs);
      for (const entry of entries) take(entry);
      glanced = {atMs, session};
    }

    return present(glanced.session);
  }

  /** By the moments of looks; most looks are kept without the bytes that they were made of. */
  const textsOf = textsByMoment(decoder, async (wallMs) => {
    const dump = recording.dumps.all().find((one) => one.wallMs === wallMs && one.name !== dumpNames.counts);
    if (dump === undefined) return false;
    const chunks = forgiving(
      () => Array.from(recording.dumps.chunks(dump.id), (chunk) => new Uint8Array(chunk)),
      undefined,
    );
    if (chunks === undefined) return false;
    await decoder.decode(chunks, {source: 'debug=2', takenAt: wallMs, keepText: true});
    return true;
  });

  return {
    name,
    timeline: {
      ...recording.timeline,
      wallMsOf: (atMs) =>
        forgiving(() => recording.timeline.wallMsOf(atMs), begin.wallMs + (atMs - begin.atMs)),
    },
    load,
    soon,
    diagnosisAt(atMs) {
      if (judged?.atMs !== atMs) {
        const found = forgiving(() => recording.diagnosisAt(atMs), undefined);
        // The same opinion is the same object, or the screen would be made anew with each step.
        if (found !== undefined && !opinions.has(found.atMs)) {
          opinions.clear();
          opinions.set(found.atMs, found.diagnosis);
        }

        judged = {atMs, diagnosis: found === undefined ? undefined : opinions.get(found.atMs)};
      }

      return judged.diagnosis;
    },
    async texts(atMs, ids) {
      const look = inForceAt(glanced?.atMs === atMs ? glanced.session : load(atMs), atMs).look;
      return look === undefined ? new Map() : textsOf(look.wallMs, ids);
    },
    damage() {
      if (problem !== undefined) return problem;
      const {length} = recording.damage();
      if (length === 0) return undefined;
      return length === 1
        ? 'A damaged stretch of the recording is left out.'
        : `${length} damaged stretches of the recording are left out.`;
    },
  };
}

function covers({fromMs, toMs}: Stretch, atMs: number): boolean {
  return atMs >= fromMs && atMs <= toMs;
}
