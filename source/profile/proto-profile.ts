// Makes a snapshot of a debug=0 profile, which is profile.proto.

import {Profile} from 'pprof-format';
import {DecodeError} from './decode-error.ts';
import type {DumpOptions} from './dump-snapshot.ts';
import {visibleFrames} from './frame.ts';
import {createGroupCounter, type GroupCounter} from './group-counter.ts';
import {createGroupTable, type GroupTable} from './group-table.ts';
import type {Interner} from './interner.ts';
import {createKnownStacks, type KnownLocation, type KnownStack, type KnownStacks} from './known-stacks.ts';
import {classifyLeaf, type LeafFrame} from './leaf-wait.ts';
import type {Frame, Snapshot} from './model.ts';
import {decodeMessage, readLabels, toCount, type Numeric} from './proto-labels.ts';
import {maxFramesPerStack} from './proto-limits.ts';
import {createLocationReader, type LocationReader} from './proto-locations.ts';
import {createSampleReader, type SampleReader} from './proto-samples.ts';
import {createProtoTexts, type ProtoTexts} from './proto-texts.ts';
import {checkProfile, type Ranges} from './check-profile.ts';
import {familyOf, parseStatus} from './wait-reason.ts';

// classifyLeaf looks at no more than these: gopark, goparkunlock, semacquire1, the operation and its caller.
const leafFrames = 6;

/** What profiles read with the same interner have in common. */
type Known = {
  readonly stacks: KnownStacks;
  readonly texts: ProtoTexts;
  readonly table: GroupTable;
  readonly counter: GroupCounter;
  /** Numbers of the locations of one sample. */
  readonly numbers: Int32Array;
};

const knownByInterner = new WeakMap<Interner, Known>();

function knownOf(interner: Interner): Known {
  let known = knownByInterner.get(interner);
  if (known === undefined) {
    const table = createGroupTable();
    known = {
      stacks: createKnownStacks(),
      texts: createProtoTexts(),
      table,
      counter: createGroupCounter(table),
      numbers: new Int32Array(maxFramesPerStack),
    };
    knownByInterner.set(interner, known);
  }

  return known;
}

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
  const profile = decodeMessage(Profile, checked.message);
  const {stacks, texts, table, counter, numbers} = knownOf(interner);
  const text = createStringReader(bytes, checked.strings, texts);
  const kind = text(profile.sampleType[0]?.type ?? 0);
  if (kind !== 'goroutine' && kind !== 'goroutineleak') {
    throw new DecodeError(
      'other-profile',
      `This is a profile of ${kind === '' ? 'something else' : `“${kind}”`}, not of goroutines.`,
      'Give a profile fetched from /debug/pprof/goroutine.',
    );
  }

  const locations = createLocationReader(bytes, checked, text, interner, stacks);
  const sample = createSampleReader(bytes);
  const {samples} = checked;
  let dangling = false;
  counter.begin();
  for (let index = 0; index < samples.length; index++) {
    sample.read(samples.starts[index]!, samples.ends[index]!);
    const count = toCount(sample.value);
    let length = 0;
    for (let at = 0; at < sample.locationCount; at++) {
      const number = locations.numberOf(sample.locations[at]!);
      if (number === -1) {
        dangling = true;
      } else if (length < maxFramesPerStack) {
        numbers[length++] = number;
      }
    }

    if (count === 0 || (kind === 'goroutineleak' && length === 0)) {
      continue;
    }

    const known =
      stacks.find(numbers, length) ??
      stacks.add(numbers, length, readStack(partsOf(sample, locations), interner, table));

    const {stack, status, operation} = known;
    if (sample.labels.length === 0) {
      known.group ??= table.identityIndex(interner.identity(stack, known.wait.family, {}));
      counter.add(known.group, status, operation, count, kind === 'goroutineleak' ? count : 0);
    } else {
      const {labels, goroutine} = readLabels(bytes, sample.labels, text);
      const wait =
        goroutine.state === undefined
          ? {...known.wait, leaked: false}
          : stateWait(goroutine.state, framesOf(partsOf(sample, locations)));
      counter.add(
        table.identityIndex(interner.identity(stack, wait.family, labels)),
        table.wordIndex(wait.status),
        wait.operation === undefined ? 0 : table.wordIndex(wait.operation) + 1,
        count,
        kind === 'goroutineleak' || wait.leaked ? count : 0,
      );
      const {id, createdBy, waitMinutes} = goroutine;
      if (id !== undefined) counter.name({id, createdBy, waitMinutes});
    }

    if (stack.role !== 'none') counter.mark(stack.role);
  }

  return counter.finish({...options, lost: 0, complete: !dangling});
}

function partsOf({locations: ids, locationCount}: SampleReader, locations: LocationReader): KnownLocation[] {
  return Array.from(ids.subarray(0, locationCount)).flatMap((id) => locations.read(id) ?? []);
}

/** Looks at a stack that no profile before has had. */
function readStack(parts: readonly KnownLocation[], interner: Interner, table: GroupTable): KnownStack {
  const leaves: LeafFrame[] = [];
  for (const part of parts) {
    if (leaves.length >= leafFrames) {
      break;
    }

    leaves.push(...part.leaves);
  }

  const stack = interner.stack(visibleFrames(framesOf(parts)));
  const wait = classifyLeaf(leaves);
  return {
    stack,
    wait,
    group: undefined,
    status: table.wordIndex(wait.status),
    operation: wait.operation === undefined ? 0 : table.wordIndex(wait.operation) + 1,
  };
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

function createStringReader(
  bytes: Uint8Array,
  {length, starts, ends}: Ranges,
  texts: ProtoTexts,
): (index: Numeric) => string {
  const known: (string | undefined)[] = [];
  known.length = length;
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

function stateWait(state: string, frames: readonly Frame[]) {
  const {status, leaked} = parseStatus(state);
  const family = familyOf(
    status,
    frames.map((frame) => frame.function),
  );
  return {status, family, operation: undefined, leaked};
}
