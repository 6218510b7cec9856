// The locks that goroutines ask for, and how frames and arguments show that somebody has to do with one.

import type {Frame} from '../../profile/model.ts';
import type {Circumstances} from './circumstances.ts';
import {ownerOf, type PointerIndex} from '../places/pointer-index.ts';
import type {ReadSource} from '../sources/read-source.ts';
import type {Suspect} from '../suspect.ts';

/** A lock whose queue does not move. */
export type AskedLock = {
  readonly address: number;
  /** By the function that asks for it, the first line where it does. */
  readonly lines: ReadonlyMap<string, number>;
  /** What the source calls it, by the last word: `mu` for `b.mu`; '' where it is embedded. */
  readonly names: ReadonlySet<string>;
  /** All at these places wait for this lock and no other. */
  readonly isOnlyOne: boolean;
  /** Only to read: others may have it to read at the same time. */
  readonly isForReaders: boolean;
};

type Asked = {
  address: number;
  lines: Map<string, number>;
  names: Set<string>;
  isOnlyOne: boolean;
  isForReaders: boolean;
};

/** The locks that suspects wait for. */
export async function askedLocksOf(
  suspects: readonly Suspect[],
  readSource: ReadSource | undefined,
): Promise<readonly AskedLock[]> {
  const asked = new Map<number, Asked>();
  for (const suspect of suspects) {
    const {pattern, level, signs} = suspect;
    const {place} = signs;
    const queue = signs.stuckLock ?? signs.lockPile;
    const frame = lockingFrame(place.stack);
    const isLock = pattern === 'mutex-not-released' || pattern === 'rwmutex-nested-read-lock';
    if (!isLock || level === 'load' || queue?.address === undefined || frame === undefined) continue;
    let lock = asked.get(queue.address);
    if (lock === undefined) {
      const {address} = queue;
      lock = {address, lines: new Map(), names: new Set(), isOnlyOne: true, isForReaders: true};
      asked.set(address, lock);
    }

    lock.lines.set(frame.function, Math.min(frame.line, lock.lines.get(frame.function) ?? Infinity));
    lock.isOnlyOne &&= queue.count === queue.of;
    lock.isForReaders &&= isForReaders(place) && place.status.endsWith('RLock');
    const name = await askedName(frame, readSource);
    if (name !== undefined) lock.names.add(name);
  }

  return [...asked.values()];
}

/** What the source calls the lock that a frame asks for. */
export async function askedName(
  frame: Frame,
  readSource: ReadSource | undefined,
): Promise<string | undefined> {
  const look = await readSource?.(frame, undefined, {family: 'mutex', isInnermost: false});
  if (look?.kind !== 'found' || !['lock', 'rlock'].includes(look.facts.operation)) return undefined;
  const subject = look.facts.subject?.text;
  return subject === undefined ? undefined : lockNameOf(subject);
}

/**
 * What a lock goes by in all functions, whatever its owner is called there.
 *
 * Example input:  `b.mu`, `b`
 * Example output: `mu`, ''
 */
export function lockNameOf(subject: string): string {
  return /\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(subject)?.[1] ?? '';
}

/** The frame that asks for the lock. */
function lockingFrame(stack: readonly Frame[]): Frame | undefined {
  return stackFrames(stack)[0];
}

/** The frames of a stack that are not of package sync. */
export function stackFrames(stack: readonly Frame[]): readonly Frame[] {
  return stack.filter(({function: name}) => !/^(?:internal\/)?sync\./.test(name));
}

/** The words that a frame of a goroutine was called with; empty where these are not known. */
export function wordsAt(
  {goroutines}: PointerIndex,
  id: number,
  frames: readonly Frame[],
  at: number,
): readonly (number | undefined)[] {
  const known = goroutines.get(id)?.frames;
  const one = known?.length === frames.length ? known[at] : undefined;
  return one?.function === frames[at]?.function ? (one?.words ?? []) : [];
}

/** Whether a word is the address of a lock, or of the value that this is part of. */
export function pointsTo(word: number | undefined, address: number, pointers: PointerIndex): boolean {
  return word !== undefined && (word === address || word === ownerOf(pointers, address));
}

/** Whether goroutines wait for a lock that several may have at the same time, to read. */
export function isForReaders({stack, status}: Suspect['signs']['place']): boolean {
  return status.startsWith('sync.RWMutex') || stack.some(({function: name}) => name.includes('(*RWMutex)'));
}

/** Places that are shown to have the lock whose queue a suspect stands in, each with a goroutine of it. */
export function holdersFor(
  {signs: {stuckLock, lockPile}}: Suspect,
  {taken}: Pick<Circumstances, 'taken'>,
): ReadonlyMap<string, number> | undefined {
  const address = stuckLock?.address ?? lockPile?.address;
  return address === undefined ? undefined : taken?.holders.get(address);
}
