import {maxNamesBytes} from './limits.ts';
import {maxTextBytes} from './byte-reader.ts';
import {nameKinds} from './names-writer.ts';
import {DamagedBytes} from './recording-error.ts';

/** Deeper than any stack the runtime prints or counts. */
const maxFrames = 10_000;
const lowBits = 0x7f;
const more = 0x80;
/** Of a number of eight bytes, the last. */
const largestFactor = more ** 7;

/** Bytes that are being read, and where. */
type Cursor = {readonly bytes: Uint8Array; at: number};

/**
 * Where the definitions of one chapter stand. Each list is in the order of their numbers, with holes where a part of
 * the file is lost. `identitySums`: two are alike only where all that they say is; none where a part of it is lost.
 */
type NamesScan = {
  /** All definitions, one after the other. */
  readonly bytes: () => Buffer;
  readonly textsFrom: readonly (number | undefined)[];
  readonly textsTo: readonly (number | undefined)[];
  readonly framesFrom: readonly (number | undefined)[];
  readonly identitiesFrom: readonly (number | undefined)[];
  readonly identitySums: readonly (number | undefined)[];
  /** The same of the stack of an identity, with the place and the family that belong to it. */
  readonly stackSums: readonly (number | undefined)[];
  /** Throws DamagedBytes; what stands before the damage is taken in. */
  readonly learn: (bytes: Uint8Array) => void;
};

/**
 * Finds definitions without making anything of them: of 20,000 in a chapter, few are ever asked for. All of them are
 * gone through when something is shown of a chapter, so this reads bytes without the detour of a ByteReader.
 */
export function createNamesScan(): NamesScan {
  let held = Buffer.alloc(0);
  let length = 0;
  const textsFrom: number[] = [];
  const textsTo: number[] = [];
  const textSums: (number | undefined)[] = [];
  const framesFrom: number[] = [];
  const frameSums: (number | undefined)[] = [];
  const identitiesFrom: number[] = [];
  const identitySums: (number | undefined)[] = [];
  const stackSums: (number | undefined)[] = [];

  function scanText(cursor: Cursor): void {
    const size = countAt(cursor);
    if (size > maxTextBytes) throw new DamagedBytes('a text is too long');
    const from = cursor.at;
    const to = from + size;
    const sum = sumOf(cursor, from, to);
    cursor.at = to;
    textsFrom.push(from);
    textsTo.push(to);
    textSums.push(sum);
  }

  function scanFrame(cursor: Cursor): void {
    const from = cursor.at;
    const name = numbered(textSums, cursor);
    const file = numbered(textSums, cursor);
    const line = countAt(cursor);
    framesFrom.push(from);
    frameSums.push(both(both(name, file), line));
  }

  function scanIdentity(cursor: Cursor): void {
    const from = cursor.at;
    skipKey(cursor);
    const place = sumOf(cursor, from, cursor.at);
    const restFrom = cursor.at;
    skipKey(cursor);
    cursor.at += 1;
    const rest = sumOf(cursor, restFrom, cursor.at);
    let sum = numbered(textSums, cursor);
    const depth = countAt(cursor);
    if (depth > maxFrames) throw new DamagedBytes('a stack is too deep');
    sum = both(sum, depth);
    for (let level = 0; level < depth; level++) sum = both(sum, numbered(frameSums, cursor));
    const stack = sum;
    for (let left = countAt(cursor) * 2; left > 0; left--) sum = both(sum, numbered(textSums, cursor));
    identitiesFrom.push(from);
    stackSums.push(stack === undefined ? undefined : joined(place, stack));
    identitySums.push(sum === undefined ? undefined : joined(both(place, rest)!, sum));
  }

  function skipLost(cursor: Cursor): void {
    textsFrom.length = positionOf(textsFrom, cursor);
    textsTo.length = textsFrom.length;
    textSums.length = textsFrom.length;
    framesFrom.length = positionOf(framesFrom, cursor);
    frameSums.length = framesFrom.length;
    identitiesFrom.length = positionOf(identitiesFrom, cursor);
    identitySums.length = identitiesFrom.length;
    stackSums.length = identitiesFrom.length;
  }

  return {
    bytes: () => held,
    textsFrom,
    textsTo,
    framesFrom,
    identitiesFrom,
    identitySums,
    stackSums,
    learn(bytes) {
      const from = length;
      if (length + bytes.length > maxNamesBytes) throw new DamagedBytes('there are too many names');
      length += bytes.length;
      if (length > held.length) {
        const longer = Buffer.alloc(Math.max(length, held.length * 2));
        longer.set(held);
        held = longer;
      }

      held.set(bytes, from);
      scan({bytes: held.subarray(0, length), at: from});
    },
  };

  function scan(cursor: Cursor): void {
    const end = cursor.bytes.length;
    while (cursor.at < end) {
      const kind = cursor.bytes[cursor.at++];
      if (kind === nameKinds.text) scanText(cursor);
      else if (kind === nameKinds.frame) scanFrame(cursor);
      else if (kind === nameKinds.identity) scanIdentity(cursor);
      else if (kind === nameKinds.position) skipLost(cursor);
      else throw new DamagedBytes('a name is of no known kind');
    }
  }
}

/** A whole number as ByteWriter.count writes it; beyond the end of the bytes, there is none. */
function countAt(cursor: Cursor): number {
  const {bytes} = cursor;
  let byte = bytes[cursor.at++];
  if (byte !== undefined && byte < more) return byte;
  let value = 0;
  for (let factor = 1; byte !== undefined && factor <= largestFactor; factor *= more) {
    value += (byte & lowBits) * factor;
    if (byte < more && value <= Number.MAX_SAFE_INTEGER) return value;
    byte = bytes[cursor.at++];
  }

  throw new DamagedBytes('the bytes end early, or a number is too large');
}

function skipKey(cursor: Cursor): void {
  const digits = countAt(cursor);
  const size = digits === 0 ? countAt(cursor) : keyBytes(digits);
  cursor.at += size;
}

/** Bytes of a key that was written as hex digits. */
export function keyBytes(digits: number): number {
  if (digits !== 9 && digits !== 17) throw new DamagedBytes('a key has a wrong length');
  return (digits - 1) / 2;
}

/** What belongs to the definition whose number follows. */
function numbered<Thing>(list: readonly Thing[], cursor: Cursor): Thing {
  const number = countAt(cursor);
  if (number >= list.length) throw new DamagedBytes('a name is not known');
  return list[number]!;
}

/** Definitions are only ever added: a position beyond them tells that some are missing. */
function positionOf(list: readonly unknown[], cursor: Cursor): number {
  const position = countAt(cursor);
  if (position < list.length || position > maxNamesBytes) throw new DamagedBytes('names are out of order');
  return position;
}

/** FNV-1a, of 32 bits. */
function sumOf({bytes}: Cursor, from: number, to: number): number {
  if (to > bytes.length) throw new DamagedBytes('the bytes end early');
  let sum = 0x81_1c_9d_c5 | 0;
  for (let at = from; at < to; at++) sum = Math.imul(sum ^ bytes[at]!, 0x01_00_01_93);
  return sum;
}

/** Both in this order, mixed as MurmurHash3 does; https://github.com/aappleby/smhasher. */
function both(sum: number | undefined, other: number | undefined): number | undefined {
  if (sum === undefined || other === undefined) return undefined;
  let value = Math.imul(sum ^ other, 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return value ^ (value >>> 16);
}

/** 53 bits of both. */
function joined(sum: number, other: number): number {
  return (sum >>> 0) * 2 ** 21 + (other >>> 11);
}
