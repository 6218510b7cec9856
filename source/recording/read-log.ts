// Reads entries across segments: from a moment on, around it, up to it.

import type {LogEntry, SessionEntry} from '../session/entry.ts';
import {maxEvents} from '../session/events.ts';
import type {DamageLog} from './damage-log.ts';
import type {RecordedEvents} from './recorded-events.ts';
import type {EntryReader, PackedEntry, ReadEntry} from './read-entry.ts';
import {DamagedBytes} from './recording-error.ts';
import type {OpenSegment, SegmentHead, Segments} from './segments.ts';
import {createStaleGroups, isCounts, withObjects} from './stale-groups.ts';

type Look = Extract<SessionEntry, {kind: 'look'}>;

/** Full stacks, and events of before where the reading begins, take long: not everybody has a use for them. */
type Wanted = {readonly looks: boolean; readonly pastEvents: boolean};
const everything: Wanted = {looks: true, pastEvents: true};

/** Reads the log of a recording as a session would have told it. */
export type LogReading = {
  /**
   * Everything from a segment's beginning on up to a moment. It begins with what was in force there: the facts, the
   * counts of all groups, and so on, each with the moment it is of.
   */
  readonly entries: (from: SegmentHead, toMs: number, wanted?: Wanted) => Generator<SessionEntry>;
  /**
   * The same, with no object for each change; undefined where reading on takes long, so that other things can have
   * their turn.
   */
  readonly steps: (from: SegmentHead, toMs: number, wanted?: Wanted) => Generator<LogEntry | undefined>;
  /** The newest full stacks at a moment. */
  readonly lookAt: (head: SegmentHead, atMs: number) => Look | undefined;
};

