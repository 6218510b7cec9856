// What the screen counts at one moment of a session.

import type {Group, GroupIdentity} from '../../profile/model.ts';
import type {Family} from '../../profile/wait-reason.ts';
import type {Baseline} from '../../session/baseline.ts';
import {latestAt, type TrackedGroup} from '../../session/tracked-group.ts';
import type {Session} from '../../session/session.ts';
import type {PlaceLook, StacksLook} from '../../session/model.ts';
import type {StepSeries} from '../../session/step-series.ts';
import {windowAt} from '../time/time-window.ts';

/** A group as it was at one moment. */
export type GroupNow = Pick<Group, 'status' | 'operation' | 'leaked' | 'count'> & {
  readonly identity: GroupIdentity;
  /** Since the baseline; undefined before there is one. */
  readonly change: number | undefined;
  readonly counts: StepSeries;
  /** Ids, creators and ages, once full stacks have been seen. */
  readonly look: PlaceLook | undefined;
};

export type FamilyNow = {
  readonly family: Family;
  readonly count: number;
  readonly change: number | undefined;
  readonly counts: StepSeries;
};

/**
 * The groups that had goroutines at one moment, in the order in which they were first seen, as columns of equal length:
 * of 10,000 groups that change each second, only those on the screen become objects.
 */
export type CountsNow = {
  /** The same array until one comes or goes. */
  readonly tracked: readonly TrackedGroup[];
  readonly latest: readonly TrackedGroup['latest'][];
  readonly counts: Float64Array;
  /** From where changes are counted; undefined before there is one. */
  readonly baseline: Baseline | undefined;
  readonly look: StacksLook | undefined;
};

/** Everything the screen counts, as it was at one moment: now, or where the screen is paused. */
export type Moment = {
  readonly atMs: number;
  readonly total: number | undefined;
  readonly totalChange: number | undefined;
  readonly threads: number | undefined;
  /** Families that have goroutines, or had any at the baseline or in the window shown; largest first. */
  readonly families: readonly FamilyNow[];
  /** Made when they are first asked for. */
  readonly groups: readonly GroupNow[];
  /** From where its changes are counted. */
  readonly baseline: Baseline | undefined;
  /** The full stacks in force at that moment. */
  readonly look: StacksLook | undefined;
};

/** Reads one moment of a session back; `look` and `newest` are the look and the baseline that were in force then. */
export function momentOf(
  session: Session,
  atMs: number,
  look: StacksLook | undefined,
  newest: Baseline | undefined = session.baseline,
  counts: CountsNow = countsAt(session, atMs, look, notAfter(newest, atMs)),
): Moment {
  const {history} = session;
  const baseline = notAfter(newest, atMs);
  const window = windowAt(session, atMs);
  const all: FamilyNow[] = [];
  for (const [family, series] of history.families) {
    const count = series.at(atMs) ?? 0;
    const before = baseline?.families.get(family) ?? 0;
    // Neither what comes later nor what is forgotten one day may decide what is shown of this moment.
    if (count === 0 && before === 0 && (series.range(window.fromMs, atMs)?.max ?? 0) === 0) continue;
    const change = baseline === undefined ? undefined : count - before;
    all.push({family, count, change, counts: series});
  }

  const total = history.total.at(atMs);
  let groups: readonly GroupNow[] | undefined;
  return {
    atMs,
    total,
    totalChange: baseline === undefined || total === undefined ? undefined : total - baseline.total,
    threads: history.threads.at(atMs),
    families: all.toSorted((a, b) => b.count - a.count),
    get groups() {
      groups ??= Array.from(counts.tracked, (_tracked, index) => groupOf(counts, index));
      return groups;
    },
    baseline,
    look,
  };
}

/**
 * Reads the counts of all groups at a moment. `baseline`: from where changes are counted, which may be later than these
 * counts; `isNewest`: they are the newest.
 */
export function countsAt(
  session: Session,
  atMs: number,
  look: StacksLook | undefined,
  baseline: Baseline | undefined,
  isNewest = false,
): CountsNow {
  const {history} = session;
  if (isNewest) {
    const tracked = history.present;
    const counts = new Float64Array(tracked.length);
    for (let index = 0; index < counts.length; index++) counts[index] = tracked[index]!.counts.at(atMs) ?? 0;
    const latest = tracked.map((group) => group.latest);
    return {tracked, latest, counts, baseline, look};
  }

  const {tracked, counts} = history.groupsAt(atMs);
  const latest = tracked.map((group) => latestAt(group, atMs));
  return {tracked, latest, counts, baseline, look};
}

const knownBefore = new WeakMap<
  readonly TrackedGroup[],
  {readonly baseline: Baseline; readonly before: Float64Array}
>();

/**
 * What all groups counted at the baseline; undefined before there is one. It stays what it was as long as no group comes
 * or goes.
 */
export function countsBefore({
  tracked,
  baseline,
}: Pick<CountsNow, 'tracked' | 'baseline'>): Float64Array | undefined {
  if (baseline === undefined) return undefined;
  const known = knownBefore.get(tracked);
  if (known?.baseline === baseline) return known.before;
  const before = Float64Array.from(tracked, ({identity}) => baseline.groups.get(identity.key) ?? 0);
  knownBefore.set(tracked, {baseline, before});
  return before;
}

/** One group out of the columns. */
export function groupOf({tracked, latest, counts, baseline, look}: CountsNow, index: number): GroupNow {
  const {identity, counts: series} = tracked[index]!;
  const {status, operation, leaked} = latest[index]!;
  const count = counts[index]!;
  return {
    identity,
    status,
    operation,
    leaked,
    count,
    change: baseline === undefined ? undefined : count - (baseline.groups.get(identity.key) ?? 0),
    counts: series,
    look: look?.places.get(identity.place),
  };
}

/** A baseline where it had been set by a moment, or for one before it. */
export function notAfter(newest: Baseline | undefined, atMs: number): Baseline | undefined {
  return newest !== undefined && newest.atMs <= atMs ? newest : undefined;
}
