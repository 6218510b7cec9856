// Writes the log of one segment, entry by entry.

import type {SessionEntry} from '../session/entry.ts';
import type {Baseline} from '../session/baseline.ts';
import type {SessionStatus, Sight, TargetFacts} from '../session/model.ts';
import {zigzag} from '../session/varint.ts';
import type {MemorySizes} from '../target/memory-sizes.ts';
import {createByteWriter, type ByteWriter} from './byte-writer.ts';
import {writtenKind} from './event-kinds.ts';
import type {ChangeInLog, CountsInLog, MarksInLog} from './group-states.ts';
import {changeMarks, logKinds, statusKinds} from './log-kinds.ts';
import {writeKey, type NamesWriter} from './names-writer.ts';
import {createTickWriter, writeNear} from './near.ts';
import {writeHead, writeLook} from './write-look.ts';

/** What a log holds beside entries as they are: counts with the numbers of groups, looks with ages, diagnoses. */
export type LoggedEntry =
  | Exclude<SessionEntry, {kind: 'counts'} | {kind: 'marked'} | {kind: 'look'}>
  | CountsInLog
  | MarksInLog
  | Required<Extract<SessionEntry, {kind: 'look'}>>
  | (Sight & {readonly kind: 'judged'; readonly json: string});

/** Writes the log of one segment. Names belong to the chapter. */
export type EntryWriter = {
  readonly write: (entry: LoggedEntry) => void;
  /** What was in force before is all written. */
  readonly begin: () => void;
  /** What was written since the last call. */
  readonly take: () => Uint8Array<ArrayBuffer>;
};

export function createEntryWriter(names: NamesWriter): EntryWriter {
  const out = createByteWriter();
  const framed = createByteWriter();
  const ticks = createTickWriter(out);
  /** By how much the wall is ahead of the monotonic clock. */
  let ahead = 0;
  let total = 0;
  let threads = 0;
  let memory: readonly number[] = [];
  let cost: readonly number[] = [];

  function sight({atMs, wallMs}: Sight): void {
    ticks.write(atMs);
    writeNear(out, wallMs, Math.floor(atMs) + ahead);
    if (Number.isInteger(wallMs)) ahead = wallMs - Math.floor(atMs);
  }

  /** After its length: who looks for something else in a log passes over it. */
  function frame(write: (into: ByteWriter) => void): void {
    write(framed);
    const body = framed.take();
    out.count(body.length);
    out.bytes(body);
  }

  function optional(text: string | undefined, into = out): void {
    into.count(text === undefined ? 0 : names.text(text) + 1);
  }

  function facts({name, url, commandLine, goAtLeast, hasLeakProfile}: TargetFacts): void {
    out.count(names.text(name));
    out.count(names.text(url));
    optional(commandLine);
    optional(goAtLeast);
    out.byte(hasLeakProfile ? 1 : 0);
  }

  function status(now: SessionStatus, wallMs: number): void {
    out.byte(statusKinds[now.kind]);
    switch (now.kind) {
      case 'connecting':
        ticks.write(now.sinceMs);
        optional(now.problem);
        break;
      case 'lost':
        optional(now.problem);
        ticks.write(now.retryAtMs);
        writeNear(out, now.lastSeenWallMs, wallMs);
        break;
      case 'live':
    }
  }

  function counted(into: ByteWriter, changes: readonly ChangeInLog[]): void {
    into.count(changes.length);
    let before = 0;
    const since = createTickWriter(into);
    for (const {number, count, countBefore, latest, sinceMs} of changes) {
      const away = number - before;
      before = number;
      const marks =
        (latest === undefined ? 0 : changeMarks.latest) + (sinceMs === undefined ? 0 : changeMarks.since);
      into.count(zigzag(away) * changeMarks.all + marks);
      writeNear(into, count, countBefore);
      if (sinceMs !== undefined) since.write(sinceMs);
      if (latest === undefined) continue;
      into.count(names.text(latest.status));
      optional(latest.operation, into);
      writeNear(into, latest.leaked, 0);
    }
  }

  function baseline(into: ByteWriter, {atMs, since, total: goroutines, families, groups}: Baseline): void {
    createTickWriter(into).write(atMs);
    into.count(names.text(since));
    writeNear(into, goroutines, 0);
    into.count(families.size);
    for (const [family, count] of families) {
      into.count(names.text(family));
      writeNear(into, count, 0);
    }

    into.count(groups.size);
    for (const [key, count] of groups) {
      const number = names.numberOf(key);
      into.count(number === undefined ? 0 : number + 1);
      // It may have gone since, and then it has no number in this chapter.
      if (number === undefined) writeKey(into, key);
      writeNear(into, count, 0);
    }
  }

  return {
    write(entry) {
      out.byte(logKinds[entry.kind]);
      sight(entry);
      switch (entry.kind) {
        case 'facts':
          facts(entry.facts);
          break;
        case 'status':
          status(entry.status, entry.wallMs);
          break;
        case 'total':
          writeNear(out, entry.goroutines, total);
          total = entry.goroutines;
          out.byte(entry.threads === undefined ? 0 : 1);
          if (entry.threads === undefined) break;
          writeNear(out, entry.threads, threads);
          threads = entry.threads;
          break;
        case 'threads':
          writeNear(out, entry.threads, threads);
          threads = entry.threads;
          break;
        case 'counts':
          frame((into) => {
            writeHead(into, names, entry.head, entry.wallMs);
            counted(into, entry.changes);
          });
          break;
        case 'marked':
          frame((into) => counted(into, entry.changes));
          break;
        case 'look':
          frame((into) => writeLook(into, names, entry.snapshot, entry.wallMs, entry.ages!));
          break;
        case 'event':
          out.text(writtenKind(entry.event));
          ticks.write(entry.event.atMs);
          writeNear(out, entry.event.wallMs, entry.wallMs);
          out.text(entry.event.text);
          break;
        case 'baseline':
          frame((into) => baseline(into, entry.baseline));
          break;
        case 'memory': {
          const sizes = memoryNumbers(entry.sizes);
          for (const [at, size] of sizes.entries()) writeNear(out, size, memory[at] ?? 0);
          memory = sizes;
          break;
        }

        case 'cost': {
          const {share, longestPauseMs, isUsualPause, requests, bytes, busyMs, pausedMs} = entry.reading;
          const numbers = [requests, bytes, longestPauseMs, share, busyMs, pausedMs];
          out.byte(isUsualPause ? 1 : 0);
          for (const [at, number] of numbers.entries()) writeNear(out, number, cost[at] ?? 0);
          cost = numbers;
          break;
        }

        case 'judged': {
          const json = Buffer.from(entry.json);
          out.count(json.length);
          out.bytes(json);
          break;
        }

        case 'gap':
          out.byte(entry.fromMs === undefined ? 0 : 1);
          if (entry.fromMs !== undefined) ticks.write(entry.fromMs);
          break;
        case 'restarted':
      }
    },
    begin: () => out.byte(logKinds.begins),
    take: () => out.take(),
  };
}

function memoryNumbers(sizes: MemorySizes): number[] {
  const {heapInUse, heapAllocated, stacksInUse, system, collections} = sizes;
  return [heapInUse, heapAllocated, stacksInUse, system, collections];
}
