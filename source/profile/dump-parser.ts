// Reads a debug=2 dump as it arrives, into rows that point to distinct headers, stacks and creators.

import {maxStacksBytes} from '../target/cost.ts';
import {createBlockScan, isHeaderAt, scanBlock} from './block-scan.ts';
import {parseBlock} from './block-text.ts';
import type {DumpText} from './dump-text.ts';
import {visibleFrames} from './frame.ts';
import {addRow, createGoroutineColumns, type GoroutineColumns} from './goroutine-columns.ts';
import {createHashIndex} from './hash-index.ts';
import {type GoroutineHeader, parseGoroutineHeader} from './goroutine-header.ts';
import type {InternedStack, Interner} from './interner.ts';
import type {Frame} from './model.ts';
import {decodeLine, linesOf} from './lines.ts';

/** A distinct stack of a dump. */
type DumpStack = {
  readonly stack: InternedStack;
  readonly skipped: number;
};

/** Everything a debug=2 dump says: rows of goroutines that point to distinct headers, stacks and creators. */
export type ParsedDump = {
  readonly goroutines: GoroutineColumns;
  readonly headers: readonly GoroutineHeader[];
  readonly stacks: readonly DumpStack[];
  /** The frame that started a goroutine; index 0 is "not printed". */
  readonly creators: readonly (Frame | undefined)[];
  readonly bytes: number;
  /** Goroutines whose header or frames could not be read, or were cut off at the end. */
  readonly lost: number;
  /** Lines inside goroutines that belong to none. */
  readonly skippedLines: number;
  /** Whether the target's runtime ran out of room. */
  readonly truncated: boolean;
  /** Whether the runtime says before the goroutines that all of them are asleep. */
  readonly isDeadlock: boolean;
};

type DumpParser = {push(chunk: Uint8Array): void; finish(): ParsedDump};

/** A goroutine's text is a few kB; more than this without an end is something else. */
const maxBlockBytes = 1024 * 1024;
const maxForeignLineBytes = 64 * 1024;
const firstWorkBytes = 256 * 1024;
const newline = 0x0a;
/** Source: runtime/proc.go checkdead, Go 1.15–1.27. */
const allAsleep = Buffer.from('fatal error: all goroutines are asleep - deadlock!');

// What a header's hash may stand for besides a header: one that cannot be read, and a line that only begins like one.
const unreadable = 0;
const foreign = 1;
const firstHeader = 2;

/**
 * Reads a debug=2 dump as it arrives. Never throws: what it cannot read is skipped and counted.
 *
 * Example input:  `goroutine 18 [chan receive, 5 minutes]:\nmain.recv(0xc000010200)\n\t/app/main.go:20 +0x45\n…`
 * Each distinct stack is decoded once; a repeated one costs a pass over its bytes.
 */
