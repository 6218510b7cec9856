// Finds two places that wait for each other: each has the lock that the other asks for.

import {holdersFor} from './asked-locks.ts';
import type {Circumstances} from './circumstances.ts';
import {heldWhileAsking, isAskedIn, isSameLine} from './lock-holders.ts';
import {ownerOf} from '../places/pointer-index.ts';
import {isOutermost} from '../sources/source-signs.ts';
import type {Suspect} from '../suspect.ts';
import type {Evidence} from '../verdict.ts';

type LockOrder = Extract<Evidence, {kind: 'lock-order'}>;

/** Two places that wait for each other, or one whose goroutines do, and what shows it, from the side of the first. */
export type Deadlock = {readonly first: Suspect; readonly second: Suspect; readonly evidence: LockOrder};

/** Two goroutines may have to do with one value by chance; so many pairs, each with a value of its own, have not. */
const fewestPairs = 2;

/** Each suspect is in one of them at most. */
export function findDeadlocks(suspects: readonly Suspect[], circumstances: Circumstances): Deadlock[] {
  const waiting = suspects.filter(({pattern, level}) => pattern === 'mutex-not-released' && level !== 'load');
  const found: Deadlock[] = [];
  const paired = new Set<Suspect>();
  for (const suspect of waiting) {
    if (paired.has(suspect)) continue;
    const atLine = waiting.filter((one) => isSameLine(one, suspect));
    const evidence = lockOrderWithin(atLine, circumstances);
    if (evidence === undefined) continue;
    for (const one of atLine) {
      found.push({first: one, second: one, evidence});
      paired.add(one);
    }
  }

  for (const [index, first] of waiting.entries()) {
    if (paired.has(first)) continue;
    for (const second of waiting.slice(index + 1)) {
      if (paired.has(second) || isSameLine(first, second)) continue;
      const evidence = lockOrderOf(first, second, circumstances);
      if (evidence === undefined) continue;
      found.push({first, second, evidence});
      paired.add(first).add(second);
      break;
    }
  }

  return found;
}

/** The same, from the side of the other. */
export function mirrored(evidence: LockOrder): LockOrder {
  const {function: name, other, lock, otherLock, goroutine, otherGoroutine} = evidence;
  return {
    kind: 'lock-order',
    function: other,
    other: name,
    lock: otherLock,
    otherLock: lock,
    goroutine: otherGoroutine,
    otherGoroutine: goroutine,
  };
}

function lockOrderOf(first: Suspect, second: Suspect, circumstances: Circumstances): LockOrder | undefined {
  if (hasNoLock(first) || hasNoLock(second)) return undefined;
  const isInSource = isHeldIn(first, second) && isHeldIn(second, first);
  const taken = takenByEach(first, second, circumstances);
  const pairs = taken === undefined ? pairsOf(first.ids, second.ids, circumstances) : [taken];
  if (!isInSource && taken === undefined && pairs.length < fewestPairs) return undefined;
  return {
    kind: 'lock-order',
    function: first.signs.place.frame?.function ?? '',
    other: second.signs.place.frame?.function ?? '',
    lock: isInSource ? lockOf(first) : undefined,
    otherLock: isInSource ? lockOf(second) : undefined,
    goroutine: pairs[0]?.[0],
    otherGoroutine: pairs[0]?.[1],
  };
}

/** Whether the source shows that a goroutine has none, as all of it is in the function that asks for its first. */
function hasNoLock(suspect: Suspect): boolean {
  const isRead = suspect.source?.kind === 'found' && isOutermost(suspect);
  return isRead && heldWhileAsking(suspect) === undefined;
}

/** A goroutine of each that is shown to have the lock which the other place waits for. */
function takenByEach(
  first: Suspect,
  second: Suspect,
  circumstances: Circumstances,
): readonly [number, number] | undefined {
  const one = holdersFor(second, circumstances)?.get(first.signs.place.place);
  const other = holdersFor(first, circumstances)?.get(second.signs.place.place);
  return one === undefined || other === undefined ? undefined : [one, other];
}

/**
 * Goroutines at one line, where the source shows that it asks for a lock with another one held, each of them for that of
 * the other's value.
 */
function lockOrderWithin(atLine: readonly Suspect[], circumstances: Circumstances): LockOrder | undefined {
  const [suspect] = atLine;
  const held = suspect && heldWhileAsking(suspect);
  if (suspect === undefined || held === undefined) return undefined;
  const ids = atLine.flatMap((one) => one.ids);
  const [pair] = pairsOf(ids, ids, circumstances);
  if (pair === undefined) return undefined;
  const name = suspect.signs.place.frame?.function ?? '';
  return {
    kind: 'lock-order',
    function: name,
    other: name,
    lock: lockOf(suspect),
    otherLock: held.subject,
    goroutine: pair[0],
    otherGoroutine: pair[1],
  };
}

/** Whether the lock of one is held where the other waits for its own. */
function isHeldIn({source}: Suspect, {source: other, signs}: Suspect): boolean {
  if (source?.kind !== 'found' || other?.kind !== 'found') return false;
  return source.facts.holds.some((hold) => isAskedIn(hold, {source: other, signs}));
}

function lockOf({source}: Suspect): string | undefined {
  return source?.kind === 'found' ? source.facts.subject?.text : undefined;
}

/** Goroutines of each that wait for different locks, each of a value that the other has to do with; one for a value. */
function pairsOf(
  ids: readonly number[],
  others: readonly number[],
  {pointers}: Circumstances,
): (readonly [number, number])[] {
  const {goroutines} = pointers;
  const byOwner = new Map<number, number>();
  for (const id of others) {
    const lock = goroutines.get(id)?.lock;
    const owner = lock === undefined ? undefined : ownerOf(pointers, lock);
    if (owner !== undefined) byOwner.set(owner, id);
  }

  const pairs = new Map<number, readonly [number, number]>();
  for (const id of ids) {
    const one = goroutines.get(id);
    const owner = one?.lock === undefined ? undefined : ownerOf(pointers, one.lock);
    if (one === undefined || owner === undefined) continue;
    for (const pointer of one.pointers) {
      const otherId = byOwner.get(pointer);
      const other = otherId === undefined ? undefined : goroutines.get(otherId);
      if (otherId === undefined || other === undefined || other.lock === one.lock) continue;
      if (other.pointers.has(owner)) pairs.set(owner, [id, otherId]);
    }
  }

  return [...pairs.values()];
}
