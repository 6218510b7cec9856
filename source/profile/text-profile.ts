// Makes a snapshot of a debug=1 profile, which is text that counts.

import {decodeText} from '../target/escape.ts';
import {type CountedRecord, countedSnapshot} from './counted-snapshot.ts';
import type {DumpOptions} from './dump-snapshot.ts';
import {maxLine, normaliseFunction, visibleFrames} from './frame.ts';
import {saturatingAdd} from './group-counter.ts';
import {createHiddenFrameReader} from './hidden-frames.ts';
import type {Interner} from './interner.ts';
import {type Labels, parseLabels} from './labels.ts';
import type {Frame, Snapshot} from './model.ts';

type TextRecord = {
  readonly count: number;
  readonly addresses: readonly number[];
  labels: Labels;
  readonly frames: Frame[];
  /** The address on the first line that names a frame. */
  firstAddress: number | undefined;
};

type TextFrame = {readonly address: number; readonly frame: Frame};

const newline = 0x0a;
const longestLineBytes = 1024 * 1024;
const noLabels: Labels = Object.freeze({});

const recordLine = /^(\d{1,19}) @((?: 0x[0-9a-f]+)*)\s*$/;
const labelLine = /^# labels: \{(.*)\}\s*$/;
// No field holds a tab; saying so also keeps the time linear on any input.
const frameLine = /^#\t(0x[0-9a-f]+)\t+([^\t]+)\+0x[0-9a-f]+\t+([^\t]+):(\d+)\s*$/;
const headerLine = /^\s*(\w+) profile: total (\d+)/;

/**
 * Reads a debug=1 profile. Never throws: what it cannot read is skipped, and what is then missing is counted.
 *
 * Example input:  `2 @ 0x439ec5 0x40668f 0x4062cb 0x7afff3\n# labels: {"cat":"x"}\n#\t0x7afff2\tmain.work+0x31\t/app/main.go:59\n`
 * Example output: a group of 2 with that label, stack `main.work` at line 59, waiting on a channel
 * Source: runtime/pprof/pprof.go printCountProfile and printStackRecord (Go 1.15–1.27).
 */
export function parseTextProfile(bytes: Uint8Array, interner: Interner, options: DumpOptions): Snapshot {
  const {kind, total, records, end} = readRecords(bytes, interner);
  const isLeakProfile = kind === 'goroutineleak';
  const counted = records.reduce((sum, record) => saturatingAdd(sum, record.count), 0);
  const isCut = options.cut === true || !(end === 'blank line' || (end === 'frame' && counted === total));
  const kept = isCut ? records.slice(0, -1) : records;

  const shapes = kept.map(({addresses, firstAddress, frames}) => ({
    hidden: hiddenAddresses(addresses, firstAddress),
    functions: frames.slice(0, 4).map((frame) => frame.function),
  }));
  const waitOf = createHiddenFrameReader(shapes);
  const result: CountedRecord[] = [];
  let readable = 0;
  for (const [index, {count, labels, frames}] of kept.entries()) {
    readable = saturatingAdd(readable, count);
    if (!isLeakProfile || frames.length > 0) {
      result.push({
        stack: interner.stack(visibleFrames(frames)),
        ...waitOf(shapes[index]!),
        labels,
        count,
        leaked: isLeakProfile ? count : 0,
      });
    }
  }

  const lost = isLeakProfile ? 0 : Math.max(0, total - readable);
  return countedSnapshot(result, interner, {...options, lost, complete: !isCut});
}

type Contents = {
  readonly kind: string;
  readonly total: number;
  readonly records: readonly TextRecord[];
  /** Every record ends in a blank line; an editor may have taken the last one off. */
  readonly end: 'blank line' | 'frame' | 'elsewhere';
};

function readRecords(bytes: Uint8Array, interner: Interner): Contents {
  const records: TextRecord[] = [];
  const knownFrames = new Map<string, TextFrame | undefined>();
  let kind = '';
  let total = 0;
  let current: TextRecord | undefined;
  let line = '';

  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(newline, at);
    const end = found === -1 ? bytes.length : found;
    // One character a byte: names are decoded once they are separated.
    line = latin1(bytes, at, Math.min(end, at + longestLineBytes));
    at = end + 1;
    if (line.startsWith('#')) {
      if (current === undefined) {
        continue;
      }

      const labels = labelLine.exec(line);
      if (labels !== null) {
        current.labels = parseLabels(toText(labels[1]!)) ?? noLabels;
        continue;
      }

      if (!knownFrames.has(line)) {
        knownFrames.set(line, parseFrame(line, interner));
      }

      const known = knownFrames.get(line);
      if (known !== undefined) {
        current.frames.push(known.frame);
        current.firstAddress ??= known.address;
      }

      continue;
    }

    const record = recordLine.exec(line);
    if (record !== null) {
      const count = Math.min(Number(record[1]), Number.MAX_SAFE_INTEGER);
      const addresses = record[2] === '' ? [] : record[2]!.slice(1).split(' ').map(Number);
      current = {count, addresses, labels: noLabels, frames: [], firstAddress: undefined};
      records.push(current);
      continue;
    }

    const header = kind === '' ? headerLine.exec(line) : null;
    if (header !== null) {
      kind = header[1]!;
      total = Math.min(Number(header[2]), Number.MAX_SAFE_INTEGER);
    }
  }

  const end = line.trim() === '' ? 'blank line' : frameLine.test(line) ? 'frame' : 'elsewhere';
  return {kind, total, records, end};
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function toText(oneCharacterPerByte: string): string {
  return decodeText(Buffer.from(oneCharacterPerByte, 'latin1'));
}

/**
 * Reads a line that names a frame; undefined when it names none, as `#\t0x0` for an empty stack.
 *
 * Example input:  `#\t0x6be812\tos/signal.loop+0x12\t\t/usr/local/go/src/os/signal/signal_unix.go:23`
 * Example output: `{address: 0x6be812, frame: {function: 'os/signal.loop', file: '/usr/…/signal_unix.go', line: 23}}`
 */
function parseFrame(line: string, interner: Interner): TextFrame | undefined {
  const match = frameLine.exec(line);
  return match === null
    ? undefined
    : {
        address: Number(match[1]),
        frame: interner.frame(
          normaliseFunction(toText(match[2]!)),
          toText(match[3]!),
          Math.min(Number(match[4]), maxLine),
        ),
      };
}

/** The return addresses before the first frame that is named; its line shows the address one lower, inside the call. */
function hiddenAddresses(addresses: readonly number[], firstAddress: number | undefined): readonly number[] {
  if (firstAddress === undefined) {
    return [];
  }

  const at = addresses.findIndex((address) => address - 1 === firstAddress || address === firstAddress);
  return at === -1 ? [] : addresses.slice(0, at);
}