export function createDumpParser(interner: Interner, text?: DumpText): DumpParser {
  const goroutines = createGoroutineColumns();
  const headers: GoroutineHeader[] = [];
  const stacks: DumpStack[] = [];
  const creators: (Frame | undefined)[] = [undefined];
  const headerIndex = createHashIndex();
  const stackIndex = createHashIndex();
  const creatorIndex = createHashIndex();
  const scan = createBlockScan();

  // Bytes not read yet, with two bytes of room for the sentinel.
  let work: Uint8Array<ArrayBuffer> = new Uint8Array(firstWorkBytes);
  let length = 0;
  let base = 0;
  let lost = 0;
  let skippedLines = 0;
  let inForeignLine = false;
  let isDeadlock = false;

  function headerAt(at: number): number {
    const known = headerIndex.get(scan.headerOne, scan.headerTwo);
    if (known !== -1) {
      return known;
    }

    const line = decodeLine(work.subarray(at, scan.bodyStart - 1));
    const header = parseGoroutineHeader(line);
    const looksLikeOne = /^goroutine \d+ .*\[/.test(line);
    const index =
      header !== undefined ? headers.push(header) - 1 + firstHeader : looksLikeOne ? unreadable : foreign;
    headerIndex.set(scan.headerOne, scan.headerTwo, index);
    return index;
  }

  function stackAndCreator(row: number): void {
    let stack = stackIndex.get(scan.stackOne, scan.stackTwo);
    let creator = scan.hasCreator ? creatorIndex.get(scan.creatorOne, scan.creatorTwo) : 0;
    if (stack === -1 || creator === -1) {
      const block = parseBlock(linesOf(work.subarray(scan.bodyStart, scan.bodyEnd)));
      if (stack === -1) {
        const frames = block.frames.map((frame) => interner.frame(frame.function, frame.file, frame.line));
        const interned = interner.stack(visibleFrames(frames));
        stack = stacks.push({stack: interned, skipped: block.skipped}) - 1;
        stackIndex.set(scan.stackOne, scan.stackTwo, stack);
      }

      if (creator === -1) {
        const started = block.creator;
        creator =
          started === undefined
            ? 0
            : creators.push(interner.frame(started.function, started.file, started.line)) - 1;
        creatorIndex.set(scan.creatorOne, scan.creatorTwo, creator);
      }
    }

    goroutines.stacks[row] = stack;
    goroutines.creators[row] = creator;
  }

  function isKnown(id: number): boolean {
    return goroutines.ids.subarray(0, goroutines.length).includes(id);
  }

  /** Keeps the block at `at` and returns where to go on. */
  function keep(at: number, next: number): number {
    const header = headerAt(at);
    if (header === foreign) {
      return scan.bodyStart;
    }

    if (header === unreadable) {
      lost++;
      return next;
    }

    // Goroutine 0 is the runtime's own stack of a thread.
    if (scan.id === 0 || (headers[header - firstHeader]!.onThread && isKnown(scan.id))) {
      return next;
    }

    const row = addRow(goroutines);
    goroutines.ids[row] = scan.id;
    goroutines.createdBy[row] = scan.createdBy;
    goroutines.headers[row] = header - firstHeader;
    goroutines.starts[row] = base + at;
    goroutines.ends[row] = base + scan.bodyEnd;
    stackAndCreator(row);
    skippedLines += stacks[goroutines.stacks[row]!]!.skipped;
    return next;
  }

  /** Reads every whole block and line of `work`, and moves what is left to its beginning. */
  function read(): void {
    let at = 0;
    while (at < length) {
      if (!inForeignLine && isHeaderAt(work, at)) {
        const next = scanBlock(work, at, length, scan);
        if (next === -1) {
          if (length - at <= maxBlockBytes) {
            break;
          }

          lost++;
          at = scan.bodyStart;
        } else {
          at = keep(at, next);
        }
      } else {
        const end = work.indexOf(newline, at);
        if (end === -1 || end >= length) {
          inForeignLine ||= length - at > maxForeignLineBytes;
          at = inForeignLine ? length : at;
          break;
        }

        isDeadlock ||= goroutines.length === 0 && Buffer.from(work.buffer, at, end - at).includes(allAsleep);
        at = end + 1;
        inForeignLine = false;
      }
    }

    work.copyWithin(0, at, length);
    length = Math.max(0, length - at);
    base += at;
  }

  function append(bytes: Uint8Array): void {
    const needed = length + bytes.length + 2;
    if (needed > work.length) {
      const larger = new Uint8Array(Math.max(needed, work.length * 2));
      larger.set(work.subarray(0, length));
      work = larger;
    }

    work.set(bytes, length);
    length += bytes.length;
    // The sentinel, which stops every loop over a line.
    work[length] = newline;
    work[length + 1] = newline;
  }

  return {
    push(chunk) {
      text?.add(chunk);
      for (let at = 0; at < chunk.length; at += maxBlockBytes) {
        append(chunk.subarray(at, at + maxBlockBytes));
        read();
      }
    },

    finish() {
      const bytes = base + length;
      const open = length > 0 && isHeaderAt(work, 0);
      const tail = work.slice(0, length);
      const rows = goroutines.length;
      append(new Uint8Array([newline, newline]));
      read();

      // The runtime leaves no mark where it stops.
      const truncated = bytes === maxStacksBytes;
      if (open && goroutines.length > rows && (truncated || isCut(tail, goroutines.ids[rows] === 1))) {
        goroutines.length--;
        lost++;
      }

      return {goroutines, headers, stacks, creators, bytes, lost, skippedLines, truncated, isDeadlock};
    },
  };
}

/** Whether the last block of a body ends in the middle: after a function without its file, or inside a line. */
function isCut(block: Uint8Array, isMain: boolean): boolean {
  const lines = linesOf(block).slice(1);
  const parsed = parseBlock(lines);
  if (block.at(-1) === newline) {
    return parsed.cut || (lines.length === 0 && !parsed.unavailable);
  }

  // A text that was pasted may lack its last newline, and yet be whole.
  return (
    parsed.cut ||
    !(isMain || parsed.creator !== undefined) ||
    !/^\t.*:\d+ \+0x[0-9a-f]+$/.test(lines.at(-1) ?? '')
  );
}
