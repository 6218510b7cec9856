// Adds the records of a profile that counts up to groups, in columns that are used again each second.

import type {GroupTable} from './group-table.ts';
import type {Group, GroupColumns, Members, Snapshot, Source} from './model.ts';
import type {ObserverRole} from './observer.ts';

/** The goroutine of a record that stands for a single one. */
type LoneMember = {readonly id: number; readonly createdBy: number; readonly waitMinutes: number};

export type CountedOptions = {
  readonly source: Source;
  readonly takenAt: number;
  /** Goroutines whose record could not be read. */
  readonly lost: number;
  readonly complete: boolean;
};

/**
 * Groups the records of a profile that counts. Used anew for each profile: a service has thousands of stacks, and they
 * come again each second.
 */
export type GroupCounter = {
  /** Forgets what was added, also where the profile before could not be read to its end. */
  begin(): void;
  /** Adds one record; `group`, `status` and `operation` (0: none, else plus one) are numbers of the table. */
  add(group: number, status: number, operation: number, count: number, leaked: number): void;
  /** The record added last is one of those that may exist only because of a request. */
  mark(role: Exclude<ObserverRole, 'none'>): void;
  /** The record added last is this goroutine. */
  name(member: LoneMember): void;
  /** Leaves out goroutines that exist only because of a request. */
  finish(options: CountedOptions): Snapshot;
};

const noCreators: Group['creators'] = [];
const firstRecords = 1024;

/** Adds without leaving the range in which whole numbers are exact. */
export function saturatingAdd(one: number, other: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, one + other));
}

type Columns = Pick<GroupColumns, 'groups' | 'counts' | 'leaked' | 'statuses' | 'operations'>;

export function createGroupCounter(table: GroupTable): GroupCounter {
  let records = emptyColumns(firstRecords);
  let length = 0;
  // Few records have any of these.
  const roles = new Map<number, ObserverRole>();
  const members = new Map<number, LoneMember>();
  // The row of each group of the table, plus one; 0: it has none yet.
  let rowOfGroup = new Int32Array(firstRecords);

  /**
   * How many goroutines of a record exist only because someone asks for profiles: the handlers, and for each at most one
   * that reads ahead on its connection. Which of several readers is whose does not matter: they are all alike.
   *
   * In a file nothing is left out unless one of the handlers is taking this very profile.
   */
  function countObservers(live: boolean): Map<number, number> {
    const hidden = new Map<number, number>();
    const running = table.wordIndex('running');
    const all = [...roles];
    const handlers = all.filter(([, role]) => role === 'handler' || role === 'handler-with-reader');
    if (!live && !handlers.some(([record]) => records.statuses[record] === running)) return hidden;
    let readers = 0;
    for (const [record, role] of handlers) {
      const count = records.counts[record]!;
      hidden.set(record, count);
      if (role === 'handler-with-reader') readers = saturatingAdd(readers, count);
    }

    for (const wanted of ['reader', 'unstarted']) {
      for (const [record, role] of all) {
        const count = records.counts[record]!;
        if (role !== wanted || count <= 0) continue;
        const left = Math.max(0, Math.min(readers, count));
        hidden.set(record, left);
        readers -= left;
      }
    }

    return hidden;
  }

  return {
    begin() {
      length = 0;
      roles.clear();
      members.clear();
    },

    add(group, status, operation, count, leaked) {
      if (length === records.groups.length) records = copyOf(records, length, length * 2);
      records.groups[length] = group;
      records.counts[length] = count;
      records.leaked[length] = leaked;
      records.statuses[length] = status;
      records.operations[length] = operation;
      length++;
    },

    mark(role) {
      roles.set(length - 1, role);
    },

    name(member) {
      members.set(length - 1, member);
    },

    finish({source, takenAt, lost, complete}) {
      const hidden = countObservers(source !== 'file');
      if (rowOfGroup.length < table.identities.length) {
        rowOfGroup = new Int32Array(table.identities.length * 2);
      }

      // The rows are written over the records: no row comes before its first record.
      const {groups, counts, leaked, statuses, operations} = records;
      const named = new Map<number, LoneMember[]>();
      const words = createMajority();
      let rows = 0;
      let total = 0;
      let observer = 0;
      for (let record = 0; record < length; record++) {
        const left = hidden.size === 0 ? 0 : (hidden.get(record) ?? 0);
        const count = counts[record]! - left;
        observer = saturatingAdd(observer, left);
        if (count === 0) continue;
        total = saturatingAdd(total, count);
        const group = groups[record]!;
        const status = statuses[record]!;
        let row = rowOfGroup[group]! - 1;
        if (row === -1) {
          row = rows++;
          rowOfGroup[group] = row + 1;
          groups[row] = group;
          counts[row] = count;
          leaked[row] = leaked[record]!;
          statuses[row] = status;
          operations[row] = operations[record]!;
        } else {
          statuses[row] = words.add(row, statuses[row]!, Math.abs(counts[row]!), status, Math.abs(count));
          counts[row] = saturatingAdd(counts[row]!, count);
          leaked[row] = saturatingAdd(leaked[row]!, leaked[record]!);
        }

        const member = members.size === 0 ? undefined : members.get(record);
        if (member !== undefined) addTo(named, row, member);
      }

      const {identities, words: texts} = table;
      const columns = {identities, words: texts, ...copyOf(records, rows, rows)};
      for (let row = 0; row < rows; row++) rowOfGroup[groups[row]!] = 0;
      const facts = {takenAt, source, total, complete: complete && lost === 0, missing: lost, observer};
      if (named.size > 0) return {...facts, groups: groupsOf(columns, named)};
      let made: readonly Group[] | undefined;
      return {
        ...facts,
        columns,
        get groups() {
          made ??= groupsOf(columns);
          return made;
        },
      };
    },
  };
}

