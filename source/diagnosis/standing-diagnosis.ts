// Judges a session that goes on, again and again, as often as that may cost.

import type {Clock} from '../session/clock.ts';
import {createOwnCost, ownWaitMs, type OwnLimit} from '../session/own-cost.ts';
import {PackedLog} from '../session/packed-log.ts';
import {restartsOf} from '../session/session-logs.ts';
import {diagnosisPacking} from './diagnosis-packing.ts';
import {createDiagnoser, type DiagnoserParts} from './diagnoser.ts';
import {settle, type Settled} from './settle.ts';
import type {Diagnosis} from './verdict.ts';

/** How often a session that goes on is judged anew. */
export const judgeEveryMs = 5_000;
/** Ten thousand groups that all move take a tenth of a second and more to judge. */
const ownJudgingLimit: OwnLimit = {
  share: 0.005,
  cheapMs: 25,
  dearShare: 0.0025,
  mostWaitMs: 20_000,
};

type StandingDiagnosisParts = DiagnoserParts & {
  /** Milliseconds of processor time that this program has used so far; without it, it may use any. */
  readonly usedMs?: () => number;
  /** Called after each judgement, with what it brought and the monotonic moment from which it stands. */
  readonly onJudged?: (diagnosis: Diagnosis, atMs: number) => void;
  /** Called when something keeps it from judging; it tries again with the next sample. */
  readonly onFailure?: (error: unknown) => void;
};

/** The opinion on a session that goes on. */
export type StandingDiagnosis = {
  /** The newest; undefined before the first. */
  readonly current: () => Diagnosis | undefined;
  /** What was thought at a moment; undefined before the first. */
  readonly at: (atMs: number) => Diagnosis | undefined;
  /** Judges out of turn what the session has just learned, such as what the garbage collector has marked. */
  readonly judgeNow: () => Promise<void>;
  readonly close: () => void;
};

/**
 * Follows a session and judges it again and again. Levels do not flicker: a verdict must be given twice to be shown as
 * likely, and be missing several times to go.
 */
export function createStandingDiagnosis(parts: StandingDiagnosisParts): StandingDiagnosis {
  const {session, onJudged, onFailure, usedMs = () => 0} = parts;
  const ownCost = createOwnCost();
  const diagnoser = createDiagnoser(parts);
  const clock: Clock = session.clock;
  const past = new PackedLog(diagnosisPacking);
  let settled: Settled = new Map();
  let judgedAtMs = clock.monotonicMs();
  let restarts = restartsOf(session);
  let running: Promise<void> | undefined;
  let isClosed = false;

  async function judge(isDue: () => boolean): Promise<void> {
    try {
      await diagnoser.observe();
      if (!isDue()) return;
      judgedAtMs = clock.monotonicMs();
      const usedBeforeMs = usedMs();
      const diagnosis = await diagnoser.judge();
      ownCost.note(usedMs() - usedBeforeMs);
      if (restartsOf(session) !== restarts) settled = new Map();
      restarts = restartsOf(session);
      const next = settle(settled, diagnosis.verdicts);
      settled = next.settled;
      const current = {...diagnosis, verdicts: next.verdicts};
      const atMs = clock.monotonicMs();
      past.push(atMs, current);
      past.trim(session.history.fromMs);
      if (!isClosed) onJudged?.(current, atMs);
    } catch (error) {
      // When the watch ends, what it was asking for is given up.
      if (!isClosed) onFailure?.(error);
    }
  }

  function run(isDue: () => boolean): Promise<void> {
    running = judge(isDue).finally(() => {
      running = undefined;
    });
    return running;
  }

  const isDueAgain = () =>
    clock.monotonicMs() - judgedAtMs >= Math.max(judgeEveryMs, ownWaitMs(ownCost.leastMs(), ownJudgingLimit));
  const unsubscribe = session.subscribe(() => {
    if (running === undefined && !isClosed) void run(isDueAgain);
  });
  return {
    current: () => past.last,
    at: (atMs) => past.at(atMs),
    async judgeNow() {
      // Another may have begun when this one is awaited: that one is new enough.
      await running;
      if (!isClosed) await run(() => true);
    },
    close() {
      isClosed = true;
      unsubscribe();
    },
  };
}
