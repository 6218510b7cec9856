import type {Group, GroupIdentity} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {Baseline} from '../session/baseline.ts';
import type {TrackedGroup} from '../session/history.ts';
import type {PlaceLook, Session, StacksLook} from '../session/session.ts';
import type {StepSeries} from '../session/step-series.ts';

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

/** Everything the screen counts, as it was at one moment: now, or where the screen is paused. */
export type Moment = {
  readonly atMs: number;
  readonly total: number | undefined;
  readonly totalChange: number | undefined;
  readonly threads: number | undefined;
  /** Families that have goroutines, or had any in the window shown; largest first. */
  readonly families: readonly FamilyNow[];
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
  groups: readonly GroupNow[] = groupsAt(session, atMs, look, newest),
): Moment {
  const {history} = session;
  const baseline = inForceAt(newest, atMs);
  const all: FamilyNow[] = [];
  for (const [family, counts] of history.families) {
    const count = counts.at(atMs) ?? 0;
    if (count === 0 && counts.points < 2) continue;
    const change = baseline === undefined ? undefined : count - (baseline.families.get(family) ?? 0);
    all.push({family, count, change, counts});
  }

  const total = history.total.at(atMs);
  return {
    atMs,
    total,
    totalChange: baseline === undefined || total === undefined ? undefined : total - baseline.total,
    threads: history.threads.at(atMs),
    families: all.toSorted((a, b) => b.count - a.count),
    groups,
    baseline,
    look,
  };
}

/** The groups that had goroutines at a moment, in the order in which they were first seen. */
export function groupsAt(
  session: Session,
  atMs: number,
  look: StacksLook | undefined,
  newest: Baseline | undefined,
): readonly GroupNow[] {
  const baseline = inForceAt(newest, atMs);
  const groups: GroupNow[] = [];
  for (const [key, {identity, counts, latest}] of session.history.groups) {
    const count = counts.at(atMs) ?? 0;
    if (count === 0) continue;
    const change = baseline === undefined ? undefined : count - (baseline.groups.get(key) ?? 0);
    groups.push(sameOrNew(identity, latest, count, change, counts, look?.places.get(identity.place)));
  }

  return groups;
}

/** What each group was when it was last asked for: most of 10,000 do not change from one second to the next. */
const lastNow = new WeakMap<StepSeries, GroupNow>();

/** The same object as last time if nothing of it has changed: no garbage, and nothing to make of it again. */
function sameOrNew(
  identity: GroupIdentity,
  {status, operation, leaked}: TrackedGroup['latest'],
  count: number,
  change: number | undefined,
  counts: StepSeries,
  look: PlaceLook | undefined,
): GroupNow {
  const last = lastNow.get(counts);
  if (
    last !== undefined &&
    last.count === count &&
    last.change === change &&
    last.look === look &&
    last.status === status &&
    last.leaked === leaked &&
    last.operation === operation
  ) {
    return last;
  }

  const now = {identity, status, operation, leaked, count, change, counts, look};
  lastNow.set(counts, now);
  return now;
}

function inForceAt(newest: Baseline | undefined, atMs: number): Baseline | undefined {
  return newest !== undefined && newest.atMs <= atMs ? newest : undefined;
}
