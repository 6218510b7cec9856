// A moment of a session as a snapshot, as if it had been taken then.

import type {Creator, Group, Snapshot} from '../../profile/model.ts';
import {inForceAt} from '../../session/in-force.ts';
import type {Session} from '../../session/session.ts';
import {countsAt, groupOf, type GroupNow} from '../inspector/moment.ts';

/**
 * Full stacks know of no labels before Go 1.27: how many of a group were started where is certain only of the one group
 * at a place. Of several it is known who has started them all, if only one has.
 */
function creatorsOf({look, count}: GroupNow, isAlone: boolean): readonly Creator[] {
  const creators = look?.creators ?? [];
  if (isAlone) return creators;
  return creators.length === 1 ? creators.map(({frame}) => ({frame, count, alive: undefined})) : [];
}

/** The groups of a session as they were at a moment, with the creators that the full stacks in force told. */
export function momentSnapshot(session: Session, atMs: number): Snapshot | undefined {
  const sample = session.history.samples.at(atMs, 'counts');
  if (sample === undefined) return undefined;
  const {look} = inForceAt(session, atMs);
  const counts = countsAt(session, atMs, look, undefined);
  const now = counts.tracked.map((_group, index) => groupOf(counts, index));
  const atPlace = new Map<string, number>();
  for (const {identity} of now) atPlace.set(identity.place, (atPlace.get(identity.place) ?? 0) + 1);
  const groups = now.map((group): Group => ({
    identity: group.identity,
    status: group.status,
    count: group.count,
    leaked: group.leaked,
    operation: group.operation,
    creators: creatorsOf(group, atPlace.get(group.identity.place) === 1),
    members: undefined,
  }));
  return {
    takenAt: sample.wallMs,
    source: 'file',
    total: sample.goroutines,
    complete: sample.head?.complete ?? true,
    missing: sample.head?.missing ?? 0,
    observer: sample.head?.observer ?? 0,
    groups,
  };
}
