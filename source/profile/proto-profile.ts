import {Label, Profile} from 'pprof-format';
import {decodeText, escapeText} from '../target/escape.ts';
import type {CountedRecord} from './counted-snapshot.ts';
import {countedSnapshot} from './counted-snapshot.ts';
import {DecodeError} from './decode-error.ts';
import type {DumpOptions} from './dump-snapshot.ts';
import {normaliseFunction, visibleFrames} from './frame.ts';
import type {Interner} from './interner.ts';
import {createKnownStacks, type KnownLocation, type KnownStack, type KnownStacks} from './known-stacks.ts';
import type {Labels} from './labels.ts';
import {classifyLeaf, type LeafFrame} from './leaf-wait.ts';
import type {Frame, Snapshot} from './model.ts';
import {maxFramesPerStack, maxStringBytes} from './proto-limits.ts';
import {createSampleReader} from './proto-samples.ts';
import {checkProfile} from './proto-wire.ts';
import {familyOf, parseStatus} from './wait-reason.ts';

// classifyLeaf looks at no more than these: gopark, goparkunlock, semacquire1, the operation and its caller.
const leafFrames = 6;
const maxLine = 0x7f_ff_ff_ff;

/** What profiles read with the same interner have in common. */
const knownByInterner = new WeakMap<Interner, KnownStacks>();

/**
 * Reads a debug=0 profile (profile.proto, unpacked).
 *
 * Values may be negative, as in the difference of `?seconds=`, and saturate at ±2⁵³−1. A sample without a stack is
 * a goroutine that has not started yet; among leaked goroutines it is an artefact of Go 1.27 and left out.
 * CockroachDB's debug=3 (one sample per goroutine, with its id and state as labels) is understood too.
 *
 * @throws {DecodeError} `damaged`, `too-large`, or `other-profile` for a profile of something else.
 */
export function parseProtoProfile(bytes: Uint8Array, interner: Interner, options: DumpOptions): Snapshot {
  const checked = checkProfile(bytes);
  const profile = decode(Profile, checked.message);
  const text = createStringReader(bytes, checked.stringStarts, checked.stringEnds);
  const kind = text(profile.sampleType[0]?.type ?? 0);
  if (kind !== 'goroutine' && kind !== 'goroutineleak') {
    throw new DecodeError(
      'other-profile',
      `This is a profile of ${kind === '' ? 'something else' : `“${kind}”`}, not of goroutines.`,
      'Give a profile fetched from /debug/pprof/goroutine.',
    );
  }

  const known = knownByInterner.get(interner) ?? createKnownStacks();
  knownByInterner.set(interner, known);
  const location = createLocationReader(profile, text, interner, known);
  let dangling = false;
  // Used anew for each sample.
  const numbers: number[] = [];
  const records: CountedRecord[] = [];
  const sample = createSampleReader(bytes);
  for (const [index, start] of checked.sampleStarts.entries()) {
    sample.read(start, checked.sampleEnds[index]!);
    const count = toCount(sample.value);
    numbers.length = 0;
    for (const id of sample.locations) {
      const part = location(id);
      if (part === undefined) {
        dangling = true;
      } else if (numbers.length < maxFramesPerStack) {
        numbers.push(part.number);
      }
    }

    if (count === 0 || (kind === 'goroutineleak' && numbers.length === 0)) {
      continue;
    }

    const parts = () => sample.locations.flatMap((id) => location(id) ?? []);
    const {stack, wait: parked} = known.find(numbers) ?? readStack(parts(), [...numbers], interner, known);
    const {labels, goroutine} = readLabels(bytes, sample.labels, text);
    const wait = goroutine.state === undefined ? parked : stateWait(goroutine.state, framesOf(parts()));
    records.push({
      stack,
      family: wait.family,
      status: wait.status,
      operation: wait.operation,
      labels,
      count,
      leaked: kind === 'goroutineleak' || ('leaked' in wait && wait.leaked) ? count : 0,
      member:
        goroutine.id === undefined
          ? undefined
          : {id: goroutine.id, createdBy: goroutine.createdBy, waitMinutes: goroutine.waitMinutes},
    });
  }

  return countedSnapshot(records, interner, {...options, lost: 0, complete: !dangling});
}

/** Looks at a stack that no profile before has had. */
function readStack(
  parts: readonly KnownLocation[],
  locations: readonly number[],
  interner: Interner,
  known: KnownStacks,
): KnownStack {
  const leaves: LeafFrame[] = [];
  for (const part of parts) {
    if (leaves.length >= leafFrames) {
      break;
    }

    leaves.push(...part.leaves);
  }

  const stack = interner.stack(visibleFrames(framesOf(parts)));
  const read = {locations, stack, wait: classifyLeaf(leaves)};
  known.add(read);
  return read;
}

