// Numbers that lie near others, and moments, written as few bytes.

import type {Sight} from '../session/model.ts';
import {unzigzag, zigzag} from '../session/varint.ts';
import type {ByteReader} from './byte-reader.ts';
import {fitsSigned, type ByteWriter} from './byte-writer.ts';
import {DamagedBytes} from './recording-error.ts';

/** Node's monotonic clock counts in nanoseconds, and milliseconds made of them come back exactly. */
const ticksPerMs = 1e6;
/** Milliseconds beyond this are no moment of any clock. */
const maxMs = 1e13;

/** In place of a difference: the number itself follows, or milliseconds that are no whole number of ticks. */
const asItIs = 1;
const notOfTicks = 3;

/** Writes a number that is mostly whole and mostly near to one that the reader knows too; any other takes 9 bytes. */
export function writeNear(out: ByteWriter, value: number, near: number): void {
  const away = value - near;
  // Sums of fractions would not come back exactly.
  if (fitsSigned(value) && fitsSigned(away * 2)) {
    out.count(zigzag(away) * 2);
  } else {
    out.count(asItIs);
    out.float(value);
  }
}

/** Any number that a writer may have written, NaN and infinities among them. */
export function readNear(from: ByteReader, near: number): number {
  return nearOf(from, from.count(), near);
}

function nearOf(from: ByteReader, value: number, near: number): number {
  if (value % 2 === 1) return from.float();
  return near + unzigzag(value / 2);
}

/**
 * Writes moments of the monotonic clock one after the other, mostly as the nanoseconds since the one before. The reader
 * must read the same moments in the same order.
 */
type TickWriter = {readonly write: (ms: number) => void};
export type TickReader = {readonly read: () => number};

export function createTickWriter(out: ByteWriter): TickWriter {
  let before = 0;
  return {
    write(ms) {
      const ticks = Math.round(ms * ticksPerMs);
      if (fitsSigned(ticks) && ticks / ticksPerMs === ms) {
        writeNear(out, ticks, before);
        before = ticks;
      } else {
        out.count(notOfTicks);
        out.float(ms);
      }
    },
  };
}

export function createTickReader(from: ByteReader): TickReader {
  let before = 0;
  return {
    read() {
      const value = from.count();
      if (value === notOfTicks) return checkedMs(from.float());
      before = nearOf(from, value, before);
      return checkedMs(before / ticksPerMs);
    },
  };
}

/** Reads moments on both clocks; the wall is mostly as far ahead of the monotonic clock as it was before. */
export function createSightReader(from: ByteReader, ticks: TickReader): () => Sight {
  let ahead = 0;
  return () => {
    const atMs = ticks.read();
    const wallMs = checkedMs(readNear(from, Math.floor(atMs) + ahead));
    if (Number.isInteger(wallMs)) ahead = wallMs - Math.floor(atMs);
    return {atMs, wallMs};
  };
}

/** Milliseconds on a clock, of the wall or monotonic. */
export function checkedMs(ms: number): number {
  if (Number.isFinite(ms) && Math.abs(ms) <= maxMs) return ms;
  throw new DamagedBytes('a moment is out of range');
}

/** How many there are of something. */
export function checkedCount(count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new DamagedBytes('a count is out of range');
}
