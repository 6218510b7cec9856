// Finds who holds the lock that others wait for.

import type {Hold} from '../../gosource/holds.ts';
import type {Frame} from '../../profile/model.ts';
import {holdersFor, isForReaders} from './asked-locks.ts';
import type {Circumstances} from './circumstances.ts';
import {areKin} from '../places/kinship.ts';
import {ownerOf} from '../places/pointer-index.ts';
import {isInsideOnce, isNested, isWaitingForOnce, receiverOf} from '../recognise.ts';
import {isFunction} from './seen-holders.ts';
import {lockingTypeOf, typesOf} from '../sources/types-of-stack.ts';
import type {Suspect} from '../suspect.ts';

/** The functions of the program in which suspects wait for each lock whose queue does not move. */
export function lockersOf(suspects: readonly Suspect[]): Map<number, Set<string>> {
  const lockers = new Map<number, Set<string>>();
  for (const {signs} of suspects) {
    const {stuckLock, place} = signs;
    if (stuckLock?.address === undefined || place.frame === undefined) continue;
    const known = lockers.get(stuckLock.address);
    if (known === undefined) lockers.set(stuckLock.address, new Set([place.frame.function]));
    else known.add(place.frame.function);
  }

  return lockers;
}

/** So many that wait for one lock are not each there by chance. */
const fewestForOne = 3;

/**
 * The holder of a lock is blocked elsewhere, and has to do with the same object: arguments or functions show that it
 * came by the lock.
 */
export function isHeldBy(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  const {place, stuckLock} = waiting.signs;
  const isLock = other.signs.place.family === 'mutex';
  const holders = holdersFor(waiting, circumstances);
  if (holders !== undefined && (!isForReaders(place) || holders.has(other.signs.place.place)))
    return holders.has(other.signs.place.place) && !hasLockFor(waiting, other, circumstances);
  // A goroutine that sleeps wakes up, and lets go.
  if (['waitgroup', 'sleep'].includes(other.signs.place.family)) return false;
  if (isWaitingForOnce(place)) return isInsideOnce(other.signs.place) && areOfSameType(waiting, other);
  if (isLock) {
    // Two that hold what the other waits for are equal causes; who holds nothing only stands in the queue.
    if (isNested(waiting.signs.place)) return false;
    const mayLockAgain = circumstances.taken?.without.has(other.signs.place.place) !== true;
    if (isNested(other.signs.place) && mayLockAgain) return areOfSameType(waiting, other);
    if (!holdsLockOf(other, waiting, circumstances) || isFirstLock(other, waiting)) return false;
    return !holdsLockOf(waiting, other, circumstances) || isFirstLock(waiting, other);
  }

  if (isSeenToHold(waiting, other)) return true;
  const address = stuckLock?.address;
  if (address !== undefined) {
    if (isOwnedBy(other, address, circumstances)) return true;
    if (isPastLock(other, circumstances.lockers.get(address))) return true;
  }

  return false;
}

/**
 * The same where nothing shows it: it is blocked in a method of the same type, in a goroutine that came together with
 * those that wait; or, where nobody saw when they came, as the only one of a type of its own.
 */
export function mayHoldLockOf(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  const {kin} = circumstances;
  const {place, stuckLock, lockPile} = waiting.signs;
  if (holdersFor(waiting, circumstances) !== undefined) return false;
  if (['mutex', 'waitgroup', 'sleep'].includes(other.signs.place.family) || isWaitingForOnce(place))
    return false;
  // A lock that one has is not had by all who are blocked at the same place; those who read may have it together.
  const queue = stuckLock ?? lockPile;
  const isOneLock = queue !== undefined && queue.count === queue.of;
  const isManyForOne = isOneLock && queue.count >= fewestForOne && !isForReaders(place);
  if (isManyForOne && other.ids.length > 1) return false;
  // The lock is of the type whose method asks for it. That of a caller further out, which both may share, says nothing.
  const type = lockingTypeOf(place.stack);
  const isOfType = type !== undefined && typesOf(other.signs.place.stack).includes(type);
  if (!isOfType) return false;
  const isOnlyOne = other.ids.length === 1 && isMethodOf(place.stack, type);
  return areKin(waiting, other, kin) || (isOnlyOne && wereThereAtFirst(waiting) && wereThereAtFirst(other));
}

/** Whether a suspect is shown to have the lock that another waits for, or to ask for its own again. */
export function hasLockFor(one: Suspect, waiting: Suspect, circumstances: Circumstances): boolean {
  return holdersFor(waiting, circumstances)?.has(one.signs.place.place) === true;
}

/** The source of those that wait shows that a function has their lock while it waits in the line of the others. */
export function isSeenToHold({relations, signs}: Suspect, {signs: {place}}: Suspect): boolean {
  const {frame, family} = place;
  if (frame === undefined || ['mutex', 'sleep'].includes(family)) return false;
  return relations.some(
    (one) =>
      one.kind === 'source' &&
      one.finding.kind === 'lock-kept' &&
      one.finding.wait === frame.line &&
      isFunction(frame.function, one.finding.function, signs.place.frame),
  );
}

