// Reads what changed with one count of all groups, as columns.

import type {ChangeColumns} from '../session/change-columns.ts';
import type {CountChange} from '../session/model.ts';
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
  /** Throws DamagedBytes. */
  readonly read: (body: ByteReader) => ChangeColumns;
  /** What groups count as of what was read last, in the order in which they were first seen. */
  readonly groups: () => Iterable<GroupState>;
};

export function createChangesReader(names: Names): ChangesReader {
  // Columns instead of an object for each of 10,000 groups in each segment.
  let counts = new Float64Array();
  const latests: (CountChange['latest'] | undefined)[] = [];
  const order: number[] = [];
  const describedAs = new Map<number, CountChange['latest']>();

  /** Numbers come in any order: with holes in between, looking one up would take some times as long. */
  function makeRoom(known: number): void {
    if (known <= counts.length) return;
    const before = counts;
    counts = new Float64Array(known);
    counts.set(before);
    while (latests.length < known) latests.push(undefined);
  }

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
    read(body) {
      let number = 0;
      const length = body.length(2);
      const since = createTickReader(body);
      const known = names.identities();
      makeRoom(known);
      const numbers = new Uint32Array(length);
      const countsNow = new Float64Array(length);
      const latestNow: CountChange['latest'][] = [];
      let sinceMs: Float64Array | undefined;
      for (let read = 0; read < length; read++) {
        const marked = body.count();
        const marks = marked % changeMarks.all;
        number += unzigzag((marked - marks) / changeMarks.all);
        if (!(number >= 0 && number < known)) throw new DamagedBytes('a group is not known');
        const before = latests[number];
        const count = checkedCount(readNear(body, counts[number]!));
        if ((marks & changeMarks.since) !== 0) {
          sinceMs ??= new Float64Array(length).fill(Number.NaN);
          sinceMs[read] = since.read();
        }

        const latest = (marks & changeMarks.latest) === 0 ? before : readLatest(body);
        if (latest === undefined) throw new DamagedBytes('a group counts without having been described');
        if (before === undefined) order.push(number);
        counts[number] = count;
        latests[number] = latest;
        numbers[read] = number;
        countsNow[read] = count;
        latestNow.push(latest);
      }

      return {table: names, numbers, counts: countsNow, latest: latestNow, sinceMs};
    },
    groups: () => order.map((number) => ({number, count: counts[number] ?? 0, latest: latests[number]!})),
  };
}
