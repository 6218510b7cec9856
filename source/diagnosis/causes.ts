// Finds who waits for whom, and whether what is waited for is itself a suspect.

import {ownerOf, type PointerIndex} from './places/pointer-index.ts';
import {isBodyRead, isErrgroupMember, isInsideOnce, isNested, isWaitingForOnce} from './recognise.ts';
import type {Signs} from './signs/signs.ts';
import type {Suspect} from './suspect.ts';
import {areKin, hasStarted, isClosedBy} from './places/kinship.ts';
import {typesOf} from './sources/types-of-stack.ts';
import {isAtLeast, type Evidence} from './verdict.ts';

/** Each is held against each of these, the surest and largest: nobody reads of more. */
const mostRelated = 100;

/** What is needed to find who waits for whom. */
export type Circumstances = {
  /** Equal for goroutines that came together. */
  readonly kin: ReadonlyMap<number, number>;
  readonly pointers: PointerIndex;
  /** By the address of a lock, the functions that goroutines wait in for it. */
  readonly lockers: ReadonlyMap<number, ReadonlySet<string>>;
};

/**
 * Finds which suspects only wait for others: a parent in WaitGroup.Wait for the senders it has started, a queue before
 * a lock for the goroutine that holds it.
 */
export function findVictims(all: readonly Suspect[], circumstances: Circumstances): Suspect[] {
  const suspects = all.slice(0, mostRelated);
  const causes = causesOf(suspects, circumstances);
  const related = suspects.map((suspect): Suspect => {
    const cause = causes.get(suspect);
    if (cause !== undefined) {
      // What it waits for never ends, so neither does its wait.
      const level = suspect.level === 'watch' && isAtLeast(cause.level, 'likely') ? 'likely' : suspect.level;
      const relations = [...suspect.relations, relationTo(cause, suspect)];
      return {...suspect, level, isVictim: true, relations};
    }

    const victims = suspects.filter(
      (other) =>
        other !== suspect && (causes.get(other) === suspect || isWaitingFor(other, suspect, circumstances)),
    );
    const relations = victims.map(({signs: {place}}): Evidence => ({
      kind: 'victims',
      function: place.frame?.function ?? '',
      family: place.family,
      count: place.count,
    }));
    const isGroup =
      isErrgroupMember(suspect.signs.place) && victims.some(({pattern}) => pattern === 'errgroup-stuck');
    const isOnce =
      isInsideOnce(suspect.signs.place) && suspects.some(({signs}) => isWaitingForOnce(signs.place));
    return {
      ...suspect,
      ...(isGroup ? {pattern: 'errgroup-stuck' as const} : {}),
      ...(isOnce ? {pattern: 'once-stuck' as const} : {}),
      relations: [...suspect.relations, ...relations],
    };
  });
  return [...related, ...all.slice(mostRelated)];
}

/** For each suspect that only waits for others, one of these. */
function causesOf(suspects: readonly Suspect[], circumstances: Circumstances): Map<Suspect, Suspect> {
  const causes = new Map<Suspect, Suspect>();
  for (const suspect of suspects) {
    const cause = suspects.find((other) => other !== suspect && isWaitingFor(suspect, other, circumstances));
    if (cause !== undefined) causes.set(suspect, cause);
  }

  // Whom it has started waits for a third: then it is not the one who keeps them.
  for (const suspect of suspects) {
    if (causes.has(suspect) || !['chan receive', 'select'].includes(suspect.signs.place.family)) continue;
    const started = suspects.find((other) => {
      const third = causes.get(other);
      return other !== suspect && third !== undefined && third !== suspect && hasStarted(suspect, other);
    });
    if (started !== undefined) causes.set(suspect, started);
  }

  return causes;
}

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

/**
 * Of places for which nothing else speaks, those that a suspect waits for: one goroutine that holds a lock for ever is
 * the cause, and the hundred before it are what is seen to grow.
 */
export function findSilentCauses(
  suspects: readonly Suspect[],
  silent: readonly Suspect[],
  circumstances: Circumstances,
): Suspect[] {
  return silent.flatMap((candidate) => {
    const victim = suspects.find((suspect) => isWaitingFor(suspect, candidate, circumstances));
    return victim === undefined ? [] : [{...candidate, level: victim.level}];
  });
}

/** Whether a suspect may wait for one that has not moved all the while. */
export function hasSilentCause({pattern, signs}: Suspect): boolean {
  return signs.place.family === 'mutex' || pattern === 'sql-pool-exhausted';
}

