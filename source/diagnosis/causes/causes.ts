// Finds who waits for whom, and whether what is waited for is itself a suspect.

import type {Circumstances} from './circumstances.ts';
import {holderAmong, sameQueues} from './lock-holders.ts';
import {findDeadlocks, mirrored} from './lock-order.ts';
import {isInsideOnce, isWaitingForOnce} from '../recognise.ts';
import {isHolding, isSilent, type Signs} from '../signs/signs.ts';
import type {Suspect} from '../suspect.ts';
import {areKin, hasStarted} from '../places/kinship.ts';
import type {Place} from '../places/place.ts';
import {typesOf} from '../sources/types-of-stack.ts';
import {isAtLeast, type Evidence, type Level} from '../verdict.ts';
import {isErrgroupMember, isWaitingForGroup, isWaitingForGroupPlace, isWaitingWithin} from './wait-groups.ts';
import {waitsAmong, type Waits} from './waits.ts';

/** Each is held against each of these, the surest and largest: nobody reads of more. */
const mostRelated = 100;

/**
 * Finds which suspects only wait for others: a parent in WaitGroup.Wait for the senders it has started, a queue before
 * a lock for the goroutine that holds it.
 */
export function findVictims(all: readonly Suspect[], circumstances: Circumstances): Suspect[] {
  const suspects = all.slice(0, mostRelated);
  const deadlocks = findDeadlocks(suspects, circumstances);
  const waits = waitsAmong(suspects, suspects, circumstances);
  const causes = causesOf(suspects, waits, circumstances);
  for (const {first, second} of deadlocks) {
    // Neither keeps the other more than it is kept: the first stands for both, unless a third keeps it.
    if (first !== second) causes.set(second, first);
    if (causes.get(first) === second) causes.delete(first);
  }

  const orders = new Map<Suspect, Evidence>(
    deadlocks.flatMap(({first, second, evidence}) => [
      [second, mirrored(evidence)] as const,
      [first, evidence] as const,
    ]),
  );
  const queues = sameQueues(suspects, (one) => causes.has(one) || orders.has(one));
  const related = suspects.map((suspect): Suspect => {
    const queue = queues.get(suspect);
    if (queue !== undefined) {
      const {frame, count} = queue.signs.place;
      const same = {kind: 'same-lock' as const, function: frame?.function ?? '', count};
      return {...suspect, isVictim: true, relations: [...suspect.relations, same]};
    }

    const cause = causes.get(suspect);
    if (cause !== undefined) {
      const level = levelBeside(cause, suspect);
      const order = orderOf(suspect, orders);
      const relation = order.length === 0 ? relationTo(cause, suspect, circumstances) : waitsFor(cause);
      const relations = [...order, ...suspect.relations, relation];
      return {...suspect, level, isVictim: true, relations};
    }

    const victims = suspects.filter(
      (other) =>
        other !== suspect && (causes.get(other) === suspect || waits.get(other)?.includes(suspect) === true),
    );
    const relations = victims.map(({signs: {place}}): Evidence => ({
      kind: 'victims',
      function: nameOf(place),
      family: place.family,
      count: place.count,
    }));
    const isGroup =
      isErrgroupMember(suspect.signs.place) && victims.some(({pattern}) => pattern === 'errgroup-stuck');
    const isOnce =
      isInsideOnce(suspect.signs.place) && suspects.some(({signs}) => isWaitingForOnce(signs.place));
    return {
      ...suspect,
      level: keepsPool(suspect, victims) ? 'likely' : suspect.level,
      ...(isGroup ? {pattern: 'errgroup-stuck' as const} : {}),
      ...(isOnce ? {pattern: 'once-stuck' as const} : {}),
      relations: [...orderOf(suspect, orders), ...suspect.relations, ...relations],
    };
  });
  return [...related, ...all.slice(mostRelated)];
}

/** Has connections all the while that others wait for, more and more of them. */
function keepsPool({level, signs}: Suspect, victims: readonly Suspect[]): boolean {
  const isWaitedFor = victims.some((one) => one.pattern === 'sql-pool-exhausted' && one.level === 'likely');
  return level === 'watch' && isWaitedFor && isHolding(signs);
}

/** For each suspect that only waits for others, one of these. */
function causesOf(
  suspects: readonly Suspect[],
  waits: Waits,
  circumstances: Circumstances,
): Map<Suspect, Suspect> {
  const causes = new Map<Suspect, Suspect>();
  for (const [suspect, [cause]] of waits) if (cause !== undefined) causes.set(suspect, cause);

  // Whom it has started waits for a third: then it is not the one who keeps them.
  for (const suspect of suspects) {
    if (causes.has(suspect) || !['chan receive', 'select'].includes(suspect.signs.place.family)) continue;
    const started = suspects.find((other) => {
      const third = causes.get(other);
      return other !== suspect && third !== undefined && third !== suspect && hasStarted(suspect, other);
    });
    if (started !== undefined) causes.set(suspect, started);
  }

  // Who sends to several while it holds a lock is stuck at one of them: the others get nothing either.
  const holders = suspects.filter(
    (one) => one.signs.place.family === 'chan send' && holdsUpLock(one, causes),
  );
  for (const suspect of suspects) {
    const sender = causes.has(suspect)
      ? undefined
      : holders.find((holder) => isSentToBy(suspect, holder, circumstances.kin));
    if (sender !== undefined) causes.set(suspect, sender);
  }

  breakRings(causes);
  return causes;
}

