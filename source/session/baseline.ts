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
  for (const [key, {counts}] of history.groups) {
    const count = counts.at(atMs) ?? 0;
    if (count > 0) groups.set(key, count);
  }

  return {
    atMs,
    since,
    total: history.total.at(atMs) ?? 0,
    families: new Map(Array.from(history.families, ([family, counts]) => [family, counts.at(atMs) ?? 0])),
    groups,
  };
}
