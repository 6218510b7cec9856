import type {Baseline} from './baseline.ts';
import type {CostReading} from './cost-ledger.ts';
import type {Session} from './session.ts';
import type {SessionStatus, StacksLook, TargetFacts} from './model.ts';

/** What held at one moment of a session, beside the counts, which their series know. Monotonic milliseconds. */
type InForce = {
  readonly atMs: number;
  /** The newest full stacks then, of the process that was there then. */
  readonly look: StacksLook | undefined;
  /** The baseline that had been set by then: one that was set later, for an earlier moment, is not in force there. */
  readonly baseline: Baseline | undefined;
  /** What watching had cost, as of the newest sample or change of status. */
  readonly cost: CostReading;
  readonly status: SessionStatus;
  readonly facts: TargetFacts;
  readonly threads: number | undefined;
};

/**
 * What held at a moment of a session: the same for one that is watched and for one that replays its log. Before all
 * that is remembered, what held at its beginning.
 */
export function inForceAt(session: Session, atMs: number): InForce {
  const {logs, history} = session;
  return {
    atMs,
    look: logs.looks.at(atMs),
    baseline: logs.baselines.at(atMs),
    cost: logs.costs.at(atMs) ?? nothingSpent,
    status: logs.statuses.at(atMs) ?? logs.statuses.entries[0]?.value ?? session.status,
    facts: logs.facts.at(atMs) ?? logs.facts.entries[0]?.value ?? session.facts,
    threads: history.threads.at(atMs),
  };
}

const nothingSpent: CostReading = {
  share: 0,
  longestPauseMs: 0,
  isUsualPause: true,
  requests: 0,
  bytes: 0,
  busyMs: 0,
  pausedMs: 0,
};
