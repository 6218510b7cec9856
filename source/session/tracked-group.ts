import type {Group, GroupIdentity} from '../profile/model.ts';
import {StepLog} from './step-log.ts';
import type {StepSeries} from './step-series.ts';

/** One group of goroutines and all that is remembered of its count. */
export type TrackedGroup = {
  readonly identity: GroupIdentity;
  readonly counts: StepSeries;
  /** As last seen: the runtime's word, what it parked in, how many the garbage collector marked. */
  readonly latest: Pick<Group, 'status' | 'operation' | 'leaked'>;
  /** What `latest` has been over time, once it has changed. */
  readonly past: StepLog<TrackedGroup['latest']> | undefined;
};

/** What was known of a group at a moment, beside its count. */
export function latestAt({latest, past}: TrackedGroup, atMs: number): TrackedGroup['latest'] {
  return past?.at(atMs) ?? latest;
}

/** A past that begins with what was known first. */
export function turnedFrom(latest: TrackedGroup['latest']): NonNullable<TrackedGroup['past']> {
  const past = new StepLog<TrackedGroup['latest']>();
  past.push(-Infinity, latest);
  return past;
}

export function isSameLatest(one: TrackedGroup['latest'], other: TrackedGroup['latest']): boolean {
  return one.status === other.status && one.operation === other.operation && one.leaked === other.leaked;
}
