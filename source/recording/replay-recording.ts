import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {ProfileDecoder} from '../profile/decoder.ts';
import {applyEntry} from '../session/apply-entry.ts';
import {inForceAt} from '../session/in-force.ts';
import {createReplayClock} from '../session/replay-clock.ts';
import {Session} from '../session/session.ts';
import type {Recording} from './open-recording.ts';
import {RecordingError} from './recording-error.ts';
import type {DumpInRecording} from './recorded-dumps.ts';
import type {Replayed} from './replayed.ts';

/** The charts show five minutes; a little more, so that each step back does not read all of it again. */
const lookbackMs = 8 * 60_000;
const chartMs = 5 * 60_000;
/** Stepping and playing onwards soon reads nothing. */
const aheadMs = 2 * 60_000;
/** A dump is written a little after the moment that it is of. */
const dumpDelayMs = 60_000;

/** A stretch of a recording as a session: what it knows, and between which moments the screen may stand. */
type Stretch = {readonly session: Session; readonly fromMs: number; readonly toMs: number};

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
  let stretch: Stretch | undefined;
  let judged: {readonly atMs: number; readonly diagnosis: Diagnosis | undefined} | undefined;
  const opinions = new Map<number, Diagnosis>();
  let decoded: number | undefined;

  function read(atMs: number): Stretch {
    const clock = createReplayClock(begin);
    const session = new Session(clock, {name, url}, lookbackMs + aheadMs);
    const toMs = atMs + aheadMs;
    for (const entry of recording.entriesAround(atMs, lookbackMs, toMs)) {
      if (entry.kind === 'event') continue;
      // What was in force where it begins is of before: the clock never goes back.
      if (entry.atMs > clock.monotonicMs()) clock.set(entry);
      applyEntry(session, entry);
    }

    session.events = events;
    return {session, fromMs: Math.max(begin.atMs, atMs - lookbackMs + chartMs), toMs};
  }

  function dumpOf(lookMs: number): DumpInRecording | undefined {
    return recording.dumps.all().find(({atMs}) => atMs >= lookMs && atMs - lookMs <= dumpDelayMs);
  }

  function load(atMs: number): Session {
    if (stretch !== undefined && atMs >= stretch.fromMs && atMs <= stretch.toMs) return stretch.session;
    const mark = stretch?.session.mark;
    stretch = read(atMs);
    stretch.session.mark = mark;
    return stretch.session;
  }

  return {
    name,
    timeline: recording.timeline,
    load,
    diagnosisAt(atMs) {
      if (judged?.atMs !== atMs) {
        const found = recording.diagnosisAt(atMs);
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
      const look = inForceAt(load(atMs), atMs).look;
      const dump = look === undefined ? undefined : dumpOf(look.atMs);
      if (dump === undefined) return new Map();
      if (decoded !== dump.id) {
        const chunks = Array.from(recording.dumps.chunks(dump.id), (chunk) => new Uint8Array(chunk));
        await decoder.decode(chunks, {source: 'debug=2', takenAt: dump.wallMs, keepText: true});
        decoded = dump.id;
      }

      return decoder.goroutineTexts(ids);
    },
    damage() {
      const {length} = recording.damage();
      return length === 0 ? undefined : `${length} damaged stretches of the recording are left out.`;
    },
  };
}
