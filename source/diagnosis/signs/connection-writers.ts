// Leaves out those who only write to client connections that are in use.

import type {Place} from '../places/place.ts';
import {isClientConnection} from '../recognise.ts';
import type {Suspect} from '../suspect.ts';

/** So many of the connections must be idle before their number says anything of idle ones. */
const mostOfThem = 0.5;

/**
 * Leaves out the writers of client connections, unless most of these are idle: each connection has a writer, which waits
 * for the next request whether it is idle, in use, or left. What its reader waits for tells which.
 *
 * @param places all there are.
 */
export function withoutLoneWriters(
  suspects: readonly Suspect[],
  places: Iterable<{readonly place: Place}>,
): readonly Suspect[] {
  const writers = suspects.filter(({signs}) => isClientConnection(signs.place) && isWriter(signs.place));
  if (writers.length === 0) return suspects;
  let idle = 0;
  for (const {place} of places)
    if (place.family === 'IO wait' && isClientConnection(place) && !isWriter(place)) idle += place.count;
  const inUse = new Set(writers.filter(({signs}) => idle < signs.place.count * mostOfThem));
  return suspects.filter((one) => !inUse.has(one));
}

function isWriter({stack}: Place): boolean {
  return stack.some(({function: name}) => name === 'net/http.(*persistConn).writeLoop');
}
