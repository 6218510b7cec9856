// Makes a snapshot of a parsed debug=2 dump: groups, who started them, and their goroutines one by one.

import {findObservers} from './dump-observer.ts';
import type {ParsedDump} from './dump-parser.ts';
import type {GoroutineColumns} from './goroutine-columns.ts';
import type {GoroutineHeader} from './goroutine-header.ts';
import {labelText} from './group-key.ts';
import {createHashIndex} from './hash-index.ts';
import type {Interner} from './interner.ts';
import type {Creator, Frame, Group, GroupIdentity, Members, Snapshot, Source} from './model.ts';
import {familyOf} from './wait-reason.ts';

export type DumpOptions = {
  readonly source: Source;
  readonly takenAt: number;
  /** How many goroutines the index page counted next to the dump, those that only answer requests left out. */
  readonly expectedTotal?: number | undefined;
  /** The bytes are known to end early. */
  readonly cut?: boolean | undefined;
};

type CreatorTally = {readonly frame: Frame; count: number; alive: number | undefined};

type Tally = {
  readonly identity: GroupIdentity;
  count: number;
  leaked: number;
  /** Where the group's rows begin in the columns of all groups. */
  offset: number;
  readonly statuses: Map<string, number>;
  readonly creators: CreatorTally[];
};

/** Groups the goroutines of a dump, leaving out those that exist only because of the request. */
export function dumpSnapshot(dump: ParsedDump, interner: Interner, options: DumpOptions): Snapshot {
  const {goroutines} = dump;
  const rows = goroutines.length;
  const observers = findObservers(dump, options.source !== 'file');
  const {tallies, groupOfRow} = assignGroups(dump, interner, observers);
  const complete = !dump.truncated && dump.lost === 0 && options.cut !== true;
  countCreators(dump, tallies, groupOfRow, complete);

  let total = 0;
  for (const tally of tallies) {
    tally.offset = total;
    total += tally.count;
  }

  const members = scatter(dump, tallies, groupOfRow, total);
  const unseen = (options.expectedTotal ?? 0) - total;
  return {
    takenAt: options.takenAt,
    source: options.source,
    total,
    complete,
    missing: complete ? 0 : Math.max(unseen, dump.lost),
    observer: rows - total,
    skippedLines: dump.skippedLines,
    ...(dump.isDeadlock ? {isDeadlock: true} : {}),
    groups: tallies.map((tally, index): Group => ({
      identity: tally.identity,
      status: mostFrequent(tally.statuses),
      count: tally.count,
      leaked: tally.leaked,
      operation: undefined,
      creators: tally.creators.map(({frame, count, alive}): Creator => ({frame, count, alive})),
      members: members[index],
    })),
  };
}

const notShown = 0xff_ff_ff_ff;

// Any odd numbers that spread small ones over 32 bits.
const spreadStack = 0x9e_37_79_b1;
const spreadHeader = 0x85_eb_ca_6b;

/** Finds the group of every row, and counts all that follows from a stack and a header together. */
function assignGroups(
  dump: ParsedDump,
  interner: Interner,
  observers: Uint8Array,
): {readonly tallies: Tally[]; readonly groupOfRow: Uint32Array} {
  const {goroutines, headers, stacks} = dump;
  const tallies: Tally[] = [];
  const indexes = new Map<GroupIdentity, number>();
  const kinds = kindsOf(headers);
  // A pair of stack and kind of header belongs to one group; a group may have several, when members differ in status.
  const pairs = createHashIndex();
  const pairGroups: number[] = [];
  const pairHeaders: number[] = [];
  const pairCounts: number[] = [];
  const groupOfRow = new Uint32Array(goroutines.length).fill(notShown);
  for (let row = 0; row < goroutines.length; row++) {
    if (observers[row] === 1) {
      continue;
    }

    const stackIndex = goroutines.stacks[row]!;
    const headerIndex = kinds[goroutines.headers[row]!]!;
    const one = Math.imul(stackIndex + 1, spreadStack);
    const two = Math.imul(headerIndex + 1, spreadHeader);
    let pair = pairs.get(one, two);
    if (pair === -1) {
      const header = headers[headerIndex]!;
      const {stack} = stacks[stackIndex]!;
      const functions = stack.frames.map((frame) => frame.function);
      const identity = interner.identity(stack, familyOf(header.status, functions), header.labels);
      let group = indexes.get(identity);
      if (group === undefined) {
        group =
          tallies.push({identity, count: 0, leaked: 0, offset: 0, statuses: new Map(), creators: []}) - 1;
        indexes.set(identity, group);
      }

      pair = pairGroups.push(group) - 1;
      pairHeaders.push(headerIndex);
      pairCounts.push(0);
      pairs.set(one, two, pair);
    }

    pairCounts[pair]!++;
    groupOfRow[row] = pairGroups[pair]!;
  }

  for (const [pair, count] of pairCounts.entries()) {
    const header = headers[pairHeaders[pair]!]!;
    const tally = tallies[pairGroups[pair]!]!;
    tally.count += count;
    tally.leaked += header.leaked ? count : 0;
    tally.statuses.set(header.status, (tally.statuses.get(header.status) ?? 0) + count);
  }

  return {tallies, groupOfRow};
}

