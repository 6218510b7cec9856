import type {Group, GroupIdentity} from '../profile/model.ts';
import type {StepLog} from './step-log.ts';
import type {StepSeries} from './step-series.ts';

/** One group of goroutines and all that is remembered of its count. */
export type TrackedGroup = {
  readonly identity: GroupIdentity;
  readonly counts: StepSeries;
  /** As last seen: the runtime's word, what it parked in, how many the garbage collector marked. */
  latest: Pick<Group, 'status' | 'operation' | 'leaked'>;
  /** What `latest` has been over time, once it has changed. */
  past: StepLog<TrackedGroup['latest']> | undefined;
  /** Which of the snapshots it was last in. */
  round: number;
};

/** What was known of a group at a moment, beside its count. */
export function latestAt({latest, past}: TrackedGroup, atMs: number): TrackedGroup['latest'] {
  return past?.at(atMs) ?? latest;
}
