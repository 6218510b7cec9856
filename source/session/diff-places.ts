import {groupKey, identityFrames} from '../profile/group-key.ts';
import {unknownDirection} from '../profile/hidden-frames.ts';
import type {GroupIdentity} from '../profile/model.ts';
import type {DiffGroup, DiffSide} from './diff-side.ts';

/**
 * debug=1 does not always say what a goroutine waits for, and the kind of wait is part of a place. Where the other side
 * has the same stack with one kind of wait only, it is taken for that one. Returns what to take instead.
 */
export function placesInDoubt(before: DiffSide, after: DiffSide): ReadonlyMap<GroupIdentity, DiffGroup> {
  const found = new Map<GroupIdentity, DiffGroup>();
  for (const [doubtful, others] of [
    [before.groups.filter(isInDoubt), after.groups],
    [after.groups.filter(isInDoubt), before.groups],
  ] as const) {
    if (doubtful.length === 0) continue;
    const byStack = Map.groupBy(others, ({identity}) => stackText(identity));
    for (const group of doubtful) {
      const same = byStack.get(stackText(group.identity)) ?? [];
      const [known] = same;
      if (known === undefined || same.some(({identity}) => identity.place !== known.identity.place)) continue;
      const {family, place} = known.identity;
      const {identity} = group;
      found.set(identity, {
        identity: {...identity, family, place, key: groupKey(place, identity.labels)},
        status: known.status,
        count: group.count,
      });
    }
  }

  return found;
}

/** It waits, but the format did not tell for what. */
function isInDoubt({identity, status}: DiffGroup): boolean {
  return identity.family === 'other' && (status === unknownDirection || status === 'waiting');
}

function stackText({stack}: GroupIdentity): string {
  return stack
    .slice(0, identityFrames)
    .map((frame) => `${frame.function}:${frame.line}`)
    .join('\n');
}
