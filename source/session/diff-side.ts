// What a comparison wants to know of each of its two sides.

import type {Group, Snapshot} from '../profile/model.ts';

/** What a comparison wants to know of a group; a whole `Group` will do. */
export type DiffGroup = Pick<Group, 'identity' | 'status' | 'count'>;

/** One moment of a process, to be compared with another one, be it of a file or of a session. */
export type DiffSide = {
  /** Milliseconds since 1970. */
  readonly takenAt: number;
  readonly total: number;
  readonly complete: boolean;
  readonly missing: number;
  /** Each key once. */
  readonly groups: readonly DiffGroup[];
  /** False where there are none and the format may have left them out: full stacks before Go 1.27. */
  readonly knowsLabels: boolean;
  /** The full stacks of that moment, or those in force then: they tell goroutines by id. Undefined without any. */
  readonly stacks: Snapshot | undefined;
  /** The address that answered. Two different ones are two processes; of a file nothing is known. */
  readonly address: string | undefined;
  /** Which run of gorowatch saw it, where both sides are of one recording: between two, nobody watched. */
  readonly run?: number | undefined;
};

/** A snapshot as a side of a comparison; those of files and of targets alike. */
export function sideOf(snapshot: Snapshot, address?: string): DiffSide {
  const {takenAt, total, complete, missing, groups} = snapshot;
  return {
    takenAt,
    total,
    complete,
    missing,
    groups,
    knowsLabels: knowsLabels(snapshot),
    stacks: hasIds(snapshot) ? snapshot : undefined,
    address,
  };
}

/** Whether goroutines without labels are known to have none. */
export function knowsLabels(snapshot: Pick<Snapshot, 'groups'>): boolean {
  return !hasIds(snapshot) || snapshot.groups.some(({identity}) => hasLabels({identity}));
}

export function hasLabels({identity}: Pick<Group, 'identity'>): boolean {
  return Object.keys(identity.labels).length > 0;
}

function hasIds({groups}: Pick<Snapshot, 'groups'>): boolean {
  return groups.some(({members}) => members !== undefined);
}
