import type {Frame, GroupIdentity} from '../profile/model.ts';
import {families, type Family} from '../profile/wait-reason.ts';
import {decodeText} from '../target/escape.ts';
import {createByteReader, type ByteReader} from './byte-reader.ts';
import {maxNamesBytes} from './limits.ts';
import {nameKinds} from './names-writer.ts';
import {DamagedBytes} from './recording-error.ts';

/** Deeper than any stack the runtime prints or counts. */
const maxFrames = 10_000;
const isFamily: ReadonlySet<string> = new Set(families);
const noLabels: Readonly<Record<string, string>> = Object.freeze({});

/** What the numbers of one chapter stand for. */
export type Names = {
  readonly text: (number: number) => string;
  readonly frame: (number: number) => Frame;
  readonly identity: (number: number) => GroupIdentity;
  /** Takes in the definitions of the next segment. */
  readonly learn: (bytes: Uint8Array) => void;
};

/**
 * Texts, frames and stacks are made when they are asked for: of 10,000 groups, few are ever looked at.
 *
 * @throws {DamagedBytes} from each of its functions for what no NamesWriter has written; stacks never throw
 */
export function createNames(): Names {
  const texts: (string | Uint8Array)[] = [];
  /** The numbers of its function and file, and its line. */
  const frames: (Frame | readonly [number, number, number])[] = [];
  const identities: GroupIdentity[] = [];

  function text(number: number): string {
    const held = known(texts, number, lostText);
    if (typeof held === 'string') return held;
    const decoded = decodeText(held);
    texts[number] = decoded;
    return decoded;
  }

  function frame(number: number): Frame {
    const held = known(frames, number, lostFrame);
    if ('function' in held) return held;
    const [name, file, line] = held;
    const made = {function: text(name), file: text(file), line};
    frames[number] = made;
    return made;
  }

  function readIdentity(from: ByteReader, bytes: Uint8Array): GroupIdentity {
    const place = readKey(from);
    const rest = readKey(from);
    const isOfPlace = from.byte() === 1;
    const family = text(from.count());
    const depth = from.length();
    if (depth > maxFrames) throw new DamagedBytes('a stack is too deep');
    const stackAt = bytes.length - from.left();
    for (let level = 0; level < depth; level++) numberIn(frames, from);
    const stackEnd = bytes.length - from.left();
    const labels: [string, string][] = [];
    for (let left = from.length(2); left > 0; left--) labels.push([text(from.count()), text(from.count())]);
    let stack: readonly Frame[] | undefined;
    return {
      key: isOfPlace ? (rest === '' ? place : `${place}.${rest}`) : rest,
      place,
      family: familyOf(family),
      get stack() {
        stack ??= readStack(bytes.subarray(stackAt, stackEnd));
        return stack;
      },
      // As own properties, also under a name such as __proto__.
      labels: labels.length === 0 ? noLabels : Object.fromEntries(labels),
    };
  }

  function readStack(bytes: Uint8Array): Frame[] {
    const from = createByteReader(bytes);
    const stack: Frame[] = [];
    while (from.left() > 0) stack.push(frame(from.count()));
    return stack;
  }

  return {
    text,
    frame,
    identity: (number) => known(identities, number, lostIdentity),
    learn(bytes) {
      const from = createByteReader(bytes);
      while (from.left() > 0) {
        const kind = from.byte();
        if (kind === nameKinds.text) texts.push(from.textBytes());
        else if (kind === nameKinds.frame)
          frames.push([numberIn(texts, from), numberIn(texts, from), from.count()]);
        else if (kind === nameKinds.identity) identities.push(readIdentity(from, bytes));
        else if (kind === nameKinds.position) {
          for (const list of [texts, frames, identities]) list.length = positionOf(from, list);
        } else throw new DamagedBytes('a name is of no known kind');
      }
    },
  };
}

export function readKey(from: ByteReader): string {
  const digits = from.count();
  if (digits === 0) return from.text();
  if (digits !== 9 && digits !== 17) throw new DamagedBytes('a key has a wrong length');
  const {buffer, byteOffset, byteLength} = from.bytes((digits - 1) / 2);
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
}

/** A family of a later version is shown as what it is not known to be. */
export function familyOf(text: string): Family {
  return isFamily.has(text) ? families.find((one) => one === text)! : 'other';
}

function numberIn(list: readonly unknown[], from: ByteReader): number {
  const number = from.count();
  if (number >= list.length) throw new DamagedBytes('a name is not known');
  return number;
}

/** Definitions are only ever added: a position beyond them tells that some are missing. */
function positionOf(from: ByteReader, list: readonly unknown[]): number {
  const position = from.count();
  if (position < list.length || position > maxNamesBytes) throw new DamagedBytes('names are out of order');
  return position;
}

/** What a number stands for; a stand-in where the part of the file is damaged that said it. */
function known<Thing>(things: readonly Thing[], number: number, lost: (number: number) => Thing): Thing {
  if (number >= things.length) throw new DamagedBytes('a name is not known');
  return things[number] ?? lost(number);
}

function lostText(): string {
  return '(lost)';
}

function lostFrame(): Frame {
  return {function: '(lost)', file: '', line: 0};
}

function lostIdentity(number: number): GroupIdentity {
  const key = `lost-${number}`;
  return {key, place: key, family: 'other', stack: [lostFrame()], labels: noLabels};
}
