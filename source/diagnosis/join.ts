// Makes one verdict of suspects that are the same fault, and ranks them.

import type {Place} from './places/place.ts';
import {isClientConnection} from './recognise.ts';
import type {Suspect} from './suspect.ts';
import {isAtLeast, levels, type Evidence} from './verdict.ts';

/**
 * Makes one of suspects that are the same fault: the same line reached in different ways, the reader and the writer of
 * the same connections.
 */
export function joinSame(suspects: readonly Suspect[]): Suspect[] {
  // Why a connection is kept shows in what its reader waits for; the writer waits for the next request in any case.
  const body = suspects.find(
    ({pattern, signs}) => pattern === 'http-body-not-closed' && isClientConnection(signs.place),
  );
  const joined = new Map<string, Suspect>();
  for (const suspect of suspects) {
    const isWriter =
      body !== undefined && suspect.pattern === 'http-transport-per-request' && isWriteLoop(suspect);
    const key = isWriter ? sameKey(body) : sameKey(suspect);
    const known = joined.get(key);
    joined.set(key, known === undefined ? suspect : join(known, suspect));
  }

  return [...joined.values()];
}

function isWriteLoop({signs}: Suspect): boolean {
  return signs.place.stack.some(({function: name}) => name === 'net/http.(*persistConn).writeLoop');
}

function sameKey({pattern, signs: {place}}: Suspect): string {
  if (isClientConnection(place)) return pattern;
  const entry = place.stack.at(-1)?.function;
  // A goroutine that never waits is found at another line each time.
  if (pattern === 'busy-loop') return `${pattern} ${entry}`;
  return `${pattern} ${place.family} ${place.frame?.function} ${place.frame?.line} ${entry}`;
}

function join(a: Suspect, b: Suspect): Suspect {
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a];
  const {place} = second.signs;
  const name = place.stack[0]?.function ?? '';
  return {
    ...first,
    level: isAtLeast(second.level, first.level) ? second.level : first.level,
    // The writer of a connection that waits for others to read stays for no reason of its own.
    isVictim: first.isVictim && (second.isVictim || isWriteLoop(second)),
    joined: [...first.joined, second, ...second.joined],
    relations: [
      ...first.relations.filter((one) => !isOfOther(one, second)),
      ...(isClientConnection(place) ? [{kind: 'pair' as const, function: name, count: place.count}] : []),
    ],
  };
}

/** What was found between the two of them says nothing once they are one. */
function isOfOther(one: Evidence, {signs: {place}}: Suspect): boolean {
  return (one.kind === 'victims' || one.kind === 'waits-for') && isAt(place, one);
}

/** Of an errgroup the caller is named, as all wait in the same function. */
function isAt({stack, count}: Place, one: {readonly function: string; readonly count: number}): boolean {
  return one.count === count && stack.slice(0, 2).some(({function: name}) => name === one.function);
}

function isBefore(a: Suspect, b: Suspect): boolean {
  if (isWriteLoop(a) !== isWriteLoop(b)) return isWriteLoop(b);
  const level = levels.indexOf(a.level) - levels.indexOf(b.level);
  if (level !== 0) return level < 0;
  // Of one fault, what is to be done is said of who does not only wait.
  return a.isVictim === b.isVictim ? a.signs.place.count >= b.signs.place.count : b.isVictim;
}

/** Causes before victims, the surest and largest first; what nothing can be said of after the others. */
export function ranked(suspects: readonly Suspect[]): Suspect[] {
  return suspects.toSorted(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      Number(a.isVictim) - Number(b.isVictim) ||
      Number(holdsUpLock(b)) - Number(holdsUpLock(a)) ||
      Number(a.pattern === 'unknown-growth') - Number(b.pattern === 'unknown-growth') ||
      growthOf(b) - growthOf(a) ||
      b.signs.place.count - a.signs.place.count,
  );
}

/** A lock that is not given back stops all who come by: often more than those that are seen to wait for it. */
function holdsUpLock({relations}: Suspect): boolean {
  return relations.some((one) => one.kind === 'victims' && one.family === 'mutex');
}

function growthOf({signs: {followed, trend}, joined}: Suspect): number {
  return (followed?.settled ?? trend?.rise ?? 0) + joined.reduce((sum, one) => sum + growthOf(one), 0);
}
