// All that goes on while a target is watched, begun and ended together.

import {defaultFolder} from '../saving/default-folder.ts';
import {defaultRetention} from '../saving/dump-retention.ts';
import {parseThreshold} from '../alert/threshold.ts';
import {watchThresholds, type ThresholdWatch} from '../alert/threshold-watch.ts';
import {createStandingDiagnosis, type StandingDiagnosis} from '../diagnosis/standing-diagnosis.ts';
import type {Diagnosis} from '../diagnosis/verdict.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import {systemClock} from '../session/clock.ts';
import {randomUnevenness} from '../session/gears.ts';
import {createSampler, type Sampler} from '../session/sampler.ts';
import {Session} from '../session/session.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {errorSentence} from '../view/output/error-sentence.ts';
import {announceVerdicts} from './screen/announce-verdicts.ts';
import {tapDumps, type DumpTap} from './dump-taps.ts';
import {memoryLimitOf} from './check/check-options.ts';
import {durationOf} from './arguments/duration.ts';
import {intervalOf} from './arguments/interval.ts';
import type {Arguments} from './arguments/read-arguments.ts';
import {readingSource} from './reading-source.ts';
import {UsageError} from './arguments/usage-error.ts';
import {within} from './within.ts';

/** The chart shows so much in any case; and a day in memory is what a recording is better for. */
const leastHistoryMs = 60_000;
const mostHistoryMs = 24 * 3_600_000;
/** Requests are given up and the worker is ended: nothing of it takes long. */
const longestCloseMs = 3_000;

/** Everything that watches one target together, with or without a screen. */
export type Watching = {
  readonly session: Session;
  readonly target: PprofTarget;
  readonly sampler: Sampler;
  readonly decoder: ProfileDecoder;
  readonly thresholds: ThresholdWatch;
  readonly diagnosis: StandingDiagnosis;
  readonly dumpFolder: string;
  readonly forMs: number | undefined;
  /** Tells each judgement, with the monotonic moment from which it stands. Returns what ends it. */
  readonly followJudgements: (listener: (diagnosis: Diagnosis, atMs: number) => void) => () => void;
  /** Shows each dump that is saved. Returns what ends it. */
  readonly tapDumps: (tap: DumpTap) => () => void;
  /** Ends requests, dumps under way and the worker. */
  readonly close: () => Promise<void>;
};

/** Builds the parts for a target from the options of `watch`, `demo` and `record`. Asks the target nothing yet. */
export function startWatching(target: PprofTarget, given: Arguments, onAlert?: () => void): Watching {
  const thresholds = given.texts('threshold').map((text) => parseThreshold(text));
  const dumpFolder = given.text('dump-dir') ?? defaultFolder('dumps', process.env);
  const intervalMs = intervalOf(given);
  const forMs = durationOf(given, 'for');
  const keepDumps = countOf(given, 'keep-dumps') ?? defaultRetention.keepDumps;
  const readSource = readingSource(given.texts('source'));
  const name = target.address.name;
  const session = new Session(systemClock, {name, url: target.url}, historyOf(given));
  session.memory.limitBytes = memoryLimitOf(given);
  const decoder = new ProfileDecoder();
  const {sampler, alarmSampler, tap} = tapDumps(
    createSampler({session, target, decoder, intervalMs, unevenness: randomUnevenness, usedMs: processorMs}),
  );
  const judgementListeners = new Set<(diagnosis: Diagnosis, atMs: number) => void>();
  const watch = watchThresholds({
    session,
    sampler: alarmSampler,
    thresholds,
    directory: dumpFolder,
    retention: {...defaultRetention, keepDumps},
    always: given.flag('dump-always') === true,
    ...(onAlert === undefined ? {} : {onAlert}),
  });
  const announce = announceVerdicts(session);
  let failure: string | undefined;
  const diagnosis = createStandingDiagnosis({
    session,
    texts: (ids) => decoder.goroutineTexts(ids),
    readSource,
    usedMs: processorMs,
    onJudged(judged, atMs) {
      announce(judged);
      for (const listener of judgementListeners) listener(judged, atMs);
      session.changed();
    },
    onFailure(error) {
      const problem = `judging failed: ${errorSentence(error)}`;
      if (problem !== failure) session.addEvent('problem', problem);
      failure = problem;
    },
  });
  return {
    session,
    target,
    sampler,
    decoder,
    thresholds: watch,
    diagnosis,
    dumpFolder,
    forMs,
    followJudgements(listener) {
      judgementListeners.add(listener);
      return () => judgementListeners.delete(listener);
    },
    tapDumps: tap,
    async close() {
      diagnosis.close();
      await within(longestCloseMs, async () => {
        await watch.close();
        await target.close();
        await decoder.close();
      });
    },
  };
}

/** Ends the watch when `--for` is over, unless it has been ended before. A dump under way is let finish first. */
export async function endInTime(
  {session, thresholds, forMs}: Pick<Watching, 'session' | 'thresholds' | 'forMs'>,
  ended: AbortSignal,
  end: () => void,
): Promise<void> {
  if (forMs === undefined) return;
  await session.clock.sleep(forMs, ended);
  await thresholds.whenIdle();
  if (!ended.aborted) end();
}

/** Processor time of all threads, in milliseconds. */
function processorMs(): number {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
}

function historyOf(given: Arguments): number | undefined {
  const historyMs = durationOf(given, 'history');
  if (historyMs === undefined || (historyMs >= leastHistoryMs && historyMs <= mostHistoryMs))
    return historyMs;
  const written = `--history ${given.text('history')}`;
  throw historyMs < leastHistoryMs
    ? new UsageError(`${written} is too short to go back in.`, 'Write --history 1m or more.')
    : new UsageError(
        `${written} is more than is kept in memory.`,
        'Write --history 24h or less; gorowatch record keeps any length in a file.',
      );
}

function countOf(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`--${option} ${text} is not a number of files.`, `Write --${option} 20.`);
  return Number(text);
}
