// Finds where the names of a chapter begin, and tells which are alike, without making any.

import {maxNamesBytes} from './limits.ts';
import {maxTextBytes} from './byte-reader.ts';
import {nameKinds} from './names-writer.ts';
import {both, bytesSum, finished, mixed, noSum, numberSum} from './names-sums.ts';
import {NumberList} from './number-list.ts';
import {DamagedBytes} from './recording-error.ts';

/** Deeper than any stack the runtime prints or counts. */
const maxFrames = 10_000;
const lowBits = 0x7f;
const more = 0x80;
/** Of a number of eight bytes, the last. */
const largestFactor = more ** 7;

/** The first segment of a chapter says most of its names: with so much more room, those of the others fit in. */
const roomier = 1.5;

/** In place of where a definition stands: a part of the file is lost. */
export const lost = -1;

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

  /** Of so many frames whose numbers follow: most that there is to read, and so without a call for each. */
  function framesSum(depth: number): number {
    const {held: sums, length: known} = frameSums;
    let sum = depth;
    let isWhole = true;
    for (let level = 0; level < depth; level++) {
      const first = bytes[at]!;
      const second = bytes[at + 1]!;
      const third = bytes[at + 2]!;
      let number = first;
      if (first < more) at++;
      else if (second < more) {
        number = (first & lowBits) | (second << 7);
        at += 2;
      } else if (third < more) {
        number = (first & lowBits) | ((second & lowBits) << 7) | (third << 14);
        at += 3;
      } else number = longCount();
      if (number >= known) throw new DamagedBytes('a name is not known');
      const one = sums[number]!;
      isWhole &&= one !== noSum;
      sum = mixed(sum, one);
    }

    return isWhole ? finished(sum) : noSum;
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
    const sum = bytesSum(bytes, from, to);
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
    const place = bytesSum(bytes, from, at);
    const restFrom = at;
    skipKey();
    at += 1;
    const rest = bytesSum(bytes, restFrom, at);
    let sum = textSum();
    const depth = count();
    if (depth > maxFrames) throw new DamagedBytes('a stack is too deep');
    sum = both(sum, framesSum(depth));
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
        // Nobody sees what is beyond the length.
        const longer = Buffer.allocUnsafeSlow(Math.ceil(length * roomier));
        longer.set(held.subarray(0, at));
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
