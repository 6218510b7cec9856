import type {Group, GroupIdentity, Members, Snapshot, Source} from '../../source/profile/model.ts';
import type {Family} from '../../source/profile/wait-reason.ts';

/** Goroutines of one group, as a test describes them. */
export type Described = {
  readonly name: string;
  readonly count: number;
  readonly family?: Family;
  readonly ids?: readonly number[];
  readonly waitMinutes?: readonly number[];
  /** Frames of its stack; 1 when not given. */
  readonly depth?: number;
};

const identities = new Map<string, GroupIdentity>();

/** The same name and family give the same object, as a decoder does. */
export function identityOf(name: string, family: Family = 'chan send', depth = 1): GroupIdentity {
  const key = `${family}/${name}`;
  const known = identities.get(key);
  if (known !== undefined) return known;
  const stack = Array.from({length: depth}, (_, at) => ({
    function: `main.${name}`,
    file: '/srv/app/main.go',
    line: 30 + at,
  }));
  const identity: GroupIdentity = {key, place: key, family, stack, labels: {}};
  identities.set(key, identity);
  return identity;
}

export function membersOf(ids: readonly number[], waitMinutes: readonly number[] = []): Members {
  return {
    ids: Float64Array.from(ids),
    waitMinutes: Uint32Array.from(ids, (_id, at) => waitMinutes[at] ?? 0),
    createdBy: new Float64Array(ids.length),
    lockedToThread: new Uint8Array(ids.length),
  };
}

export function groupOf({name, count, family, ids, waitMinutes, depth}: Described): Group {
  const identity = identityOf(name, family, depth);
  return {
    identity,
    status: identity.family,
    count,
    leaked: 0,
    operation: undefined,
    creators: [],
    members: ids === undefined ? undefined : membersOf(ids, waitMinutes),
  };
}

export function snapshotOf(
  groups: readonly Described[],
  {source = 'debug=0', takenAt = 0, isComplete = true}: SnapshotOptions = {},
): Snapshot {
  return {
    takenAt,
    source,
    total: groups.reduce((sum, {count}) => sum + count, 0),
    complete: isComplete,
    missing: 0,
    observer: 2,
    groups: groups.map(groupOf),
  };
}

type SnapshotOptions = {
  readonly source?: Source;
  readonly takenAt?: number;
  readonly isComplete?: boolean;
};