/** For each header the first one that differs from it in nothing but minutes, thread and bubble. */
function kindsOf(headers: readonly GoroutineHeader[]): Uint32Array {
  const firsts = new Map<string, number>();
  return Uint32Array.from(headers, ({status, leaked, labels}, index) => {
    const kind = `${status}\n${leaked}\n${labelText(labels)}`;
    const first = firsts.get(kind) ?? index;
    firsts.set(kind, first);
    return first;
  });
}

function countCreators(
  dump: ParsedDump,
  tallies: readonly Tally[],
  groupOfRow: Uint32Array,
  complete: boolean,
): void {
  const {goroutines, creators} = dump;
  const isAlive = findAliveCreators(goroutines);
  for (let row = 0; row < goroutines.length; row++) {
    const frame = creators[goroutines.creators[row]!];
    if (frame !== undefined && groupOfRow[row] !== notShown) {
      // Nearly always there is one, and a handful otherwise.
      const known = tallies[groupOfRow[row]!]!.creators;
      let creator =
        known.length > 0 && known[0]!.frame === frame ? known[0] : known.find((one) => one.frame === frame);
      if (creator === undefined) {
        creator = {frame, count: 0, alive: 0};
        known.push(creator);
      }

      creator.count++;
      const createdBy = goroutines.createdBy[row]!;
      const isThere = isAlive(createdBy);
      // Before Go 1.21 nothing says which goroutine it was; in a dump that was cut it may be in the part that is missing.
      if (createdBy === 0 || !(isThere || complete)) creator.alive = undefined;
      else if (creator.alive !== undefined) creator.alive += isThere ? 1 : 0;
    }
  }
}

/** Sorts the rows into one range per group, so that all groups share four arrays. */
function scatter(
  dump: ParsedDump,
  tallies: readonly Tally[],
  groupOfRow: Uint32Array,
  total: number,
): Members[] {
  const {goroutines, headers} = dump;
  const ids = new Float64Array(total);
  const waitMinutes = new Uint32Array(total);
  const createdBy = new Float64Array(total);
  const lockedToThread = new Uint8Array(total);
  const next = Uint32Array.from(tallies, (tally) => tally.offset);
  for (let row = 0; row < groupOfRow.length; row++) {
    const group = groupOfRow[row]!;
    if (group !== notShown) {
      const at = next[group]!++;
      const header = headers[goroutines.headers[row]!]!;
      ids[at] = goroutines.ids[row]!;
      waitMinutes[at] = header.waitMinutes;
      createdBy[at] = goroutines.createdBy[row]!;
      lockedToThread[at] = header.lockedToThread ? 1 : 0;
    }
  }

  return tallies.map(({offset, count}) => ({
    ids: ids.subarray(offset, offset + count),
    waitMinutes: waitMinutes.subarray(offset, offset + count),
    createdBy: createdBy.subarray(offset, offset + count),
    lockedToThread: lockedToThread.subarray(offset, offset + count),
  }));
}

/** A test whether a goroutine that started others is itself in the dump. */
function findAliveCreators({ids, createdBy, length}: GoroutineColumns): (id: number) => boolean {
  const alive = new Map<number, boolean>();
  for (let row = 0; row < length; row++) {
    if (row === 0 || createdBy[row] !== createdBy[row - 1]) {
      alive.set(createdBy[row]!, false);
    }
  }

  for (let row = 0; row < length; row++) {
    if (alive.has(ids[row]!)) {
      alive.set(ids[row]!, true);
    }
  }

  alive.delete(0);
  return (id) => alive.get(id) === true;
}

function mostFrequent(statuses: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [status, count] of statuses) {
    if (count > most) {
      best = status;
      most = count;
    }
  }

  return best;
}
