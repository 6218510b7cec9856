import type {InternedStack, Interner} from './interner.ts';
import type {Labels} from './labels.ts';
import type {Group, GroupIdentity, Members, Snapshot, Source} from './model.ts';
import type {Family} from './wait-reason.ts';

/** A line of a profile that counts: so many goroutines with this stack and these labels. */
export type CountedRecord = {
  readonly stack: InternedStack;
  readonly family: Family;
  readonly status: string;
  readonly operation: string | undefined;
  readonly labels: Labels;
  readonly count: number;
  readonly leaked: number;
  /** Only in CockroachDB's profiles, which have one record per goroutine. */
  readonly member?:
    {readonly id: number; readonly createdBy: number; readonly waitMinutes: number} | undefined;
};

export type CountedOptions = {
  readonly source: Source;
  readonly takenAt: number;
  /** Goroutines whose record could not be read. */
  readonly lost: number;
  readonly complete: boolean;
};

type Tally = {
  readonly identity: GroupIdentity;
  count: number;
  leaked: number;
  readonly operation: string | undefined;
  status: string;
  /** Only for a group that the runtime has more than one word for. */
  statuses: Map<string, number> | undefined;
  readonly members: NonNullable<CountedRecord['member']>[];
};

/** Adds without leaving the range in which whole numbers are exact. */
export function saturatingAdd(one: number, other: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, one + other));
}

/** Groups the records of a debug=0 or debug=1 profile, leaving out goroutines that exist only because of a request. */
export function countedSnapshot(
  records: readonly CountedRecord[],
  interner: Interner,
  options: CountedOptions,
): Snapshot {
  const hidden = countObservers(records, options.source !== 'file');
  const tallies = new Map<GroupIdentity, Tally>();
  let observer = 0;
  let total = 0;
  for (const [index, record] of records.entries()) {
    const count = record.count - hidden[index]!;
    observer = saturatingAdd(observer, hidden[index]!);
    if (count === 0) {
      continue;
    }

    const identity = interner.identity(record.stack, record.family, record.labels);
    let tally = tallies.get(identity);
    if (tally === undefined) {
      const {operation, status} = record;
      tally = {identity, count: 0, leaked: 0, operation, status, statuses: undefined, members: []};
      tallies.set(identity, tally);
    }

    total = saturatingAdd(total, count);
    countStatus(tally, record.status, Math.abs(count));
    tally.count = saturatingAdd(tally.count, count);
    tally.leaked = saturatingAdd(tally.leaked, record.leaked);
    if (record.member !== undefined) {
      tally.members.push(record.member);
    }
  }

  return {
    takenAt: options.takenAt,
    source: options.source,
    total,
    complete: options.complete && options.lost === 0,
    missing: options.lost,
    observer,
    groups: [...tallies.values()].map((tally): Group => ({
      identity: tally.identity,
      status: tally.status,
      count: tally.count,
      leaked: tally.leaked,
      operation: tally.operation,
      creators: [],
      members: tally.members.length === 0 ? undefined : toMembers(tally.members),
    })),
  };
}

/** Keeps the word that most of the group's goroutines have; the first of equals. */
function countStatus(tally: Tally, status: string, count: number): void {
  if (tally.statuses === undefined) {
    if (status === tally.status) {
      return;
    }

    tally.statuses = new Map([[tally.status, Math.abs(tally.count)]]);
  }

  const {statuses} = tally;
  statuses.set(status, saturatingAdd(statuses.get(status) ?? 0, count));
  tally.status = [...statuses].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

function toMembers(members: Tally['members']): Members {
  return {
    ids: Float64Array.from(members, (member) => member.id),
    waitMinutes: Uint32Array.from(members, (member) => member.waitMinutes),
    createdBy: Float64Array.from(members, (member) => member.createdBy),
    lockedToThread: new Uint8Array(members.length),
  };
}

/**
 * How many goroutines of each record exist only because someone asks for profiles: the handlers, and for each at most
 * one that reads ahead on its connection. Which of several readers is whose does not matter: they are all alike.
 *
 * In a file nothing is left out unless one of the handlers is taking this very profile.
 */
function countObservers(records: readonly CountedRecord[], live: boolean): number[] {
  const hidden = records.map(() => 0);
  const isHandler = ({stack}: CountedRecord) =>
    stack.role === 'handler' || stack.role === 'handler-with-reader';
  if (!live && !records.some((record) => isHandler(record) && record.status === 'running')) {
    return hidden;
  }

  let readers = 0;
  for (const [index, record] of records.entries()) {
    if (isHandler(record)) {
      hidden[index] = record.count;
      readers = saturatingAdd(readers, record.stack.role === 'handler-with-reader' ? record.count : 0);
    }
  }

  for (const role of ['reader', 'unstarted']) {
    for (const [index, record] of records.entries()) {
      if (record.stack.role === role && record.count > 0) {
        hidden[index] = Math.max(0, Math.min(readers, record.count));
        readers -= hidden[index];
      }
    }
  }

  return hidden;
}