export function createLogReading(segments: Segments, events: RecordedEvents, damage: DamageLog): LogReading {
  /** Runs what reads a segment; what is damaged in it is noted. */
  function reading<Result>(head: SegmentHead, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      damage.note({fromMs: head.from.atMs, toMs: head.to.atMs});
      return undefined;
    }
  }

  /** The last entry of a kind in a segment, up to a moment. */
  function lastOf<Kind extends PackedEntry['kind']>(
    kind: Kind,
    segment: number,
    untilMs: number,
  ): Extract<SessionEntry, {kind: Kind}> | undefined {
    const head = segment === 0 ? undefined : segments.find(segment);
    if (head === undefined) return undefined;
    const open = reading(head, () => segments.open(head, untilMs, false));
    if (open === undefined) return undefined;
    const {reader} = open;
    let found: PackedEntry | undefined;
    reading(head, () => {
      for (let entry = reader.next(); entry !== undefined; entry = reader.next())
        if (entry.kind === kind) found = entry;
    });
    return unpackedAs(kind, reader, found, head);
  }

  function unpackedAs<Kind extends PackedEntry['kind']>(
    kind: Kind,
    {unpack}: EntryReader,
    packed: PackedEntry | undefined,
    head: SegmentHead,
  ): Extract<SessionEntry, {kind: Kind}> | undefined {
    const entry = packed && reading(head, () => unpack(packed));
    return entry !== undefined && isOf(entry, kind) ? entry : undefined;
  }

  /** All that was in force where a segment begins, in the order of time, the facts first. */
  function inForce(head: SegmentHead, own: readonly LogEntry[], {looks, pastEvents}: Wanted): LogEntry[] {
    const found = [...own];
    for (const kind of looks ? (['baseline', 'look'] as const) : (['baseline'] as const)) {
      const place = kind === 'look' ? head.lookIn : head.baselineIn;
      const elsewhere = place === head.segment ? undefined : lastOf(kind, place, Infinity);
      if (elsewhere !== undefined) found.push(elsewhere);
    }

    if (pastEvents)
      for (const event of events.before(head.segment, maxEvents))
        found.push({kind: 'event', atMs: event.atMs, wallMs: event.wallMs, event});
    const rest = found.filter(({kind}) => kind !== 'facts').toSorted((a, b) => a.atMs - b.atMs);
    const facts = found.find(({kind}) => kind === 'facts');
    const first = rest[0] ?? head.from;
    return facts === undefined
      ? rest
      : [facts.atMs <= first.atMs ? facts : {...facts, atMs: first.atMs, wallMs: first.wallMs}, ...rest];
  }

  function* steps(from: SegmentHead, toMs: number, wanted = everything): Generator<LogEntry | undefined> {
    const stale = createStaleGroups();
    /** The segment before, where that was read to its end: mostly nobody has to know what it ended with. */
    let before: OpenSegment | undefined;
    let isBroken = false;
    let lastMs = -Infinity;
    let isFirst = true;
    for (
      let head: SegmentHead | undefined = from;
      head !== undefined && head.from.atMs <= toMs;
      head = segments.after(head.segment)
    ) {
      const now: SegmentHead = head;
      const open = reading(now, () => segments.open(now, toMs));
      yield undefined;
      // What was in force where it begins is told only where nobody knows it from the segment before.
      const isTold = isFirst || isBroken;
      const own =
        open && reading(now, () => (isTold ? begun(open, wanted.looks) : open.reader.skipToBegin()));
      const hasCounts = typeof own === 'boolean' ? own : (own?.some(isCounts) ?? false);
      yield undefined;
      if (before !== undefined && !hasCounts) stale.leftBy(before);
      before = undefined;
      if (open === undefined || own === undefined) {
        isBroken = !isFirst;
        continue;
      }

      if (typeof own !== 'boolean') {
        if (isBroken) yield {...now.from, kind: 'gap', fromMs: Math.min(lastMs, now.from.atMs)};
        for (const entry of inForce(now, own, {...wanted, pastEvents: isFirst && wanted.pastEvents})) {
          if (!isBroken || entry.kind === 'facts') {
            yield entry;
            continue;
          }

          // What was missed is told where the log goes on.
          const late = entry.atMs > lastMs ? entry : {...entry, ...now.from};
          yield stale.completed(late);
        }
      } else if (hasCounts) {
        stale.forget();
      }

      isFirst = false;
      isBroken = false;
      const {reader} = open;
      for (;;) {
        const entry = reading(now, () => ({next: nextOf(reader, wanted.looks)}));
        if (entry === undefined) {
          isBroken = true;
          break;
        }

        const {next} = entry;
        if (next === undefined) break;
        if (next.kind === 'begins' || next.kind === 'judged') continue;
        lastMs = Math.max(lastMs, next.atMs);
        yield stale.completed(next);
      }

      if (isBroken) stale.leftBy(open);
      else before = open;
    }
  }

  return {
    steps,
    *entries(from, toMs, wanted) {
      for (const entry of steps(from, toMs, wanted)) if (entry !== undefined) yield withObjects(entry);
    },
    lookAt(head, atMs) {
      const open = reading(head, () => segments.open(head, atMs, false));
      let packed: PackedEntry | undefined;
      let isForgotten = false;
      if (open !== undefined) {
        const {reader} = open;
        reading(head, () => {
          for (let entry = reader.next(); entry !== undefined; entry = reader.next()) {
            if (entry.kind === 'look') packed = entry;
            if (entry.kind !== 'restarted') continue;
            packed = undefined;
            isForgotten = true;
          }
        });
        const found = unpackedAs('look', reader, packed, head);
        if (found !== undefined) return found;
      }

      return isForgotten || head.lookIn === head.segment ? undefined : lastOf('look', head.lookIn, atMs);
    },
  };
}

/** What a segment itself says was in force where it begins. */
function begun({reader}: OpenSegment, withLooks: boolean): LogEntry[] {
  const found: LogEntry[] = [];
  for (;;) {
    const entry = nextOf(reader, withLooks);
    if (entry === undefined || entry.kind === 'begins') return found;
    if (entry.kind !== 'judged') found.push(entry);
  }
}

/** The next thing in a log, with what is packed in it. */
function nextOf(
  {next, unpack}: EntryReader,
  withLooks: boolean,
): Exclude<ReadEntry, PackedEntry> | LogEntry | undefined {
  for (;;) {
    const entry = next();
    if (entry?.kind === 'look' && !withLooks) continue;
    return entry !== undefined && 'packed' in entry ? unpack(entry) : entry;
  }
}

function isOf<Kind extends SessionEntry['kind']>(
  entry: SessionEntry,
  kind: Kind,
): entry is Extract<SessionEntry, {kind: Kind}> {
  return entry.kind === kind;
}
