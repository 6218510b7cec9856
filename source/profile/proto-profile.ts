import {Label, Profile} from 'pprof-format';
import {escapeText} from '../target/escape.ts';
import type {CountedRecord} from './counted-snapshot.ts';
import {countedSnapshot} from './counted-snapshot.ts';
import {DecodeError} from './decode-error.ts';
import type {DumpOptions} from './dump-snapshot.ts';
import {visibleFrames} from './frame.ts';
import type {Interner} from './interner.ts';
import {createKnownStacks, type KnownLocation, type KnownStack, type KnownStacks} from './known-stacks.ts';
import type {Labels} from './labels.ts';
import {classifyLeaf, type LeafFrame} from './leaf-wait.ts';
import type {Frame, Snapshot} from './model.ts';
import {maxFramesPerStack} from './proto-limits.ts';
import {createLocationReader} from './proto-locations.ts';
import {createSampleReader} from './proto-samples.ts';
import {createProtoTexts, type ProtoTexts} from './proto-texts.ts';
import {checkProfile, type Ranges} from './proto-wire.ts';
import {familyOf, parseStatus} from './wait-reason.ts';

// classifyLeaf looks at no more than these: gopark, goparkunlock, semacquire1, the operation and its caller.
const leafFrames = 6;

/** What profiles read with the same interner have in common. */
const knownByInterner = new WeakMap<Interner, {readonly stacks: KnownStacks; readonly texts: ProtoTexts}>();

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
  const {stacks: known, texts} = knownByInterner.get(interner) ?? {
    stacks: createKnownStacks(),
    texts: createProtoTexts(),
  };
  knownByInterner.set(interner, {stacks: known, texts});
  const text = createStringReader(bytes, checked.strings, texts);
  const kind = text(profile.sampleType[0]?.type ?? 0);
  if (kind !== 'goroutine' && kind !== 'goroutineleak') {
    throw new DecodeError(
      'other-profile',
      `This is a profile of ${kind === '' ? 'something else' : `“${kind}”`}, not of goroutines.`,
      'Give a profile fetched from /debug/pprof/goroutine.',
    );
  }

  const location = createLocationReader(bytes, checked, text, interner, known);
  let dangling = false;
  // Used anew for each sample.
  const numbers: number[] = [];
  const records: CountedRecord[] = [];
  const sample = createSampleReader(bytes);
  const {samples} = checked;
  for (let index = 0; index < samples.length; index++) {
    sample.read(samples.starts[index]!, samples.ends[index]!);
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

    const {stack, wait: parked} =
      known.find(numbers) ?? readStack(partsOf(sample.locations, location), [...numbers], interner, known);
    const {labels, goroutine} = readLabels(bytes, sample.labels, text);
    const wait =
      goroutine.state === undefined
        ? parked
        : stateWait(goroutine.state, framesOf(partsOf(sample.locations, location)));
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

function partsOf(
  ids: readonly number[],
  location: (id: number) => KnownLocation | undefined,
): KnownLocation[] {
  return ids.flatMap((id) => location(id) ?? []);
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
  {length, starts, ends}: Ranges,
  texts: ProtoTexts,
): (index: Numeric) => string {
  const known = Array.from<string | undefined>({length});
  return (wanted) => {
    const index = Number(wanted);
    if (index >= length) {
      return '';
    }

    let text = known[index];
    if (text === undefined) {
      text = texts.read(bytes, starts[index]!, ends[index]!);
      known[index] = text;
    }

    return text;
  };
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
