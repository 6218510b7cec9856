// Gives numbers to groups, frames and texts of a chapter, and writes what each stands for.

import type {Frame, GroupIdentity} from '../profile/model.ts';
import {createByteWriter, fitsCount, type ByteWriter} from './byte-writer.ts';

/** What stands before each definition; a `position` says how many there were, so that missing ones do no harm. */
export const nameKinds = {text: 1, frame: 2, identity: 3, position: 4} as const;

/** More than fit into the names of a chapter; with the lines below, their product is still exact. */
const maxTexts = 2 ** 23;
const maxUsualLine = 2 ** 30;

/** Gives each text, frame and identity of a chapter a number, and writes what it stands for before it is used. */
export type NamesWriter = {
  readonly text: (text: string) => number;
  readonly frame: (frame: Frame) => number;
  readonly identity: (identity: GroupIdentity) => number;
  /** The number of an identity that has one. */
  readonly numberOf: (key: string) => number | undefined;
  /** The definitions since the last call. */
  readonly take: () => Uint8Array<ArrayBuffer>;
  /** Bytes of definitions in this chapter. */
  readonly bytes: () => number;
};

export function createNamesWriter(): NamesWriter {
  const out = createByteWriter();
  const texts = new Map<string, number>();
  /** Functions in files by the numbers of both, and frames by the numbers of those and the line: no text is made. */
  const places = new Map<number, number>();
  const frames = new Map<number | string, number>();
  const identities = new Map<string, number>();
  let taken = 0;

  function define(kind: number): void {
    if (out.length() === 0) {
      out.byte(nameKinds.position);
      out.count(texts.size - (kind === nameKinds.text ? 1 : 0));
      out.count(frames.size - (kind === nameKinds.frame ? 1 : 0));
      out.count(identities.size - (kind === nameKinds.identity ? 1 : 0));
    }

    out.byte(kind);
  }

  function text(wanted: string): number {
    let number = texts.get(wanted);
    if (number === undefined) {
      number = texts.size;
      texts.set(wanted, number);
      define(nameKinds.text);
      out.text(wanted);
    }

    return number;
  }

  function frame(wanted: Frame): number {
    const {function: name, file, line} = wanted;
    const nameNumber = text(name);
    const fileNumber = text(file);
    const both = nameNumber * maxTexts + fileNumber;
    let place = places.get(both);
    if (place === undefined) {
      place = places.size;
      places.set(both, place);
    }

    const key = fitsCount(line) && line < maxUsualLine ? place * maxUsualLine + line : `${place} ${line}`;
    let number = frames.get(key);
    if (number === undefined) {
      number = frames.size;
      frames.set(key, number);
      define(nameKinds.frame);
      out.count(nameNumber);
      out.count(fileNumber);
      out.count(fitsCount(line) ? line : 0);
    }

    return number;
  }

  function identity({key, place, family, stack, labels}: GroupIdentity): number {
    let number = identities.get(key);
    if (number !== undefined) return number;
    const frameNumbers = stack.map((one) => frame(one));
    const familyNumber = text(family);
    const labelNumbers = Object.entries(labels).flatMap(([name, value]) => [text(name), text(value)]);
    number = identities.size;
    identities.set(key, number);
    define(nameKinds.identity);
    writeKey(out, place);
    writeKey(out, key.startsWith(`${place}.`) ? key.slice(place.length + 1) : key === place ? '' : key);
    // A key that has nothing of its place stands for itself.
    out.byte(key === place || key.startsWith(`${place}.`) ? 1 : 0);
    out.count(familyNumber);
    out.count(frameNumbers.length);
    for (const one of frameNumbers) out.count(one);
    out.count(labelNumbers.length / 2);
    for (const one of labelNumbers) out.count(one);
    return number;
  }

  return {
    text,
    frame,
    identity,
    numberOf: (key) => identities.get(key),
    take() {
      taken += out.length();
      return out.take();
    },
    bytes: () => taken + out.length(),
  };
}

const hexDigits = /^(?:[\da-f]{8}|[\da-f]{16})$/;

/** Hashes take half as many bytes as their digits: what cannot be compressed should be short. */
export function writeKey(out: ByteWriter, key: string): void {
  if (hexDigits.test(key)) {
    out.count(key.length + 1);
    out.bytes(Buffer.from(key, 'hex'));
  } else {
    out.count(0);
    out.text(key);
  }
}
