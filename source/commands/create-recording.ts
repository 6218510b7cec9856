// Records a session into a file, and says how far that has got.

import {existsSync, rmSync, statSync} from 'node:fs';
import packageJson from '../../package.json' with {type: 'json'};
import {explainer} from '../saving/saving-error.ts';
import {nodeFileSystem} from '../saving/file-system.ts';
import {freeName} from '../saving/free-name.ts';
import type {Diagnosis} from '../diagnosis/verdict.ts';
import {defaultFolder} from '../saving/default-folder.ts';
import {recordingName} from '../recording/recording-name.ts';
import {createRecorder, type Recorder} from '../recording/recorder.ts';
import {dumpNames} from '../recording/write-dump.ts';
import {breathe} from '../session/breathe.ts';
import type {SessionEntry} from '../session/entry.ts';
import {pastOf} from '../session/past.ts';
import type {Sight} from '../session/model.ts';
import {escapeText} from '../target/escape.ts';
import {formatStopwatch} from '../text/duration.ts';
import {formatBytes} from '../view/text/format.ts';
import type {Watching} from './watching.ts';
import {within} from './within.ts';

/** So long what is remembered may be written before keys and the screen have their turn. */
const sliceMs = 8;
/** Who ends a recording that has only just begun wants what is remembered in it, and does not want to wait for long. */
const mostFinishMs = 3_000;

type RecordingOptions = {
  /** Undefined: a new file in the folder for recordings. */
  readonly file?: string | undefined;
  readonly keepMs?: number | undefined;
  readonly maxBytes?: number | undefined;
  /** So long the thread may wait where another process has locked the file. */
  readonly mostWaitMs?: number | undefined;
  /** Called once when it ends by itself: one sentence. */
  readonly onFailure?: (sentence: string) => void;
};

export type RecordingStatus = {
  readonly sinceMs: number;
  readonly path: string;
  readonly bytes: number;
  /** One sentence, when something has ended it. What was written stays readable. */
  readonly problem: string | undefined;
};

/** What came of starting or ending it; `hasFailed`: the sentence says what has kept it from being written. */
export type RecordingOutcome = {readonly sentence: string; readonly hasFailed: boolean};

/** Writes what is watched to a file, beginning with all that is remembered. */
export type SessionRecording = {
  /** Resolves when what is remembered is written; rejects with a RecordingError or SavingError. */
  readonly start: () => Promise<RecordingOutcome>;
  /** Finishes the file. */
  readonly stop: () => Promise<RecordingOutcome>;
  /** Also while the file does not have a name yet. */
  readonly isOn: () => boolean;
  /** Undefined while nothing is recorded. */
  readonly status: () => RecordingStatus | undefined;
};

type Running = {
  readonly recorder: Recorder;
  readonly since: Sight;
  readonly unfollow: () => void;
  readonly isNew: boolean;
  problem: string | undefined;
  /** Until what is remembered is written. */
  begun: Promise<void>;
  isStopping: boolean;
};

/** What of a watch is recorded. */
export type Recorded = Pick<Watching, 'session' | 'followJudgements' | 'tapDumps'> & {
  readonly diagnosis: Pick<Watching['diagnosis'], 'at'>;
};

