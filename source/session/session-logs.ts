// All that a session remembers beside its counts, put together and trimmed together.

import {BaselineLog} from './baseline-log.ts';
import type {CostReading} from './cost-ledger.ts';
import type {CountChange, SessionStatus, StacksLook, TargetFacts} from './model.ts';
import {createLookPacking, type PackedLook} from './look-packing.ts';
import {PackedLog} from './packed-log.ts';
import {StepLog} from './step-log.ts';

/** Some 150 bytes each. */
const maxCosts = 20_000;
const maxStatuses = 5_000;
const maxFacts = 1_000;
const maxRestarts = 20_000;
/** The garbage collector is asked by hand, or every ten minutes. */
const maxMarks = 200;

/** What a session knows beside counts, each as it held over time: so that any moment of it can be read back. */
export type SessionLogs = {
  /** None from a restart to the next look. */
  readonly looks: PackedLog<StacksLook, PackedLook>;
  /** Packs the newest look, so that none has to be packed in one go later. */
  readonly packLook: (breathe: () => Promise<void>) => Promise<void>;
  /** None from a restart to the next counts. */
  readonly baselines: BaselineLog;
  readonly statuses: StepLog<SessionStatus>;
  readonly facts: StepLog<TargetFacts>;
  /** One a sample. */
  readonly costs: StepLog<CostReading>;
  /** How many there have been. */
  readonly restarts: StepLog<number>;
  /** What the garbage collector has marked, each until the next counts. */
  readonly marks: StepLog<readonly CountChange[]>;
};

/** @param isTracked whether the history remembers a group, by its key */
export function createLogs(isTracked: (key: string) => boolean): SessionLogs {
  const packing = createLookPacking(isTracked);
  const looks = new PackedLog(packing);
  return {
    looks,
    packLook: (breathe) => looks.packAhead((look) => inSlices(packing.packing(look), breathe)),
    baselines: new BaselineLog(),
    statuses: new StepLog(maxStatuses),
    facts: new StepLog(maxFacts),
    costs: new StepLog(maxCosts),
    restarts: new StepLog(maxRestarts),
    marks: new StepLog(maxMarks),
  };
}

async function inSlices<Result>(
  slices: Generator<void, Result>,
  breathe: () => Promise<void>,
): Promise<Result> {
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
    await breathe();
  }
}

/**
 * How often another process has taken the place of the one before, since attaching. Events tell of each restart too, but
 * the oldest of them are dropped.
 */
export function restartsOf({logs}: {readonly logs: Pick<SessionLogs, 'restarts'>}): number {
  return logs.restarts.last ?? 0;
}

/** Forgets what no longer held at a moment. */
export function trimLogs(logs: SessionLogs, beforeMs: number): void {
  const {looks, baselines, statuses, facts, costs, restarts, marks} = logs;
  for (const log of [looks, baselines, statuses, facts, costs, restarts, marks]) log.trim(beforeMs);
}