function framesOf(parts: readonly KnownLocation[]): Frame[] {
  const frames: Frame[] = [];
  for (const part of parts) {
    if (frames.length >= maxFramesPerStack) {
      break;
    }

    frames.push(...part.frames);
  }

  return frames;
}

function decode<Message>(type: {decode(bytes: Uint8Array): Message}, message: Uint8Array): Message {
  try {
    return type.decode(message);
  } catch {
    throw new DecodeError('damaged', 'The profile is damaged or ends early.', 'Fetch or copy it again.');
  }
}

type Numeric = number | bigint;

function createStringReader(
  bytes: Uint8Array,
  starts: Uint32Array,
  ends: Uint32Array,
): (index: Numeric) => string {
  const known = new Map<number, string>();
  return (wanted) => {
    const index = Number(wanted);
    let text = known.get(index);
    if (text === undefined) {
      const start = starts[index] ?? 0;
      const end = ends[index] ?? 0;
      text = decodeText(bytes.subarray(start, Math.min(end, start + maxStringBytes)));
      text += end - start > maxStringBytes ? '…' : '';
      known.set(index, text);
    }

    return text;
  };
}

function createLocationReader(
  profile: Profile,
  text: (index: Numeric) => string,
  interner: Interner,
  stacks: KnownStacks,
): (id: number) => KnownLocation | undefined {
  const functions = new Map(profile.function.map((entry) => [Number(entry.id), entry]));
  const locations = new Map(profile.location.map((entry) => [Number(entry.id), entry]));
  // Ids are numbers from 1 in every profile that Go writes; others are looked up where they are.
  const dense = Array.from<KnownLocation | undefined>({length: profile.location.length + 1});
  const known = new Map<number, KnownLocation>();

  return (id) => {
    const found = id < dense.length ? dense[id] : known.get(id);
    if (found !== undefined) {
      return found;
    }

    const location = locations.get(id);
    if (location === undefined) {
      return undefined;
    }

    const frames: Frame[] = [];
    const leaves: LeafFrame[] = [];
    for (const entry of location.line.slice(0, maxFramesPerStack)) {
      const called = functions.get(Number(entry.functionId));
      const name = called === undefined ? '' : text(called.name);
      const line = toLine(entry.line);
      const file = called === undefined ? '' : text(called.filename);
      frames.push(interner.frame(name === '' ? '?' : normaliseFunction(name), file, line));
      leaves.push({function: name, line, startLine: toLine(called?.startLine ?? 0)});
    }

    if (frames.length === 0) {
      frames.push(interner.frame('non-Go function', '', 0));
      leaves.push({function: 'non-Go function', line: 0, startLine: 0});
    }

    const result = stacks.location(frames, leaves);
    if (id < dense.length) {
      dense[id] = result;
    } else {
      known.set(id, result);
    }

    return result;
  };
}

function toLine(value: Numeric): number {
  const line = Number(value);
  return line >= 0 && line <= maxLine ? line : 0;
}

/** pprof-format gives numbers from 2²⁸ as unsigned bigint. */
function toCount(value: Numeric): number {
  const signed = typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : value;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, signed));
}

type GoroutineLabels = {
  id: number | undefined;
  createdBy: number;
  waitMinutes: number;
  state: string | undefined;
};

const unlabelled = {
  labels: Object.freeze({}),
  goroutine: {id: undefined, createdBy: 0, waitMinutes: 0, state: undefined},
};

/** Separates the application's labels from those that CockroachDB's Go adds (`go::goroutine`, `go::goroutine_state`, …). */
function readLabels(
  bytes: Uint8Array,
  ranges: readonly number[],
  text: (index: Numeric) => string,
): {labels: Labels; goroutine: GoroutineLabels} {
  if (ranges.length === 0) {
    return unlabelled;
  }

  const goroutine: GoroutineLabels = {id: undefined, createdBy: 0, waitMinutes: 0, state: undefined};
  const pairs: [string, string][] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    const entry = decode(Label, bytes.subarray(ranges[at], ranges[at + 1]));
    const key = text(entry.key);
    const number = toCount(entry.num);
    if (key === 'go::goroutine') {
      goroutine.id = number;
    } else if (key === 'go::goroutine_created_by') {
      goroutine.createdBy = number;
    } else if (key === 'go::goroutine_wait_minutes') {
      goroutine.waitMinutes = Math.max(0, number);
    } else if (key === 'go::goroutine_state') {
      goroutine.state = text(entry.str);
    } else {
      const isText = Number(entry.str) !== 0;
      pairs.push([
        key,
        isText ? text(entry.str) : number === 0 ? '' : escapeText(`${number}${text(entry.numUnit)}`),
      ]);
    }
  }

  return {labels: Object.fromEntries(pairs), goroutine};
}

function stateWait(state: string, frames: readonly Frame[]) {
  const {status, leaked} = parseStatus(state);
  const family = familyOf(
    status,
    frames.map((frame) => frame.function),
  );
  return {status, family, operation: undefined, leaked};
}
