// Groups, frames and texts of one chapter, made when they are asked for.

import type {Frame, GroupIdentity} from '../profile/model.ts';
import {families, type Family} from '../profile/wait-reason.ts';
import {decodeText} from '../target/escape.ts';
import {createByteReader, type ByteReader} from './byte-reader.ts';
import type {NamesPool} from './names-pool.ts';
import {createNamesScan, keyBytes, lost, type Places} from './names-scan.ts';
import {DamagedBytes} from './recording-error.ts';

const isFamily: ReadonlySet<string> = new Set(families);
const noLabels: Readonly<Record<string, string>> = Object.freeze({});
const lostFrame: Frame = {function: '(lost)', file: '', line: 0};
const plainAscii = /^[\x20-\x7e]*$/;

/** What the numbers of one chapter stand for. */
export type Names = {
  readonly text: (number: number) => string;
  readonly frame: (number: number) => Frame;
  readonly identity: (number: number) => GroupIdentity;
  /** What other chapters had too. */
  readonly pool: NamesPool;
  /** How many identities there are, lost ones among them. */
  readonly identities: () => number;
  /** Takes in the definitions of the next segment. */
  readonly learn: (bytes: Uint8Array) => void;
};

/**
 * Texts, frames and identities are made when they are asked for, and identities that another chapter had too are the
 * same objects: of 10,000 groups, most go on from chapter to chapter.
 *
 * @throws {DamagedBytes} from each of its functions for what no NamesWriter has written
 */
export function createNames(pool: NamesPool): Names {
  const scan = createNamesScan();
  const texts: string[] = [];
  const frames: Frame[] = [];
  const identities: (GroupIdentity | undefined)[] = [];
  let reader: {readonly of: Buffer; readonly from: ByteReader} | undefined;

  function text(number: number): string {
    const known = texts[number];
    if (known !== undefined) return known;
    const at = placeIn(scan.texts, number);
    if (at === lost) return '(lost)';
    const to = scan.textTo(number);
    const plain = scan.bytes().toString('latin1', at, to);
    // Nearly all are, and decoding takes some times as long.
    const decoded = plainAscii.test(plain) ? plain : decodeText(scan.bytes().subarray(at, to));
    texts[number] = decoded;
    return decoded;
  }

  function frame(number: number): Frame {
    const known = frames[number];
    if (known !== undefined) return known;
    const at = placeIn(scan.frames, number);
    if (at === lost) return lostFrame;
    const [name, file, line] = readNumbers(readAt(at), 3);
    const made = {function: text(name!), file: text(file!), line: line!};
    frames[number] = made;
    return made;
  }

  function identity(number: number): GroupIdentity {
    const known = identities[number];
    if (known !== undefined) return known;
    const at = placeIn(scan.identities, number);
    if (at === lost) return lostIdentity(number);
    const {one, two} = scan.identitySum(number);
    const isWhole = two !== 0;
    const pooled = isWhole ? pool.identities.find(one, two) : undefined;
    const made = pooled ?? makeIdentity(number, readAt(at));
    if (pooled === undefined && isWhole) pool.identities.add(one, two, made);
    identities[number] = made;
    return made;
  }

  function makeIdentity(number: number, from: ByteReader): GroupIdentity {
    const place = readKey(from);
    const rest = readKey(from);
    const isOfPlace = from.byte() === 1;
    const family = from.count();
    // All of it first: what is made of it reads elsewhere.
    const stack = readNumbers(from, from.length());
    const labels = readNumbers(from, from.length(2) * 2);
    return {
      key: isOfPlace ? (rest === '' ? place : `${place}.${rest}`) : rest,
      place,
      family: familyNamed(text(family)),
      stack: stackOf(number, stack),
      labels: labels.length === 0 ? noLabels : labelsOf(labels),
    };
  }

  /** Groups that differ only in labels have one stack. */
  function stackOf(identified: number, numbers: readonly number[]): readonly Frame[] {
    const {one, two} = scan.stackSum(identified);
    const isWhole = two !== 0;
    const pooled = isWhole ? pool.stacks.find(one, two) : undefined;
    if (pooled !== undefined) return pooled;
    const made = numbers.map((number) => frame(number));
    if (isWhole) pool.stacks.add(one, two, made);
    return made;
  }

  function labelsOf(numbers: readonly number[]): Record<string, string> {
    const labels: [string, string][] = [];
    for (let at = 0; at < numbers.length; at += 2) labels.push([text(numbers[at]!), text(numbers[at + 1]!)]);
    // As own properties, also under a name such as __proto__.
    return Object.fromEntries(labels);
  }

  /** One reader for all: making one takes longer than reading a frame. */
  function readAt(at: number): ByteReader {
    if (reader?.of !== scan.bytes()) reader = {of: scan.bytes(), from: createByteReader(scan.bytes())};
    reader.from.seek(at);
    return reader.from;
  }

  return {
    pool,
    text,
    frame,
    identity,
    identities: () => scan.identities.length,
    learn(bytes) {
      try {
        scan.learn(bytes);
      } finally {
        // They are asked for in any order: with holes in between, looking one up would take some times as long.
        while (identities.length < scan.identities.length) identities.push(undefined);
      }
    },
  };
}

function readNumbers(from: ByteReader, length: number): number[] {
  const numbers: number[] = [];
  for (let read = 0; read < length; read++) numbers.push(from.count());
  return numbers;
}

export function readKey(from: ByteReader): string {
  const digits = from.count();
  return digits === 0 ? from.text() : from.hex(keyBytes(digits));
}

/** A family of a later version is shown as what it is not known to be. */
export function familyNamed(text: string): Family {
  return isFamily.has(text) ? families.find((one) => one === text)! : 'other';
}

/** Where a definition stands; `lost` where the part of the file is damaged that said it. */
function placeIn({held, length}: Places, number: number): number {
  if (number < 0 || number >= length) throw new DamagedBytes('a name is not known');
  return held[number]!;
}

/** Whether the part of the file is damaged that said what it is. */
export function isLost({stack}: GroupIdentity): boolean {
  return stack[0] === lostFrame;
}

function lostIdentity(number: number): GroupIdentity {
  const key = `lost-${number}`;
  return {key, place: key, family: 'other', stack: [lostFrame], labels: noLabels};
}
