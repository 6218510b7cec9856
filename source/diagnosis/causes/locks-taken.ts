// Finds who has taken the locks that others wait for: their stacks are past the line that takes them.

import type {SourceLook} from '../../gosource/source-reader.ts';
import {isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {
  askedLocksOf,
  holdersFor,
  lockNameOf,
  pointsTo,
  stackFrames,
  wordsAt,
  type AskedLock,
} from './asked-locks.ts';
import type {LocksTaken} from './circumstances.ts';
import {isGivenBack} from './given-back.ts';
import {isSeenToHold} from './lock-holders.ts';
import {findLockAgain, type LockAgain} from './lock-again.ts';
import {ownerOf, type PointerIndex} from '../places/pointer-index.ts';
import type {ReadSource} from '../sources/read-source.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast, levels, type Evidence} from '../verdict.ts';

/** Finds who has the locks that suspects wait for, and which of these ask again for what they have. */
export async function findLocksTaken(
  suspects: readonly Suspect[],
  candidates: readonly Suspect[],
  pointers: PointerIndex,
  readSource: ReadSource | undefined,
): Promise<{readonly taken: LocksTaken; readonly again: ReadonlyMap<string, LockAgain>}> {
  const asked = await askedLocksOf(suspects, readSource);
  const holders = await findTaken(asked, [...suspects, ...candidates], pointers, readSource);
  const again = new Map<string, LockAgain>();
  const without = new Set<string>();
  for (const suspect of suspects) {
    const {place} = suspect.signs.place;
    if (suspect.signs.place.family !== 'mutex' || suspect.level === 'load') continue;
    const found = await findLockAgain(suspect, asked, pointers, readSource);
    if (found === 'without') without.add(place);
    if (found === undefined || found === 'without') continue;
    again.set(place, found);
    for (const [address, id] of found.locks) holders.set(address, new Map([[place, id]]));
  }

  return {taken: {holders, without}, again};
}

/** Finds for each lock the goroutines that are past the line in which it is taken, and have not given it back. */
async function findTaken(
  asked: readonly AskedLock[],
  others: readonly Suspect[],
  pointers: PointerIndex,
  readSource: ReadSource | undefined,
): Promise<Map<number, Map<string, number>>> {
  const holders = new Map<number, Map<string, number>>();
  for (const lock of asked) {
    const shown = new Map<string, number>();
    const supposed = new Map<string, number>();
    for (const other of others) {
      // Cond.Wait gives its lock back.
      if (['cond', 'running', 'runnable'].includes(other.signs.place.family)) continue;
      const found = await takenBy(other, lock, pointers, readSource);
      if (found === undefined) continue;
      (found.isInSource ? shown : supposed).set(other.signs.place.place, found.id);
    }

    // By lines alone a lock may have been given back since; of several such, nothing tells which has it.
    const all = shown.size > 0 ? shown : supposed.size === 1 ? supposed : undefined;
    if (all !== undefined) holders.set(lock.address, all);
  }

  return holders;
}

type Taken = {readonly id: number; readonly isInSource: boolean};

async function takenBy(
  {ids, signs: {place}}: Suspect,
  lock: AskedLock,
  pointers: PointerIndex,
  readSource: ReadSource | undefined,
): Promise<Taken | undefined> {
  const isLocking = place.family === 'mutex';
  // Who waits for a lock does not have it; who locks again what it has is found elsewhere.
  const able = ids.filter((id) => !isLocking || pointers.goroutines.get(id)?.lock !== lock.address);
  if (able.length === 0) return undefined;
  const frames = stackFrames(place.stack);
  for (const [at, frame] of frames.entries()) {
    if (isStandardLibrary(frame)) continue;
    const isPastLine = frame.line > (lock.lines.get(frame.function) ?? Infinity);
    const id =
      able.find((one) => isFor(one, frames, at, lock, pointers)) ??
      (isPastLine
        ? able.find((one) => mayBeFor(one, frames, at, pointers) && isOnlyOne(one, ids, lock, pointers))
        : undefined);
    if (id === undefined) continue;
    const wait = {family: place.family, isInnermost: place.stack[0] === frame};
    const look = await readSource?.(frame, undefined, wait);
    if (look?.kind !== 'found') {
      if (isPastLine) return {id, isInSource: false};
      continue;
    }

    const isHeld =
      heldIn(look, lock) && !(await isGivenBack(frames.slice(0, at), lock.names, place.family, readSource));
    if (isHeld) return {id, isInSource: true};
  }

  return undefined;
}

/** Whether a goroutine has to do with the value of a lock, or is alone past the line where all wait for that one. */
function isOnlyOne(
  id: number,
  ids: readonly number[],
  {address, isOnlyOne: isOneLock}: AskedLock,
  pointers: PointerIndex,
): boolean {
  const owner = ownerOf(pointers, address);
  const hasOwner = owner !== undefined && pointers.goroutines.get(id)?.pointers.has(owner) === true;
  return hasOwner || (ids.length === 1 && isOneLock);
}

/** Whether the function of a frame was called with the lock, or with what this is part of. */
function isFor(
  id: number,
  frames: readonly Frame[],
  at: number,
  lock: AskedLock,
  pointers: PointerIndex,
): boolean {
  return wordsAt(pointers, id, frames, at).some((word) => pointsTo(word, lock.address, pointers));
}

/** Whether nothing shows that a method was called on something else. */
function mayBeFor(id: number, frames: readonly Frame[], at: number, pointers: PointerIndex): boolean {
  const [receiver] = wordsAt(pointers, id, frames, at);
  return receiver === undefined || !frames[at]!.function.includes('(*');
}

function heldIn({facts}: Extract<SourceLook, {kind: 'found'}>, {names, isForReaders}: AskedLock): boolean {
  return facts.locked.some(
    ({subject, isShared}) =>
      (names.size === 0 || names.has(lockNameOf(subject))) && !(isShared && isForReaders),
  );
}

/** Says of who asks for its own lock that it does. */
export function withLockAgain(suspect: Suspect, again: ReadonlyMap<string, LockAgain>): Suspect {
  const evidence = again.get(suspect.signs.place.place)?.evidence;
  return evidence === undefined ? suspect : {...suspect, relations: [...suspect.relations, evidence]};
}

/**
 * Makes those who are shown to have a lock as sure as those who wait for it: what else they seem to be, such as the work
 * of a request, they are not then.
 */
export function asSureAsWaiting(suspects: readonly Suspect[], taken: LocksTaken): readonly Suspect[] {
  const holders = new Set([...taken.holders.values()].flatMap((places) => [...places.keys()]));
  const waiting = suspects.filter(
    ({level, signs, relations}) =>
      level !== 'load' && (signs.place.family === 'mutex' || relations.some((one) => isLockKept(one))),
  );
  if (waiting.length === 0) return suspects;
  return suspects.map((suspect) => {
    const {place} = suspect.signs.place;
    const isUnsure = suspect.level === 'watch';
    if (!isUnsure && !holders.has(place)) return suspect;
    const [surest] = waiting
      .filter(
        (other) =>
          other !== suspect &&
          (holdersFor(other, {taken})?.has(place) === true || (isUnsure && isSeenToHold(other, suspect))),
      )
      .toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
    return surest === undefined || isAtLeast(suspect.level, surest.level)
      ? suspect
      : {...suspect, level: surest.level};
  });
}

function isLockKept(one: Evidence): boolean {
  return one.kind === 'source' && one.finding.kind === 'lock-kept';
}
