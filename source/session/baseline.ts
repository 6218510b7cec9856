// The mark from which a session counts changes, with the counts of then.

import type {GroupIdentity} from '../profile/model.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {History} from './history.ts';

/**
 * From where changes are counted, with what the counts were then: a mark may be older than all that the history
 * still remembers. A group that is not in it had no goroutines.
 */
export type Baseline = {
  readonly atMs: number;
  readonly since: 'attach' | 'mark' | 'restart';
  readonly total: number;
  readonly families: ReadonlyMap<Family, number>;
  /** By the key of the group. */
  readonly groups: ReadonlyMap<string, number>;
};

/** What the counts were at a moment that the history remembers. */
export function baselineAt(history: History, atMs: number, since: Baseline['since']): Baseline {
  const groups = new Map<string, number>();
  const identities = new Map<string, GroupIdentity>();
  for (const [key, {counts, identity}] of history.groups) {
    const count = counts.at(atMs) ?? 0;
    if (count === 0) continue;
    groups.set(key, count);
    identities.set(key, identity);
  }

  const baseline: Baseline = {
    atMs,
    since,
    total: history.total.at(atMs) ?? 0,
    families: new Map(Array.from(history.families, ([family, counts]) => [family, counts.at(atMs) ?? 0])),
    groups,
  };
  identitiesAt.set(baseline, identities);
  return baseline;
}

/** Of those made here: what a log says of a baseline is by key alone. */
const identitiesAt = new WeakMap<Baseline, ReadonlyMap<string, GroupIdentity>>();

/** A group that had goroutines at a baseline, also when the history has forgotten it since; undefined where unknown. */
export function identityAt(baseline: Baseline, key: string): GroupIdentity | undefined {
  return identitiesAt.get(baseline)?.get(key);
}
