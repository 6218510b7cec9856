// Reads the log of one segment, entry by entry.

import {changesOf, type ChangeColumns} from '../session/change-columns.ts';
import type {ColumnsEntry, SessionEntry} from '../session/entry.ts';
import type {SessionEvent} from '../session/events.ts';
import type {SessionStatus, Sight, TargetFacts} from '../session/model.ts';
import {createByteReader, type ByteReader} from './byte-reader.ts';
import {readKind as readEventKind} from './event-kinds.ts';
import {logKinds, statusKinds} from './log-kinds.ts';
import type {Names} from './names-reader.ts';
import {checkedCount, checkedMs, createTickReader, readNear} from './near.ts';
import {readBaseline} from './read-baseline.ts';
import {createChangesReader, type GroupState} from './read-changes.ts';
import {readHead, readLook} from './read-look.ts';
import {DamagedBytes} from './recording-error.ts';

/** Large, and mostly followed by another of its kind: unpacked only when it is wanted. */
export type PackedEntry = Sight & {readonly kind: 'look' | 'baseline'; readonly packed: Uint8Array};
/**
 * What a log holds: entries, of which counts are columns, and large ones and diagnoses not unpacked yet; and where the
 * segment itself begins.
 */
export type ReadEntry =
  | Exclude<SessionEntry, {kind: PackedEntry['kind'] | 'counts'}>
  | ColumnsEntry
  | PackedEntry
  | (Sight & {readonly kind: 'judged'; readonly json: Uint8Array})
  | {readonly kind: 'begins'};

/** Reads the log of one segment from its beginning. */
export type EntryReader = {
  /** The next thing in it; undefined at the end. Throws DamagedBytes. */
  readonly next: () => ReadEntry | undefined;
  /**
   * Passes over what was in force before the segment begins, and only remembers what groups counted. Returns whether
   * there were counts. Throws DamagedBytes.
   */
  readonly skipToBegin: () => boolean;
  /** Throws DamagedBytes. */
  readonly unpack: (entry: PackedEntry) => Extract<SessionEntry, {kind: PackedEntry['kind']}>;
  /** What groups count as of what was read last, in the order in which they were first seen. */
  readonly groups: () => Iterable<GroupState>;
};

/**
 * @param untilMs where to stop: counts of a later moment are not taken in
 * @param withCounts without them, they are passed over
 */
