// A snapshot as JSON, and the parts of it that other output shares.

import {innermostUserFrame} from '../../profile/frame.ts';
import type {Creator, Group, Snapshot} from '../../profile/model.ts';
import type {Family} from '../../profile/wait-reason.ts';
import {tenths} from '../../text/tenths.ts';
import {isoTime} from './json-values.ts';

export type SnapshotOrigin = {
  readonly target: {readonly name: string; readonly url: string};
  readonly cost: {readonly requestMs: number; readonly bytes: number};
};

/** A snapshot as `gorowatch/snapshot@1`; with `members`, every goroutine of it. */
export function snapshotJson(snapshot: Snapshot, {target, cost}: SnapshotOrigin, members: boolean): object {
  return {
    schema: 'gorowatch/snapshot@1',
    target,
    takenAt: isoTime(snapshot.takenAt),
    source: snapshot.source,
    total: snapshot.total,
    complete: snapshot.complete,
    missing: snapshot.missing,
    reasons: Object.fromEntries(reasonsOf(snapshot)),
    cost: {requestMs: tenths(cost.requestMs), bytes: cost.bytes},
    groups: byCount(snapshot).map((group) => groupJson(group, members)),
  };
}

/** How many goroutines there are for each reason, the largest first. */
export function reasonsOf({groups}: Snapshot): readonly (readonly [Family, number])[] {
  const sums = new Map<Family, number>();
  for (const {identity, count} of groups) sums.set(identity.family, (sums.get(identity.family) ?? 0) + count);
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

/** Groups, the largest first; equal ones by key, so that two looks at the same process list them alike. */
export function byCount({groups}: Snapshot): readonly Group[] {
  return groups.toSorted((a, b) => b.count - a.count || (a.identity.key < b.identity.key ? -1 : 1));
}

function groupJson(group: Group, withMembers: boolean): object {
  const {identity, status, count, leaked, creators, members} = group;
  const frame = innermostUserFrame(identity.stack);
  return {
    key: identity.key,
    reason: identity.family,
    status,
    count,
    function: frame?.function ?? '',
    file: frame?.file ?? '',
    line: frame?.line ?? 0,
    stack: identity.stack,
    labels: identity.labels,
    creators: creators.map((creator) => creatorJson(creator)),
    leaked,
    ...(withMembers && members !== undefined
      ? {
          goroutines: Array.from(members.ids, (id, index) => ({
            id,
            waitMinutes: members.waitMinutes[index] ?? 0,
            createdBy: members.createdBy[index] ?? 0,
            lockedToThread: members.lockedToThread[index] === 1,
          })),
        }
      : {}),
  };
}

/** Where goroutines were started, as every `--json` output has it. */
export function creatorJson({frame, count, alive}: Creator): object {
  return {
    ...frame,
    count,
    // A number by contract; where nobody knows it must not pass for evidence of a leak.
    alive: alive ?? 0,
    ...(alive === undefined ? {aliveKnown: false} : {}),
  };
}
