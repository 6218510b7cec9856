// Recognises connections that have no socket of their own: those of QUIC share one.

import {packageOf} from '../../profile/frame.ts';
import type {Creator} from '../../profile/model.ts';
import type {Place} from '../places/place.ts';
import {tellingFrame} from '../places/telling-frame.ts';

type Wait = Pick<Place, 'family' | 'stack'>;

/** The module has had both names. */
const quicPackages = new Set(['github.com/quic-go/quic-go', 'github.com/lucas-clemente/quic-go']);
/** The goroutine of each connection: `(*Conn).run` since v0.53, `(*connection).run` and `(*session).run` before. */
const runs = /\.\(\*(?:Conn|connection|session)\)\.run$/;
/** Who has started it, where a peer had come: what dials is a Transport or a client. */
const acceptedBy = /\.\(\*(?:baseServer|server)\)\./;
/** For so many of the connections it must hold: where a process talks to itself, half of them are accepted. */
const mostOfThem = 0.6;

/** Waits for a peer in package quic-go: for its packets, its streams, or what comes on one of them. */
export function isQuicWait({family, stack}: Wait): boolean {
  const frame = tellingFrame(stack);
  return frame !== undefined && family !== 'IO wait' && quicPackages.has(packageOf(frame.function));
}

/** Most QUIC connections of the process were opened by those who came, so that their number is up to them. */
export function isQuicServed(
  places: Iterable<Place>,
  creatorsOf: (place: string) => readonly Creator[],
): boolean {
  let accepted = 0;
  let all = 0;
  for (const place of places) {
    if (!runs.test(place.frame?.function ?? '') || !isQuicWait(place)) continue;
    for (const {frame, count} of creatorsOf(place.place)) {
      all += count;
      if (acceptedBy.test(frame.function)) accepted += count;
    }
  }

  return all > 0 && accepted >= all * mostOfThem;
}