export function createRecording(watching: Recorded, options: RecordingOptions = {}): SessionRecording {
  const {session, diagnosis} = watching;
  let running: Running | undefined;
  /** A key that is held down asks again before the file has a name. */
  let opening: Promise<Running> | undefined;

  async function open(): Promise<Running> {
    const file = options.file ?? (await freeFile(session.facts.name, session.clock.wallMs()));
    running = begin(file);
    return running;
  }

  function begin(file: string): Running {
    const isNew = !existsSync(file);
    const recorder = createRecorder({
      file,
      target: session.facts,
      version: packageJson.version,
      keepMs: options.keepMs,
      maxBytes: options.maxBytes,
      mostWaitMs: options.mostWaitMs,
      onFailure(sentence) {
        if (running !== undefined) running.problem = sentence;
        session.addEvent('problem', sentence);
        options.onFailure?.(sentence);
      },
    });
    const late: (() => void)[] = [];
    /** What comes while the past is still being written waits for it. */
    let later: ((work: () => void) => void) | undefined = (work) => late.push(work);
    const now = (work: () => void) => (later === undefined ? work() : later(work));
    const unfollow = [
      session.follow((entry) => now(() => recorder.write(entry))),
      watching.followJudgements((judged, atMs) =>
        now(() => recorder.judged({atMs, wallMs: session.clock.wallMs()}, judged)),
      ),
      watching.tapDumps(async (kind, {reply, takenAt: wallMs}, cause) => {
        const atMs = session.clock.monotonicMs();
        await started.begun;
        await recorder.dump({atMs, wallMs, name: dumpNames[kind], cause, chunks: reply.chunks});
      }),
    ];
    const started: Running = {
      recorder,
      since: {atMs: session.clock.monotonicMs(), wallMs: session.clock.wallMs()},
      unfollow: () => {
        for (const end of unfollow) end();
      },
      isNew,
      problem: undefined,
      begun: Promise.resolve(),
      isStopping: false,
    };
    started.begun = writePast(started).finally(() => {
      later = undefined;
      for (const work of late.splice(0)) work();
      recorder.commit();
    });
    return started;
  }

  async function writePast(started: Running): Promise<void> {
    const {recorder} = started;
    let opinion: Diagnosis | undefined;
    let sliceEndsMs = performance.now() + sliceMs;
    for await (const entry of pastOf(session)) {
      if (started.isStopping || recorder.hasFailed()) return;
      await recorder.prepare(entry);
      recorder.write(entry);
      opinion = writeOpinion(recorder, entry, opinion);
      await recorder.settled();
      if (performance.now() < sliceEndsMs) continue;
      await breathe();
      sliceEndsMs = performance.now() + sliceMs;
    }
  }

  /** What was thought at a moment of the past. */
  function writeOpinion(
    recorder: Recorder,
    {atMs, wallMs, kind}: SessionEntry,
    before: Diagnosis | undefined,
  ): Diagnosis | undefined {
    if (kind !== 'counts' && kind !== 'total') return before;
    const opinion = diagnosis.at(atMs);
    if (opinion !== undefined && opinion !== before) recorder.judged({atMs, wallMs}, opinion);
    return opinion;
  }

  return {
    async start() {
      if (running !== undefined) return fine(`Recording to ${escapeText(running.recorder.file)} already.`);
      opening ??= open().finally(() => {
        opening = undefined;
      });
      const opened = await opening;
      await opened.begun;
      return failed(opened) ?? fine(`Recording to ${escapeText(opened.recorder.file)}.`);
    },
    async stop() {
      const ending = running ?? (await opening?.catch(() => undefined));
      if (ending === undefined) return fine('Nothing is recorded.');
      ending.unfollow();
      try {
        await within(mostFinishMs, () => ending.begun);
        ending.isStopping = true;
        await ending.begun;
      } finally {
        // Also where what is remembered could not be written: what was is to be one whole file.
        await ending.recorder.close();
        running = undefined;
      }

      const failure = failed(ending);
      if (failure !== undefined) return failure;
      const {file} = ending.recorder;
      if (ending.isNew && session.lastSeen === undefined) {
        rmSync(file, {force: true});
        return fine('Nothing was seen, so nothing was recorded.');
      }

      const forMs = session.clock.monotonicMs() - ending.since.atMs;
      const bytes = statSync(file, {throwIfNoEntry: false})?.size ?? 0;
      return fine(`Recorded ${formatStopwatch(forMs)} to ${escapeText(file)} (${formatBytes(bytes)}).`);
    },
    isOn: () => running !== undefined || opening !== undefined,
    status() {
      if (running === undefined) return undefined;
      const {recorder, since, problem} = running;
      return {
        sinceMs: since.atMs,
        path: recorder.file,
        bytes: recorder.bytes(),
        problem,
      };
    },
  };
}

function fine(sentence: string): RecordingOutcome {
  return {sentence, hasFailed: false};
}

function failed({problem}: Running): RecordingOutcome | undefined {
  return problem === undefined ? undefined : {sentence: problem, hasFailed: true};
}

/** A name in the folder for recordings that nothing has yet. */
async function freeFile(target: string, wallMs: number): Promise<string> {
  const folder = defaultFolder('recordings', process.env);
  await explainer(folder, 'XDG_STATE_HOME', 'recording')(nodeFileSystem.makeFolder(folder));
  return freeName(folder, (attempt) => recordingName(target, wallMs + (attempt - 1) * 1000));
}
