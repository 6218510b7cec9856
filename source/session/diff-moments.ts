// Moments and marks of a session as sides of a comparison.

import {identityAt, type Baseline} from './baseline.ts';
import type {DiffGroup, DiffSide} from './diff-side.ts';
import type {History} from './history.ts';
import type {StacksLook} from './model.ts';

/** A moment of a session: counts of groups from debug=0, which knows all labels, and the full stacks in force then. */
type CountedMoment = {
  /** Milliseconds since 1970. */
  readonly wallMs: number;
  readonly total: number;
  readonly groups: readonly DiffGroup[];
  readonly look: StacksLook | undefined;
};

/** A moment of a session as a side of a comparison. */
export function sideOfMoment({wallMs, total, groups, look}: CountedMoment): DiffSide {
  return {
    takenAt: wallMs,
    total,
    complete: true,
    missing: 0,
    groups,
    knowsLabels: true,
    stacks: look?.snapshot,
    address: undefined,
  };
}

/**
 * The mark from which a session counts changes, as a side of a comparison; `look`: the one in force at the mark, when it
 * is still known. Groups that the history has forgotten are left out of a baseline that was read from a log.
 */
export function sideOfBaseline(
  history: Pick<History, 'groups'>,
  baseline: Baseline,
  wallMs: number,
  look: StacksLook | undefined,
): DiffSide {
  const groups = Array.from(baseline.groups, ([key, count]): DiffGroup | undefined => {
    const tracked = history.groups.get(key);
    if (tracked !== undefined) return {identity: tracked.identity, status: tracked.latest.status, count};
    const identity = identityAt(baseline, key);
    return identity && {identity, status: identity.family, count};
  });
  return sideOfMoment({
    wallMs,
    total: baseline.total,
    groups: groups.filter((group) => group !== undefined),
    look,
  });
}