export function createEntryReader(
  log: Uint8Array,
  names: Names,
  untilMs = Infinity,
  withCounts = true,
): EntryReader {
  const from = createByteReader(log);
  const ticks = createTickReader(from);
  const changes = createChangesReader(names);
  let isOver = false;
  let ahead = 0;
  let total = 0;
  let threads = 0;
  let memory: readonly number[] = [];
  let cost: readonly number[] = [];

  function readSight(): Sight {
    const atMs = ticks.read();
    const wallMs = checkedMs(readNear(from, Math.floor(atMs) + ahead));
    if (Number.isInteger(wallMs)) ahead = wallMs - Math.floor(atMs);
    return {atMs, wallMs};
  }

  function optional(within = from): string | undefined {
    const number = within.count();
    return number === 0 ? undefined : names.text(number - 1);
  }

  function readFacts(): TargetFacts {
    return {
      name: names.text(from.count()),
      url: names.text(from.count()),
      commandLine: optional(),
      goAtLeast: optional(),
      hasLeakProfile: from.byte() === 1,
    };
  }

  function readStatus(wallMs: number): SessionStatus {
    const kind = from.byte();
    switch (kind) {
      case statusKinds.connecting:
        return {kind: 'connecting', sinceMs: ticks.read(), problem: optional()};
      case statusKinds.live:
        return {kind: 'live'};
      case statusKinds.lost:
        return {
          kind: 'lost',
          problem: optional() ?? '',
          retryAtMs: ticks.read(),
          lastSeenWallMs: checkedMs(readNear(from, wallMs)),
        };
      default:
        throw new DamagedBytes('a status is of no known kind');
    }
  }

  function readCounts(sight: Sight, packed: Uint8Array): ReadEntry {
    const body = createByteReader(packed);
    const head = readHead(body, names, sight.wallMs);
    return {...sight, kind: 'columns', head, columns: readChanges(body)};
  }

  function readChanges(body: ByteReader): ChangeColumns {
    return withCounts ? changes.read(body) : noChanges(names);
  }

  function readEvent(wallMs: number): SessionEvent {
    const kind = readEventKind(from.text());
    const atMs = ticks.read();
    return {...kind, atMs, wallMs: checkedMs(readNear(from, wallMs)), text: from.text()};
  }

  function readNumbers(before: readonly number[], length: number): number[] {
    return Array.from({length}, (_, at) => readNear(from, before[at] ?? 0));
  }

  function readThreads(): number {
    threads = checkedCount(readNear(from, threads));
    return threads;
  }

  function readKind(kind: number): ReadEntry | undefined {
    if (kind === logKinds.begins) return {kind: 'begins'};
    const sight = readSight();
    if (sight.atMs > untilMs) {
      isOver = true;
      return undefined;
    }

    switch (kind) {
      case logKinds.facts:
        return {...sight, kind: 'facts', facts: readFacts()};
      case logKinds.status:
        return {...sight, kind: 'status', status: readStatus(sight.wallMs)};
      case logKinds.total:
        total = checkedCount(readNear(from, total));
        return {
          ...sight,
          kind: 'total',
          goroutines: total,
          threads: from.byte() === 1 ? readThreads() : undefined,
        };
      case logKinds.threads:
        return {...sight, kind: 'threads', threads: readThreads()};
      case logKinds.counts:
        return readCounts(sight, from.bytes(from.length()));
      case logKinds.marked:
        return {
          ...sight,
          kind: 'marked',
          changes: changesOf(readChanges(createByteReader(from.bytes(from.length())))),
        };
      case logKinds.look:
        return {...sight, kind: 'look', packed: from.bytes(from.length())};
      case logKinds.event:
        return {...sight, kind: 'event', event: readEvent(sight.wallMs)};
      case logKinds.baseline:
        return {...sight, kind: 'baseline', packed: from.bytes(from.length())};
      case logKinds.gap:
        return from.byte() === 1 ? {...sight, kind: 'gap', fromMs: ticks.read()} : {...sight, kind: 'gap'};
      case logKinds.restarted:
        return {...sight, kind: 'restarted'};
      case logKinds.memory: {
        memory = readNumbers(memory, 5).map((size) => checkedCount(size));
        const [heapInUse = 0, heapAllocated = 0, stacksInUse = 0, system = 0, collections = 0] = memory;
        return {
          ...sight,
          kind: 'memory',
          sizes: {heapInUse, heapAllocated, stacksInUse, system, collections},
        };
      }

      case logKinds.cost: {
        const isUsualPause = from.byte() === 1;
        cost = readNumbers(cost, 6).map((number) => checkedMs(number));
        const [requests = 0, bytes = 0, longestPauseMs = 0, share = 0, busyMs = 0, pausedMs = 0] = cost;
        return {
          ...sight,
          kind: 'cost',
          reading: {share, longestPauseMs, isUsualPause, requests, bytes, busyMs, pausedMs},
        };
      }

      case logKinds.judged:
        return {...sight, kind: 'judged', json: from.bytes(from.length())};
      default:
        throw new DamagedBytes('an entry is of no known kind');
    }
  }

  function next(): ReadEntry | undefined {
    return isOver || from.left() === 0 ? undefined : readKind(from.byte());
  }

  return {
    skipToBegin() {
      let hasCounts = false;
      for (let entry = next(); entry !== undefined && entry.kind !== 'begins'; entry = next())
        hasCounts ||= entry.kind === 'columns';
      return hasCounts;
    },
    unpack({kind, atMs, wallMs, packed}) {
      const body = createByteReader(packed);
      return kind === 'look'
        ? {kind, atMs, wallMs, ...readLook(body, names, wallMs)}
        : {kind, atMs, wallMs, baseline: readBaseline(body, names)};
    },
    next,
    groups: changes.groups,
  };
}

function noChanges(table: Names): ChangeColumns {
  const none = new Float64Array();
  return {table, numbers: new Uint32Array(), counts: none, latest: [], sinceMs: undefined};
}
