import {createDiagnoser} from '../../diagnosis/diagnoser.ts';
import {isAtLeast, type Limit} from '../../diagnosis/verdict.ts';
import {ProfileDecoder} from '../../profile/decoder.ts';
import {systemClock} from '../../session/clock.ts';
import {provesWithStacks} from '../../session/proof.ts';
import {randomUnevenness} from '../../session/gears.ts';
import {createSampler, type Sampler} from '../../session/sampler.ts';
import {Session} from '../../session/session.ts';
import {escapeText} from '../../target/escape.ts';
import type {PprofTarget} from '../../target/pprof-target.ts';
import {formatMs} from '../../text/duration.ts';
import {errorSentence} from '../../view/output/error-sentence.ts';
import {memoryHeldOf} from '../../view/panels/stacks-held.ts';
import {formatCount} from '../../view/text/format.ts';
import {checkPace} from './check-pace.ts';
import type {CheckOptions} from './check-options.ts';
import type {AtEnd, Checked} from './checked.ts';
import {endOnSignals} from '../ending-signals.ts';
import {neverAnswered} from '../never-answered.ts';
import {observeEach} from './observe-each.ts';
import {createProgressLine, type ProgressLine} from './progress-line.ts';
import {readingSource} from '../reading-source.ts';

/**
 * Watches a target for a while and judges what was seen. A signal ends it early.
 *
 * @throws {TargetError} when it was never in reach.
 * @throws {UsageError} for a folder of `--source` that is none.
 */
export async function checkTarget(
  target: PprofTarget,
  options: CheckOptions,
  operand: string,
  atEnd?: AtEnd,
): Promise<Checked> {
  const readSource = readingSource(options.sources);
  const session = new Session(systemClock, {name: target.address.name, url: target.url});
  session.memory.limitBytes = options.memoryLimitBytes;
  const decoder = new ProfileDecoder();
  const stacksPace = checkPace(options.forMs);
  const sampler = createSampler({
    session,
    target,
    decoder,
    intervalMs: options.intervalMs,
    stacksPace,
    unevenness: randomUnevenness,
  });
  const diagnoser = createDiagnoser({session, texts: (ids) => decoder.goroutineTexts(ids), readSource});
  const stopping = new AbortController();
  const ending = new AbortController();
  const endedBy = endOnSignals(() => {
    stopping.abort();
    ending.abort();
  });
  const progress = createProgressLine(session, options.forMs);
  const observing = observeEach(session, diagnoser, async () => {
    if (!progress.isShown) return;
    const {verdicts} = await diagnoser.judge();
    progress.suspects = verdicts.filter(({level}) => isAtLeast(level, 'watch')).length;
  });
  try {
    const timing = endAfter({session, sampler, progress}, options.forMs, ending);
    await sampler.run(ending.signal);
    await timing;
    progress.clear();
    const limits = options.wantsProof ? await prove() : [];
    await observing.finish();
    if (session.lastSeen === undefined) {
      if (endedBy() === undefined) throw neverAnswered(session, options.forMs);
    }

    const diagnosis = await diagnoser.judge();
    const {requests, bytes, busyMs, pausedMs} = session.ledger.reading(session.clock.monotonicMs());
    const {name, hasLeakProfile} = session.facts;
    const checked = {
      diagnosis: {...diagnosis, limits: [...diagnosis.limits, ...limits]},
      judged: {
        target: {name, url: target.url},
        cost: {requests, bytes, requestMs: busyMs, stoppedMs: pausedMs},
        moments: undefined,
      },
      proofCommand:
        hasLeakProfile && !options.wantsProof ? `gorowatch check --proof ${shown(operand)}` : undefined,
      memory: memoryHeldOf(session, session.memory.latest),
      endedBy: endedBy(),
    };
    await atEnd?.(checked, {session, texts: (ids) => decoder.goroutineTexts(ids)});
    return checked;
  } finally {
    ending.abort();
    progress.clear();
    observing.stop();
    await target.close();
    await decoder.close();
  }

  /** Asks the garbage collector, after saying what it costs. What keeps it from answering is no reason to give up. */
  async function prove(): Promise<readonly Limit[]> {
    const {name, hasLeakProfile} = session.facts;
    if (session.status.kind !== 'live' || stopping.signal.aborted) {
      return [
        {kind: 'no-proof', why: stopping.signal.aborted ? 'it was interrupted.' : `${name} is out of reach.`},
      ];
    }

    if (!hasLeakProfile) {
      return [
        {
          kind: 'no-proof',
          why: `${name} does not list goroutineleak, which Go has from 1.27 on, and 1.26 when built with GOEXPERIMENT=goroutineleakprofile.`,
        },
      ];
    }

    const goroutines = session.history.total.last ?? 0;
    const stacks = provesWithStacks(goroutines)
      ? `, and full stacks of ${formatCount(goroutines)} goroutines, which stop it for about ${formatMs(sampler.expectedStopMs())}`
      : '';
    process.stderr.write(
      `gorowatch: Asking the garbage collector of ${name}: a collection in the process${stacks}.\n`,
    );
    try {
      await sampler.proof(stopping.signal);
      return [];
    } catch (error) {
      if (stopping.signal.aborted) return [{kind: 'no-proof', why: 'it was interrupted.'}];
      return [{kind: 'no-proof', why: errorSentence(error)}];
    }
  }
}

type Watch = {
  readonly session: Session;
  readonly sampler: Pick<Sampler, 'canClose'>;
  readonly progress: Pick<ProgressLine, 'moreMs'>;
};

/** For a look that shows who has stayed, a check goes on for so much longer. */
const mostMoreMs = 10_000;
const moreStepMs = 500;

/**
 * Ends the watch so long after the target was first seen; one that is never seen gets as long. It goes on for a little
 * when nothing is missing but a second look, and that can be had.
 */
export async function endAfter(
  {session, sampler, progress}: Watch,
  forMs: number,
  ending: AbortController,
): Promise<void> {
  const {clock} = session;
  const startMs = clock.monotonicMs();
  await clock.sleep(forMs, ending.signal);
  const seenMs = session.history.total.firstAtMs ?? startMs;
  await clock.sleep(Math.max(0, seenMs + forMs - clock.monotonicMs()), ending.signal);
  for (let leftMs = mostMoreMs; leftMs > 0 && sampler.canClose(leftMs); leftMs -= moreStepMs) {
    if (ending.signal.aborted || session.status.kind !== 'live') break;
    progress.moreMs = leftMs;
    await clock.sleep(moreStepMs, ending.signal);
  }

  ending.abort();
}

/** The target as it was typed; the query of an address may hold a secret that belongs into no log. */
function shown(operand: string): string {
  return operand.includes('?') ? 'TARGET' : escapeText(operand);
}
