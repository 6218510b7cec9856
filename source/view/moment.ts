import type {Group, GroupIdentity} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
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
  /** The full stacks in force at that moment. */
  readonly look: StacksLook | undefined;
};

/** Reads one moment of a session back; `look` is the look at the full stacks that was in force then. */
export function momentOf(session: Session, atMs: number, look: StacksLook | undefined): Moment {
  const {history, baseline} = session;
  const baseMs = baseline !== undefined && baseline.atMs <= atMs ? baseline.atMs : undefined;
  const changeOf = (series: StepSeries) =>
    baseMs === undefined ? undefined : (series.at(atMs) ?? 0) - (series.at(baseMs) ?? 0);

  const groups: GroupNow[] = [];
  for (const {identity, counts, latest} of history.groups.values()) {
    const count = counts.at(atMs) ?? 0;
    if (count === 0) continue;
    groups.push({
      identity,
      ...latest,
      count,
      change: changeOf(counts),
      counts,
      look: look?.places.get(identity.place),
    });
  }

  const all: FamilyNow[] = [];
  for (const [family, counts] of history.families) {
    const count = counts.at(atMs) ?? 0;
    if (count > 0 || counts.points > 1) all.push({family, count, change: changeOf(counts), counts});
  }

  return {
    atMs,
    total: history.total.at(atMs),
    totalChange: changeOf(history.total),
    threads: history.threads.at(atMs),
    families: all.toSorted((a, b) => b.count - a.count),
    groups,
    look,
  };
}
