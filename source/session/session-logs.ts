import type {Baseline} from './baseline.ts';
import type {CostReading} from './cost-ledger.ts';
import type {SessionStatus, StacksLook, TargetFacts} from './session.ts';
import {StepLog} from './step-log.ts';

/** Some 150 bytes each. */
const maxCosts = 20_000;
const maxStatuses = 5_000;
const maxFacts = 1_000;

/** What a session knows beside counts, each as it held over time: so that any moment of it can be read back. */
export type SessionLogs = {
  /** Undefined from a restart to the next look. */
  readonly looks: StepLog<StacksLook | undefined>;
  /** Each from when it was set; undefined from a restart to the next counts. */
  readonly baselines: StepLog<Baseline | undefined>;
  readonly statuses: StepLog<SessionStatus>;
  readonly facts: StepLog<TargetFacts>;
  /** One a sample. */
  readonly costs: StepLog<CostReading>;
  /** How many there have been. */
  readonly restarts: StepLog<number>;
};

export function createLogs(): SessionLogs {
  return {
    looks: new StepLog(),
    baselines: new StepLog(),
    statuses: new StepLog(maxStatuses),
    facts: new StepLog(maxFacts),
    costs: new StepLog(maxCosts),
    restarts: new StepLog(maxFacts),
  };
}

/** Forgets what no longer held at a moment. */
export function trimLogs(logs: SessionLogs, beforeMs: number): void {
  for (const log of Object.values(logs)) log.trim(beforeMs);
}
