// The moments of a segment, as its log comes to be known.

import type {LogEntry} from '../session/entry.ts';
import type {LogPoint, PointWriter} from './points.ts';
import type {ReadEntry} from './read-entry.ts';
import type {LoggedEntry} from './write-entry.ts';

/** Anything that a log holds, written or read. */
type AnyEntry = LoggedEntry | LogEntry | Exclude<ReadEntry, {kind: 'begins'}>;

/** Makes points of entries: what is learned at one moment is one of them. */
type PointTaker = {
  readonly note: (entry: AnyEntry, points: PointWriter) => void;
  /** The newest is written too; returns how many samples there were since the last call. */
  readonly flush: (points: PointWriter) => number;
};

export function createPointTaker(): PointTaker {
  let point: LogPoint | undefined;
  let samples = 0;

  function write(points: PointWriter): void {
    if (point?.isSample === true) samples++;
    if (point !== undefined) points.add(point);
    point = undefined;
  }

  return {
    note(entry, points) {
      const {atMs, wallMs, kind} = entry;
      const total = totalOf(entry);
      const threads = entry.kind === 'total' || entry.kind === 'threads' ? entry.threads : undefined;
      const isGap = kind === 'gap';
      const isSample = kind === 'total' || kind === 'counts' || kind === 'columns' || kind === 'look';
      if (!isGap && !isSample && threads === undefined) return;
      if (point?.atMs === atMs && point.isGap === isGap) {
        point = {
          ...point,
          isSample: point.isSample || isSample,
          total: total ?? point.total,
          threads: threads ?? point.threads,
        };
        return;
      }

      write(points);
      const sinceMs = entry.kind === 'gap' ? (entry.fromMs ?? atMs) : atMs;
      point = {atMs: sinceMs, wallMs: wallMs - (atMs - sinceMs), isSample, isGap, total, threads};
    },
    flush(points) {
      write(points);
      const taken = samples;
      samples = 0;
      return taken;
    },
  };
}

function totalOf(entry: AnyEntry): number | undefined {
  if (entry.kind === 'total') return entry.goroutines;
  return entry.kind === 'counts' || entry.kind === 'columns' ? entry.head.total : undefined;
}
