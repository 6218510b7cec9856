import {maxNamesBytes} from './limits.ts';
import {maxTextBytes} from './byte-reader.ts';
import {nameKinds} from './names-writer.ts';
import {NumberList} from './number-list.ts';
import {DamagedBytes} from './recording-error.ts';

/** Deeper than any stack the runtime prints or counts. */
const maxFrames = 10_000;
const lowBits = 0x7f;
const more = 0x80;
/** Of a number of eight bytes, the last. */
const largestFactor = more ** 7;

/** In place of where a definition stands, and of a sum: a part of the file is lost. */
export const lost = -1;
const noSum = 0;

/** Of two halves, alike only where all that they are of is; both 0 where a part of that is lost. */
type Sum = {readonly one: number; readonly two: number};

/** Where each definition of a kind stands. */
export type Places = Readonly<Pick<NumberList, 'held' | 'length'>>;

/** Where the definitions of one chapter stand, by their numbers; `lost` where a part of the file is. */
type NamesScan = {
  /** All definitions, one after the other. */
  readonly bytes: () => Buffer;
  readonly texts: Places;
  readonly textTo: (number: number) => number;
  readonly frames: Places;
  readonly identities: Places;
  readonly identitySum: (number: number) => Sum;
  /** The same of the stack of an identity, with the place and the family that belong to it. */
  readonly stackSum: (number: number) => Sum;
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
  let bytes: Uint8Array = held;
  let at = 0;
  const textsFrom = new NumberList();
  const textsTo = new NumberList();
  const textSums = new NumberList();
  const framesFrom = new NumberList();
  const frameSums = new NumberList();
  const identitiesFrom = new NumberList();
  const placeSums = new NumberList();
  const keySums = new NumberList();
  const stackSums = new NumberList();
  const identitySums = new NumberList();

  /** A whole number as ByteWriter.count writes it; beyond the end of the bytes, there is none. */
  function count(): number {
    const first = bytes[at]!;
    if (first < more) {
      at++;
      return first;
    }

    const second = bytes[at + 1]!;
    if (second < more) {
      at += 2;
      return (first & lowBits) | (second << 7);
    }

    return longCount();
  }

  function longCount(): number {
    let value = 0;
    for (let factor = 1; factor <= largestFactor; factor *= more) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value += (byte & lowBits) * factor;
      if (byte < more && value <= Number.MAX_SAFE_INTEGER) return value;
    }

    throw new DamagedBytes('the bytes end early, or a number is too large');
  }

  /** Of the text whose number follows. */
  function textSum(): number {
    const number = count();
    if (number >= textSums.length) throw new DamagedBytes('a name is not known');
    return textSums.held[number]!;
  }

  function frameSum(): number {
    const number = count();
    if (number >= frameSums.length) throw new DamagedBytes('a name is not known');
    return frameSums.held[number]!;
  }

  function skipKey(): void {
    const digits = count();
    const size = digits === 0 ? count() : keyBytes(digits);
    at += size;
  }

  function scanText(): void {
    const size = count();
    if (size > maxTextBytes) throw new DamagedBytes('a text is too long');
    const from = at;
    const to = from + size;
    const sum = sumOf(bytes, from, to);
    at = to;
    textsFrom.push(from);
    textsTo.push(to);
    textSums.push(sum);
  }

  function scanFrame(): void {
    const from = at;
    const name = textSum();
    const file = textSum();
    const line = count();
    framesFrom.push(from);
    frameSums.push(both(both(name, file), numberSum(line)));
  }

  function scanIdentity(): void {
    const from = at;
    skipKey();
    const place = sumOf(bytes, from, at);
    const restFrom = at;
    skipKey();
    at += 1;
    const rest = sumOf(bytes, restFrom, at);
    let sum = textSum();
    const depth = count();
    if (depth > maxFrames) throw new DamagedBytes('a stack is too deep');
    sum = both(sum, numberSum(depth));
    for (let level = 0; level < depth; level++) sum = both(sum, frameSum());
    const stack = sum;
    for (let left = count() * 2; left > 0; left--) sum = both(sum, textSum());
    identitiesFrom.push(from);
    placeSums.push(stack === noSum ? noSum : place);
    stackSums.push(stack);
    keySums.push(sum === noSum ? noSum : both(place, rest));
    identitySums.push(sum);
  }

  /** Definitions are only ever added: a position beyond them tells that some are missing. */
  function position(now: number): number {
    const told = count();
    if (told < now || told > maxNamesBytes) throw new DamagedBytes('names are out of order');
    return told;
  }

  function skipLost(): void {
    const texts = position(textsFrom.length);
    for (const list of [textsFrom, textsTo]) list.extend(texts, lost);
    textSums.extend(texts, noSum);
    const frames = position(framesFrom.length);
    framesFrom.extend(frames, lost);
    frameSums.extend(frames, noSum);
    const identities = position(identitiesFrom.length);
    identitiesFrom.extend(identities, lost);
    for (const list of [placeSums, stackSums, keySums, identitySums]) list.extend(identities, noSum);
  }

  function scan(): void {
    const end = bytes.length;
    while (at < end) {
      const kind = bytes[at++];
      if (kind === nameKinds.text) scanText();
      else if (kind === nameKinds.frame) scanFrame();
      else if (kind === nameKinds.identity) scanIdentity();
      else if (kind === nameKinds.position) skipLost();
      else throw new DamagedBytes('a name is of no known kind');
    }
  }

  return {
    bytes: () => held,
    texts: textsFrom,
    textTo: (number) => textsTo.held[number]!,
    frames: framesFrom,
    identities: identitiesFrom,
    identitySum: (number) => ({one: keySums.held[number]!, two: identitySums.held[number]!}),
    stackSum: (number) => ({one: placeSums.held[number]!, two: stackSums.held[number]!}),
    learn(learned) {
      at = length;
      if (length + learned.length > maxNamesBytes) throw new DamagedBytes('there are too many names');
      length += learned.length;
      if (length > held.length) {
        const longer = Buffer.alloc(Math.max(length, held.length * 2));
        longer.set(held);
        held = longer;
      }

      held.set(learned, at);
      bytes = held.subarray(0, length);
      scan();
    },
  };
}

/** Bytes of a key that was written as hex digits. */
export function keyBytes(digits: number): number {
  if (digits !== 9 && digits !== 17) throw new DamagedBytes('a key has a wrong length');
  return (digits - 1) / 2;
}

/** Four bytes at a time, mixed as MurmurHash3 does; https://github.com/aappleby/smhasher. Never `noSum`. */
function sumOf(bytes: Uint8Array, from: number, to: number): number {
  if (to > bytes.length) throw new DamagedBytes('the bytes end early');
  let sum = to - from;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum = mixed(sum, four);
  }

  for (; at < to; at++) sum = mixed(sum, bytes[at]!);
  return finished(sum);
}

/** Both in this order; `noSum` where either is. */
function both(sum: number, other: number): number {
  return sum === noSum || other === noSum ? noSum : finished(mixed(sum, other));
}

/** Of a line or a depth, of up to 53 bits. */
function numberSum(number: number): number {
  return finished(mixed(number | 0, (number / 2 ** 32) | 0));
}

function mixed(sum: number, word: number): number {
  let part = Math.imul(word, 0xcc_9e_2d_51);
  part = Math.imul((part << 15) | (part >>> 17), 0x1b_87_35_93);
  const next = sum ^ part;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6_54_6b_64) | 0;
}

function finished(sum: number): number {
  let value = Math.imul(sum ^ (sum >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return value ^ (value >>> 16) || 1;
}