/** Most of them lived before the first look, so that nothing tells who came together. */
function wereThereAtFirst({ids, signs: {followed}}: Suspect): boolean {
  return followed !== undefined && followed.fromStart >= ids.length / 2;
}

/** Closures of one function have nothing in common but that function. */
function isMethodOf(stack: readonly Frame[], type: string): boolean {
  return stack.some(({function: name}) => receiverOf(name) === type);
}

/** Whether the source shows that a function has no lock where it asks for one, and another has one where it does. */
function isFirstLock(waiting: Suspect, other: Suspect): boolean {
  return (
    waiting.source?.kind === 'found' &&
    heldWhileAsking(waiting) === undefined &&
    heldWhileAsking(other) !== undefined
  );
}

/** Whether goroutines that wait for one lock have to do with the value of another that these wait for. */
export function holdsLockOf(holder: Suspect, waiting: Suspect, {pointers}: Circumstances): boolean {
  const {goroutines} = pointers;
  return waiting.ids.some((waiter) => {
    const lock = goroutines.get(waiter)?.lock;
    const owner = lock === undefined ? undefined : ownerOf(pointers, lock);
    if (owner === undefined) return false;
    return holder.ids.some((id) => {
      const known = goroutines.get(id);
      return known !== undefined && known.lock !== lock && known.pointers.has(owner);
    });
  });
}

/** Whether goroutines are inside a function that others wait in for a lock: they have come by it. */
function isPastLock({signs: {place}}: Suspect, lockers: ReadonlySet<string> | undefined): boolean {
  return lockers !== undefined && place.stack.some(({function: name}) => lockers.has(name));
}

function areOfSameType(a: Suspect, b: Suspect): boolean {
  const types = typesOf(a.signs.place.stack);
  return typesOf(b.signs.place.stack).some((type) => types.includes(type));
}

/** The goroutine at a place that has to do with the value of a lock, or the only one there; undefined: nothing tells. */
export function holderAmong(
  {ids, signs}: Pick<Suspect, 'ids' | 'signs'>,
  lock: number | undefined,
  {pointers, taken}: Pick<Circumstances, 'pointers' | 'taken'>,
): number | undefined {
  if (ids.length === 1) return ids[0];
  const shown = lock === undefined ? undefined : taken?.holders.get(lock)?.get(signs.place.place);
  if (shown !== undefined) return shown;
  const owner = lock === undefined ? undefined : ownerOf(pointers, lock);
  if (owner === undefined) return undefined;
  return ids.find((id) => pointers.goroutines.get(id)?.pointers.has(owner));
}

/** Whether goroutines have a pointer to the value that a lock is part of. */
function isOwnedBy({ids}: Suspect, lock: number, {pointers}: Circumstances): boolean {
  const owner = ownerOf(pointers, lock);
  return owner !== undefined && ids.some((id) => pointers.goroutines.get(id)?.pointers.has(owner) === true);
}

/** Of several places where goroutines wait for one lock that nobody is known to hold, the first, for each other one. */
export function sameQueues(
  suspects: readonly Suspect[],
  isExplained: (one: Suspect) => boolean,
): ReadonlyMap<Suspect, Suspect> {
  const firsts = new Map<number, Suspect>();
  const same = new Map<Suspect, Suspect>();
  for (const suspect of suspects) {
    const address = suspect.signs.stuckLock?.address;
    const isAll = suspect.signs.stuckLock?.count === suspect.signs.stuckLock?.of;
    if (address === undefined || !isAll || suspect.pattern !== 'mutex-not-released' || isExplained(suspect))
      continue;
    const first = firsts.get(address);
    if (first === undefined) firsts.set(address, suspect);
    else if (!isSameLine(first, suspect)) same.set(suspect, first);
  }

  return same;
}

/** The lock that the source shows to be held where a suspect asks for its own. */
export function heldWhileAsking(suspect: Suspect): Pick<Hold, 'subject'> | undefined {
  const {source} = suspect;
  if (source?.kind !== 'found') return undefined;
  const {holds, locked, subject} = source.facts;
  return (
    holds.find((hold) => isAskedIn(hold, suspect)) ?? locked.find((one) => one.subject !== subject?.text)
  );
}

/** Whether a suspect asks for its lock while this one is held. */
export function isAskedIn({path, waits}: Hold, {source, signs}: Pick<Suspect, 'source' | 'signs'>): boolean {
  return (
    source?.kind === 'found' &&
    path === source.path &&
    waits.some(({kind, line}) => (kind === 'lock' || kind === 'rlock') && line === signs.place.frame?.line)
  );
}

/** Ways to one line are joined later. */
export function isSameLine({signs: a}: Suspect, {signs: b}: Suspect): boolean {
  return a.place.frame?.function === b.place.frame?.function && a.place.frame?.line === b.place.frame?.line;
}