function addTo(named: Map<number, LoneMember[]>, row: number, member: LoneMember): void {
  const known = named.get(row);
  if (known === undefined) named.set(row, [member]);
  else known.push(member);
}

/**
 * Keeps the word that most of a group's goroutines have; the first of equals. Only groups that the runtime has more than
 * one word for cost anything.
 */
function createMajority() {
  const ofRow = new Map<number, Map<number, number>>();
  return {
    /** Returns the word of the majority when `count` more goroutines have come. */
    add(row: number, current: number, currentCount: number, word: number, count: number): number {
      let counts = ofRow.get(row);
      if (counts === undefined) {
        if (word === current) return current;
        counts = new Map([[current, currentCount]]);
        ofRow.set(row, counts);
      }

      counts.set(word, saturatingAdd(counts.get(word) ?? 0, count));
      return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
    },
  };
}

function emptyColumns(length: number): Columns {
  return {
    groups: new Uint32Array(length),
    counts: new Float64Array(length),
    leaked: new Float64Array(length),
    statuses: new Uint32Array(length),
    operations: new Uint32Array(length),
  };
}

function copyOf(from: Columns, used: number, length: number): Columns {
  const columns = emptyColumns(length);
  columns.groups.set(from.groups.subarray(0, used));
  columns.counts.set(from.counts.subarray(0, used));
  columns.leaked.set(from.leaked.subarray(0, used));
  columns.statuses.set(from.statuses.subarray(0, used));
  columns.operations.set(from.operations.subarray(0, used));
  return columns;
}

function groupsOf(columns: GroupColumns, members?: ReadonlyMap<number, readonly LoneMember[]>): Group[] {
  const {identities, words, groups, counts, leaked, statuses, operations} = columns;
  return Array.from(groups, (group, row) => {
    const operation = operations[row]!;
    const named = members?.get(row);
    return {
      identity: identities[group]!,
      status: words[statuses[row]!]!,
      count: counts[row]!,
      leaked: leaked[row]!,
      operation: operation === 0 ? undefined : words[operation - 1],
      creators: noCreators,
      members: named && toMembers(named),
    };
  });
}

function toMembers(members: readonly LoneMember[]): Members {
  return {
    ids: Float64Array.from(members, (member) => member.id),
    waitMinutes: Uint32Array.from(members, (member) => member.waitMinutes),
    createdBy: Float64Array.from(members, (member) => member.createdBy),
    lockedToThread: new Uint8Array(members.length),
  };
}