/** Of silent places, those of which it is worth reading what their goroutines are called with. */
export function possibleCauses(silent: readonly Signs[], suspects: readonly Suspect[]): Signs[] {
  const isPossible = possibleCause(suspects);
  return silent.filter((signs) => isPossible(signs)).slice(0, mostRelated);
}

/** Tells by its stack alone whether one of these suspects may wait for a place. */
export function possibleCause(
  suspects: readonly Suspect[],
): (one: Pick<Signs, 'pattern' | 'place'>) => boolean {
  const types = new Set<string>();
  for (const {signs} of suspects)
    if (signs.place.family === 'mutex') for (const type of typesOf(signs.place.stack)) types.add(type);
  const isPoolEmpty = suspects.some(({pattern}) => pattern === 'sql-pool-exhausted');
  return ({pattern, place}) =>
    (isPoolEmpty && pattern.startsWith('sql-')) || typesOf(place.stack).some((type) => types.has(type));
}

function isWaitingFor(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  if (waiting.level === 'load' || other.level === 'load') return false;
  const {family} = waiting.signs.place;
  if (waiting.pattern === 'sql-pool-exhausted')
    return ['sql-tx-open', 'sql-rows-not-closed'].includes(other.pattern);
  // A connection waits until its body is read, and somebody is reading.
  if (waiting.pattern === 'http-body-not-closed') return isBodyRead(other.signs.place);
  if (family === 'mutex') return isHeldBy(waiting, other, circumstances);
  if (isClosedBy(waiting, other, circumstances.kin)) return true;
  if (family === 'waitgroup') {
    if (hasStarted(waiting, other)) return true;
    if (isClosedBy(other, waiting, circumstances.kin)) return false;
    return other.signs.place.family !== 'waitgroup' && areKin(waiting, other, circumstances.kin);
  }

  // A parent that receives what its children would have sent, had they not been stopped by something that is not it.
  return family === 'chan receive' || family === 'select'
    ? ['mutex', 'cond', 'waitgroup'].includes(other.signs.place.family) &&
        hasStarted(waiting, other) &&
        !(isWaitingForOnce(other.signs.place) && isHeldBy(other, waiting, circumstances))
    : false;
}

/**
 * The holder of a lock is blocked elsewhere, and has to do with the same object: a pointer near the lock, or a method
 * of the same type in a goroutine that came together with those that wait.
 */
function isHeldBy(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  const {place, stuckLock} = waiting.signs;
  const isLock = other.signs.place.family === 'mutex';
  // A goroutine that sleeps wakes up, and lets go.
  if (['waitgroup', 'sleep'].includes(other.signs.place.family)) return false;
  if (isWaitingForOnce(place)) return isInsideOnce(other.signs.place) && areOfSameType(waiting, other);
  if (isLock) {
    // Two that hold what the other waits for are equal causes; who holds nothing only stands in the queue.
    if (isNested(waiting.signs.place)) return false;
    if (isNested(other.signs.place)) return areOfSameType(waiting, other);
    return holdsLockOf(other, waiting, circumstances) && !holdsLockOf(waiting, other, circumstances);
  }

  const address = stuckLock?.address;
  if (address !== undefined) {
    if (isOwnedBy(other, address, circumstances)) return true;
    if (isPastLock(other, circumstances.lockers.get(address))) return true;
  }

  return areOfSameType(waiting, other) && areKin(waiting, other, circumstances.kin);
}

/** Whether goroutines that wait for one lock have to do with the value of another that these wait for. */
function holdsLockOf(holder: Suspect, waiting: Suspect, {pointers}: Circumstances): boolean {
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

function relationTo(cause: Suspect, waiting: Suspect): Evidence {
  const {frame, count, status} = cause.signs.place;
  const name = frame?.function ?? '';
  return waiting.signs.place.family === 'mutex'
    ? {kind: 'holder', function: name, status, goroutine: cause.ids[0] ?? 0}
    : {kind: 'waits-for', function: name, count};
}

/** Whether goroutines have a pointer to the value that a lock is part of. */
function isOwnedBy({ids}: Suspect, lock: number, {pointers}: Circumstances): boolean {
  const owner = ownerOf(pointers, lock);
  return owner !== undefined && ids.some((id) => pointers.goroutines.get(id)?.pointers.has(owner) === true);
}
