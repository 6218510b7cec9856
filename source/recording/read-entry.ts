// Reads the log of one segment, entry by entry.

import {changesOf, type ChangeColumns} from '../session/change-columns.ts';
import type {ColumnsEntry, SessionEntry} from '../session/entry.ts';
import type {Sight} from '../session/model.ts';
import {createByteReader, type ByteReader} from './byte-reader.ts';
import {logKinds} from './log-kinds.ts';
import type {Names} from './names-reader.ts';
import {createSightReader, createTickReader} from './near.ts';
import {readBaseline} from './read-baseline.ts';
import {createChangesReader, type GroupState} from './read-changes.ts';
import {readEvent, readFacts, readStatus, type LogTexts} from './read-known.ts';
import {createReadingsReader} from './read-readings.ts';
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
  const readSight = createSightReader(from, ticks);
  const readers = readersByKind({
    from,
    names,
    ticks,
    readChanges: (body) => (withCounts ? changes.read(body) : noChanges(names)),
  });
  let isOver = false;

  function next(): ReadEntry | undefined {
    if (isOver || from.left() === 0) return undefined;
    const kind = from.byte();
    if (kind === logKinds.begins) return {kind: 'begins'};
    const sight = readSight();
    isOver = sight.atMs > untilMs;
    if (isOver) return undefined;
    const readRest = readers[kind];
    if (readRest === undefined) throw new DamagedBytes('an entry is of no known kind');
    return readRest(sight);
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

/** What is read from beside the log itself. */
type LogParts = LogTexts & {readonly readChanges: (body: ByteReader) => ChangeColumns};

type LoggedKind = Exclude<(typeof logKinds)[keyof typeof logKinds], typeof logKinds.begins>;
/** Reads what follows the moment of an entry. */
type ReadRest = (sight: Sight) => ReadEntry;

/** By the byte that says of which kind an entry is. */
function readersByKind(parts: LogParts): Readonly<Partial<Record<number, ReadRest>>> {
  const {from, ticks, readChanges} = parts;
  const readings = createReadingsReader(from);
  const body = () => from.bytes(from.length());
  const readers: Record<LoggedKind, ReadRest> = {
    [logKinds.facts]: (sight) => ({...sight, kind: 'facts', facts: readFacts(parts)}),
    [logKinds.status]: (sight) => ({...sight, kind: 'status', status: readStatus(parts, sight.wallMs)}),
    [logKinds.total]: (sight) => ({...sight, kind: 'total', ...readings.total()}),
    [logKinds.threads]: (sight) => ({...sight, kind: 'threads', threads: readings.threads()}),
    [logKinds.counts](sight) {
      const counted = createByteReader(body());
      const head = readHead(counted, parts.names, sight.wallMs);
      return {...sight, kind: 'columns', head, columns: readChanges(counted)};
    },
    [logKinds.marked]: (sight) => ({
      ...sight,
      kind: 'marked',
      changes: changesOf(readChanges(createByteReader(body()))),
    }),
    [logKinds.look]: (sight) => ({...sight, kind: 'look', packed: body()}),
    [logKinds.event]: (sight) => ({...sight, kind: 'event', event: readEvent(parts, sight.wallMs)}),
    [logKinds.baseline]: (sight) => ({...sight, kind: 'baseline', packed: body()}),
    [logKinds.gap]: (sight) =>
      from.byte() === 1 ? {...sight, kind: 'gap', fromMs: ticks.read()} : {...sight, kind: 'gap'},
    [logKinds.restarted]: (sight) => ({...sight, kind: 'restarted'}),
    [logKinds.memory]: (sight) => ({...sight, kind: 'memory', sizes: readings.memory()}),
    [logKinds.cost]: (sight) => ({...sight, kind: 'cost', reading: readings.cost()}),
    [logKinds.judged]: (sight) => ({...sight, kind: 'judged', json: body()}),
  };
  return readers;
}

function noChanges(table: Names): ChangeColumns {
  const none = new Float64Array();
  return {table, numbers: new Uint32Array(), counts: none, latest: [], sinceMs: undefined};
}
