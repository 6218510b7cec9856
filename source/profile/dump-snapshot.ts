import {findObservers} from './dump-observer.ts';
import type {ParsedDump} from './dump-parser.ts';
import type {Interner} from './interner.ts';
import type {Creator, Frame, Group, GroupIdentity, Members, Snapshot, Source} from './model.ts';
import {familyOf} from './wait-reason.ts';

export type DumpOptions = {
  readonly source: Source;
  readonly takenAt: number;
  /** How many goroutines the index page counted next to the dump. */
  readonly expectedTotal?: number | undefined;
};

type CreatorTally = {count: number; alive: number};

type Tally = {
  readonly identity: GroupIdentity;
  count: number;
  leaked: number;
  /** Where the group's rows begin in the columns of all groups. */
  offset: number;
  readonly statuses: Map<string, number>;
  readonly creators: Map<Frame, CreatorTally>;
};

const notShown = 0xff_ff_ff_ff;

/** Groups the goroutines of a dump, leaving out those that exist only because of the request. */
export function dumpSnapshot(dump: ParsedDump, interner: Interner, options: DumpOptions): Snapshot {
  const {goroutines, headers, stacks, creators} = dump;
  const rows = goroutines.length;
  const observers = findObservers(dump, options.source !== 'file');
  const alive = createIdSet(goroutines.ids.subarray(0, rows));

  const tallies: Tally[] = [];
  const indexes = new Map<GroupIdentity, number>();
  const groupOfRow = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    if (observers[row] === 1) {
      groupOfRow[row] = notShown;
      continue;
    }

    const headerIndex = goroutines.headers[row]!;
    const header = headers[headerIndex]!;
    const stack = stacks[goroutines.stacks[row]!]!;
    let identity = stack.identities.get(headerIndex);
    if (identity === undefined) {
      const functions = stack.stack.frames.map((frame) => frame.function);
      identity = interner.identity(stack.stack, familyOf(header.status, functions), header.labels);
      stack.identities.set(headerIndex, identity);
    }

    let index = indexes.get(identity);
    if (index === undefined) {
      const tally: Tally = {
        identity,
        count: 0,
        leaked: 0,
        offset: 0,
        statuses: new Map(),
        creators: new Map(),
      };
      index = tallies.push(tally) - 1;
      indexes.set(identity, index);
    }

    const tally = tallies[index]!;
    groupOfRow[row] = index;
    tally.count++;
    tally.leaked += header.leaked ? 1 : 0;
    tally.statuses.set(header.status, (tally.statuses.get(header.status) ?? 0) + 1);
    const frame = creators[goroutines.creators[row]!];
    if (frame !== undefined) {
      let creator = tally.creators.get(frame);
      if (creator === undefined) {
        creator = {count: 0, alive: 0};
        tally.creators.set(frame, creator);
      }

      creator.count++;
      creator.alive += alive(goroutines.createdBy[row]!) ? 1 : 0;
    }
  }

  const members = scatter(dump, tallies, groupOfRow);
  const total = tallies.reduce((sum, tally) => sum + tally.count, 0);
  const complete = !dump.truncated && dump.lost === 0;
  const unseen = (options.expectedTotal ?? 0) - rows;
  return {
    takenAt: options.takenAt,
    source: options.source,
    total,
    complete,
    missing: complete ? 0 : Math.max(unseen, dump.lost),
    observer: rows - total,
    skippedLines: dump.skippedLines,
    groups: tallies.map((tally, index): Group => ({
      identity: tally.identity,
      status: mostFrequent(tally.statuses),
      count: tally.count,
      leaked: tally.leaked,
      operation: undefined,
      creators: [...tally.creators].map(([frame, {count, alive: living}]): Creator => ({
        frame,
        count,
        alive: living,
      })),
      members: members[index],
    })),
  };
}

/** Sorts the rows into one range per group, so that all groups share four arrays. */
function scatter(dump: ParsedDump, tallies: readonly Tally[], groupOfRow: Uint32Array): Members[] {
  const {goroutines, headers} = dump;
  let total = 0;
  for (const tally of tallies) {
    tally.offset = total;
    total += tally.count;
  }

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

/** A test for membership; most goroutines in a row have the same creator, so the last answer is kept. */
function createIdSet(ids: Float64Array): (id: number) => boolean {
  const known = new Set(ids);
  let last = 0;
  let lastAnswer = false;
  return (id) => {
    if (id !== last) {
      last = id;
      lastAnswer = id !== 0 && known.has(id);
    }

    return lastAnswer;
  };
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
