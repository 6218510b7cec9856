// The sample times and totals of a segment, known without reading its log.

import type {Sight} from '../session/model.ts';
import {createByteReader} from './byte-reader.ts';
import {createByteWriter} from './byte-writer.ts';
import {checkedCount, checkedMs, createTickReader, createTickWriter, readNear, writeNear} from './near.ts';

/** A moment at which something was learned, and the counts that came with it. */
export type LogPoint = Sight & {
  /** Whether counts, a total or a look came; false where only a gap begins. */
  readonly isSample: boolean;
  readonly isGap: boolean;
  readonly total: number | undefined;
  readonly threads: number | undefined;
};

const flags = {sample: 1, gap: 2, total: 4, threads: 8} as const;

/** Writes the moments of one segment: what a timeline and a chart need, without the log. */
export type PointWriter = {
  readonly add: (point: LogPoint) => void;
  readonly take: () => Uint8Array<ArrayBuffer>;
};

export function createPointWriter(): PointWriter {
  const out = createByteWriter();
  const ticks = createTickWriter(out);
  let wall = 0;
  let atBefore = 0;
  let totalBefore = 0;
  let threadsBefore = 0;
  return {
    add({atMs, wallMs, isSample, isGap, total, threads}) {
      out.byte(
        (isSample ? flags.sample : 0) +
          (isGap ? flags.gap : 0) +
          (total === undefined ? 0 : flags.total) +
          (threads === undefined ? 0 : flags.threads),
      );
      ticks.write(atMs);
      const at = Math.floor(atMs);
      writeNear(out, wallMs, wall + at - atBefore);
      if (Number.isInteger(wallMs)) {
        wall = wallMs;
        atBefore = at;
      }

      if (total !== undefined) {
        writeNear(out, total, totalBefore);
        totalBefore = total;
      }

      if (threads !== undefined) {
        writeNear(out, threads, threadsBefore);
        threadsBefore = threads;
      }
    },
    take: () => out.take(),
  };
}

/** @throws {DamagedBytes} */
export function readPoints(bytes: Uint8Array): LogPoint[] {
  const from = createByteReader(bytes);
  const ticks = createTickReader(from);
  const points: LogPoint[] = [];
  let wall = 0;
  let atBefore = 0;
  let total = 0;
  let threads = 0;
  while (from.left() > 0) {
    const flag = from.byte();
    const atMs = ticks.read();
    const at = Math.floor(atMs);
    const wallMs = checkedMs(readNear(from, wall + at - atBefore));
    if (Number.isInteger(wallMs)) {
      wall = wallMs;
      atBefore = at;
    }

    const hasTotal = (flag & flags.total) !== 0;
    const hasThreads = (flag & flags.threads) !== 0;
    if (hasTotal) total = checkedCount(readNear(from, total));
    if (hasThreads) threads = checkedCount(readNear(from, threads));
    points.push({
      atMs,
      wallMs,
      isSample: (flag & flags.sample) !== 0,
      isGap: (flag & flags.gap) !== 0,
      total: hasTotal ? total : undefined,
      threads: hasThreads ? threads : undefined,
    });
  }

  return points;
}
