import type {CountChange} from '../session/entry.ts';
import {unzigzag} from '../session/varint.ts';
import type {ByteReader} from './byte-reader.ts';
import {changeMarks} from './log-kinds.ts';
import type {Names} from './names-reader.ts';
import {checkedCount, createTickReader, readNear} from './near.ts';
import {DamagedBytes} from './recording-error.ts';

/** Texts of a chapter that a function to park in can be among, to be looked up with a status. */
const maxOperations = 2 ** 24;

/** A group as a segment has counted it last. */
export type GroupState = {
  readonly number: number;
  readonly count: number;
  readonly latest: CountChange['latest'];
};

/** Reads what has changed, sample after sample of one segment, and remembers what that comes to. */
type ChangesReader = {
  /** Throws DamagedBytes. Without `isWanted` they are only remembered, and none is returned. */
  readonly read: (body: ByteReader, isWanted: boolean) => CountChange[];
  /** What groups count as of what was read last, in the order in which they were first seen. */
  readonly groups: () => Iterable<GroupState>;
};

export function createChangesReader(names: Names): ChangesReader {
  // Columns instead of an object for each of 10,000 groups in each segment.
  const counts: number[] = [];
  const latests: (CountChange['latest'] | undefined)[] = [];
  const order: number[] = [];
  const describedAs = new Map<number, CountChange['latest']>();

  /** Mostly one of few: those are the same object. */
  function readLatest(body: ByteReader): CountChange['latest'] {
    const status = body.count();
    const operation = body.count();
    const leaked = checkedCount(readNear(body, 0));
    const key = status * maxOperations + operation;
    const known = leaked === 0 && operation < maxOperations ? describedAs.get(key) : undefined;
    if (known !== undefined) return known;
    const latest = {
      status: names.text(status),
      operation: operation === 0 ? undefined : names.text(operation - 1),
      leaked,
    };
    if (leaked === 0 && operation < maxOperations) describedAs.set(key, latest);
    return latest;
  }

  return {
    read(body, isWanted) {
      let number = 0;
      const length = body.length(2);
      const since = createTickReader(body);
      const changes: CountChange[] = [];
      for (let read = 0; read < length; read++) {
        const marked = body.count();
        const marks = marked % changeMarks.all;
        number += unzigzag((marked - marks) / changeMarks.all);
        const identity = names.identity(number);
        const before = latests[number];
        const count = checkedCount(readNear(body, counts[number] ?? 0));
        const sinceMs = (marks & changeMarks.since) === 0 ? undefined : since.read();
        const latest = (marks & changeMarks.latest) === 0 ? before : readLatest(body);
        if (latest === undefined) throw new DamagedBytes('a group counts without having been described');
        if (before === undefined) order.push(number);
        counts[number] = count;
        latests[number] = latest;
        if (isWanted)
          changes.push(
            sinceMs === undefined ? {identity, count, latest} : {identity, count, latest, sinceMs},
          );
      }

      return changes;
    },
    groups: () => order.map((number) => ({number, count: counts[number] ?? 0, latest: latests[number]!})),
  };
}
