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

const noCreators: Group['creators'] = [];

/** A group while it is counted. */
type Tally = {-readonly [Field in keyof Group]: Group[Field]};

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
  const groups: Tally[] = [];
  // Only for groups that the runtime has more than one word for, and for profiles with a record per goroutine.
  const words = new Map<Tally, Map<string, number>>();
  const members = new Map<Tally, NonNullable<CountedRecord['member']>[]>();
  let observer = 0;
  let total = 0;
  for (let index = 0; index < records.length; index++) {
    const record = records[index]!;
    const count = record.count - hidden[index]!;
    observer = saturatingAdd(observer, hidden[index]!);
    if (count === 0) {
      continue;
    }

    const identity = interner.identity(record.stack, record.family, record.labels);
    let tally = tallies.get(identity);
    if (tally === undefined) {
      const {operation, status} = record;
      tally = {identity, status, count: 0, leaked: 0, operation, creators: noCreators, members: undefined};
      tallies.set(identity, tally);
      groups.push(tally);
    }

    total = saturatingAdd(total, count);
    countStatus(words, tally, record.status, Math.abs(count));
    tally.count = saturatingAdd(tally.count, count);
    tally.leaked = saturatingAdd(tally.leaked, record.leaked);
    if (record.member !== undefined) {
      const known = members.get(tally);
      if (known === undefined) {
        members.set(tally, [record.member]);
      } else {
        known.push(record.member);
      }
    }
  }

  for (const [tally, known] of members) {
    tally.members = toMembers(known);
  }

  return {
    takenAt: options.takenAt,
    source: options.source,
    total,
    complete: options.complete && options.lost === 0,
    missing: options.lost,
    observer,
    groups,
  };
}

/** Keeps the word that most of the group's goroutines have; the first of equals. */
function countStatus(
  words: Map<Tally, Map<string, number>>,
  tally: Tally,
  status: string,
  count: number,
): void {
  let statuses = words.get(tally);
  if (statuses === undefined) {
    if (status === tally.status) {
      return;
    }

    statuses = new Map([[tally.status, Math.abs(tally.count)]]);
    words.set(tally, statuses);
  }

  statuses.set(status, saturatingAdd(statuses.get(status) ?? 0, count));
  tally.status = [...statuses].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

function toMembers(members: readonly NonNullable<CountedRecord['member']>[]): Members {
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
