// Judges those who write to client connections by those who read from them.

import {isClientConnection} from '../recognise.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast, levels} from '../verdict.ts';

/**
 * Lets a writer be no surer than the readers: each connection has one of both, and the writer waits for the next request
 * whether its connection is idle, in use, or left. Without a reader that is told it tells nothing.
 */
export function withoutLoneWriters(suspects: readonly Suspect[]): readonly Suspect[] {
  const connections = suspects.filter(({signs}) => isClientConnection(signs.place));
  const writers = new Set(connections.filter(isWriter));
  if (writers.size === 0) return suspects;
  const [surest] = connections
    .filter((one) => !writers.has(one))
    .map(({level}) => level)
    .toSorted((a, b) => levels.indexOf(a) - levels.indexOf(b));
  if (surest === undefined) return suspects.filter((one) => !writers.has(one));
  return suspects.map((one) =>
    writers.has(one) && !isAtLeast(surest, one.level) ? {...one, level: surest} : one,
  );
}

function isWriter({signs}: Suspect): boolean {
  return signs.place.stack.some(({function: name}) => name === 'net/http.(*persistConn).writeLoop');
}
