import {defaultDumpFolder} from '../alert/dump-folder.ts';
import {defaultRetention} from '../alert/dump-retention.ts';
import {parseThreshold} from '../alert/threshold.ts';
import {watchThresholds, type ThresholdWatch} from '../alert/threshold-watch.ts';
import {createStandingDiagnosis, type StandingDiagnosis} from '../diagnosis/standing-diagnosis.ts';
import {ProfileDecoder} from '../profile/decoder.ts';
import {systemClock} from '../session/clock.ts';
import {randomUnevenness} from '../session/gears.ts';
import {createSampler, type Sampler} from '../session/sampler.ts';
import {Session} from '../session/session.ts';
import type {PprofTarget} from '../target/pprof-target.ts';
import {errorSentence} from '../view/error-sentence.ts';
import {announceVerdicts} from './announce-verdicts.ts';
import {parseDuration} from './duration.ts';
import type {Arguments} from './read-arguments.ts';
import {readingSource} from './reading-source.ts';
import {UsageError} from './usage-error.ts';

const defaultIntervalMs = 1000;
/** Asking more often than this shows nothing more and costs more. */
const leastIntervalMs = 200;

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
  /** Ends requests, dumps under way and the worker. */
  readonly close: () => Promise<void>;
};

/** Builds the parts for a target from the options of `watch` and `demo`. Asks the target nothing yet. */
export function startWatching(target: PprofTarget, given: Arguments, onAlert?: () => void): Watching {
  const thresholds = given.texts('threshold').map((text) => parseThreshold(text));
  const dumpFolder = given.text('dump-dir') ?? defaultDumpFolder(process.env);
  const intervalMs = Math.max(leastIntervalMs, durationOf(given, 'interval') ?? defaultIntervalMs);
  const forMs = durationOf(given, 'for');
  const keepDumps = countOf(given, 'keep-dumps') ?? defaultRetention.keepDumps;
  const readSource = readingSource(given.texts('source'));
  const session = new Session(systemClock, {name: target.address.name, url: target.url});
  const decoder = new ProfileDecoder();
  const sampler = createSampler({session, target, decoder, intervalMs, unevenness: randomUnevenness});
  const watch = watchThresholds({
    session,
    sampler,
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
    onJudged(judged) {
      announce(judged);
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
    async close() {
      diagnosis.close();
      await watch.close();
      await target.close();
      await decoder.close();
    },
  };
}

function durationOf(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  return text === undefined ? undefined : parseDuration(text, `--${option}`);
}

function countOf(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`--${option} ${text} is not a number of files.`, `Write --${option} 20.`);
  return Number(text);
}