/** Of those that wait for each other in a ring, one is to be looked at: who waits for something else than a lock first. */
function breakRings(causes: Map<Suspect, Suspect>): void {
  for (const suspect of causes.keys()) {
    const ring = ringFrom(suspect, causes);
    if (ring === undefined) continue;
    const told = ring.find(({signs}) => signs.place.family !== 'mutex') ?? ring[0]!;
    causes.delete(told);
  }
}

/** The suspects from which one comes back to the first of them; undefined where its causes end elsewhere. */
function ringFrom(first: Suspect, causes: ReadonlyMap<Suspect, Suspect>): readonly Suspect[] | undefined {
  const ring = [first];
  for (let next = causes.get(first); next !== undefined; next = causes.get(next)) {
    if (next === first) return ring;
    if (ring.includes(next)) return undefined;
    ring.push(next);
  }

  return undefined;
}

function holdsUpLock(holder: Suspect, causes: ReadonlyMap<Suspect, Suspect>): boolean {
  for (const [{signs}, cause] of causes) if (cause === holder && signs.place.family === 'mutex') return true;
  return false;
}

/** Receives, by its source, from a channel of the same name as that which another sends on, and came together with it. */
function isSentToBy(waiting: Suspect, sender: Suspect, kin: ReadonlyMap<number, number>): boolean {
  const [received, sent] = [waiting, sender].map(({source}) =>
    source?.kind === 'found' ? source.facts.subject : undefined,
  );
  return (
    waiting.signs.place.family === 'chan receive' &&
    received?.of !== undefined &&
    received.name === sent?.name &&
    areKin(waiting, sender, kin)
  );
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
  // How a server runs says nothing against main, those who answer requests, and who comes and goes: a lock does.
  const possible = silent.filter((one) => isSilent(one.signs) || isHolder(one, circumstances));
  const waits = waitsAmong(suspects, possible, circumstances);
  return possible.flatMap((candidate) => {
    const victim = suspects.find((suspect) => waits.get(suspect)?.includes(candidate) === true);
    return victim === undefined ? [] : [{...candidate, level: victim.level}];
  });
}

function isHolder({signs}: Suspect, {taken}: Circumstances): boolean {
  for (const places of taken?.holders.values() ?? []) if (places.has(signs.place.place)) return true;
  return false;
}

/** Whether a suspect may wait for one that has not moved all the while. */
export function hasSilentCause({pattern, signs}: Suspect): boolean {
  return ['mutex', 'waitgroup'].includes(signs.place.family) || pattern === 'sql-pool-exhausted';
}

/** Of silent places, those of which it is worth reading what their goroutines are called with. */
export function possibleCauses(silent: readonly Signs[], suspects: readonly Suspect[]): Signs[] {
  const isPossible = possibleCause(suspects);
  const possible = silent.filter((signs) => isPossible(signs));
  return possible.toSorted((a, b) => Number(isSilent(b)) - Number(isSilent(a))).slice(0, mostRelated);
}

/** Tells by its stack alone whether one of these suspects may wait for a place. */
export function possibleCause(
  suspects: readonly Suspect[],
): (one: Pick<Signs, 'pattern' | 'place'>) => boolean {
  const types = new Set<string>();
  for (const {signs} of suspects)
    if (signs.place.family === 'mutex') for (const type of typesOf(signs.place.stack)) types.add(type);
  const callers = new Set(
    suspects.filter(({signs}) => isWaitingWithin(signs.place)).map(({signs}) => signs.place.frame?.function),
  );
  const isPoolEmpty = suspects.some(({pattern}) => pattern === 'sql-pool-exhausted');
  return ({pattern, place}) =>
    (isPoolEmpty && pattern.startsWith('sql-')) ||
    (types.size > 0 && typesOf(place.stack).some((type) => types.has(type))) ||
    (callers.size > 0 && place.stack.some(({function: name}) => callers.has(name)));
}

function levelBeside(cause: Suspect, {pattern, level}: Suspect): Level {
  // What it waits for never ends, so neither does its wait.
  if (level === 'watch' && isAtLeast(cause.level, 'likely')) return 'likely';
  // That they stay is what is known of connections: it is those who read that keep them.
  return pattern === 'http-body-not-closed' && isAtLeast(level, cause.level) ? cause.level : level;
}

function orderOf(suspect: Suspect, orders: ReadonlyMap<Suspect, Evidence>): readonly Evidence[] {
  const order = orders.get(suspect);
  return order === undefined ? [] : [order];
}

function waitsFor({signs: {place}}: Suspect): Evidence {
  return {kind: 'waits-for', function: nameOf(place), count: place.count};
}

/** By the function of the program: all that wait for an errgroup, or for a place in one, do so in the same two. */
function nameOf(place: Place): string {
  const {frame, stack} = place;
  const isOfGroup = frame !== undefined && (isWaitingForGroupPlace(place) || isWaitingForGroup(place));
  const caller = isOfGroup ? stack[stack.indexOf(frame) + 1] : undefined;
  return (caller ?? frame)?.function ?? '';
}

function relationTo(cause: Suspect, waiting: Suspect, circumstances: Circumstances): Evidence {
  const {frame, count, status} = cause.signs.place;
  const name = frame?.function ?? '';
  if (waiting.signs.place.family !== 'mutex') return waitsFor(cause);
  const goroutine = holderAmong(cause, waiting.signs.stuckLock?.address, circumstances);
  return {kind: 'holder', function: name, status, count, goroutine};
}
