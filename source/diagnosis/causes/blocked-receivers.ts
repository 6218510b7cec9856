// Finds those who should receive what others wait to send, and are stuck themselves.

import {readFunctionName} from '../../gosource/frame-function.ts';
import type {Receiver} from '../../gosource/channel-receivers.ts';
import {packageOf} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {factsOf, type PlaceFacts} from '../places/place-facts.ts';
import type {Place} from '../places/place.ts';
import type {Signs} from '../signs/signs.ts';
import type {Suspect} from '../suspect.ts';
import {isAtLeast} from '../verdict.ts';

/** Waits that somebody else would have to end. */
const blocked: ReadonlySet<Place['family']> = new Set([
  'chan send',
  'chan receive',
  'select',
  'mutex',
  'waitgroup',
  'cond',
  'semacquire',
]);

/** More of them are not held against the source of the senders. */
const mostReceivers = 100;

/** Of silent places, those that may be who empties the channel of a sender. */
export function possibleReceivers(silent: readonly Signs[], suspects: readonly Suspect[]): readonly Signs[] {
  const mayReceive = mayReceiveFor(suspects);
  return silent.filter(({place}) => mayReceive(place, factsOf(place))).slice(0, mostReceivers);
}

/**
 * Tells of a place whether those there may be who empties the channel of a sender that is told: before its source is read
 * nothing but its package speaks for it.
 */
export function mayReceiveFor(
  suspects: readonly Pick<Suspect, 'signs' | 'level'>[],
): (place: Place, facts: Pick<PlaceFacts, 'packages'>) => boolean {
  const packages = new Set<string>();
  for (const {level, signs} of suspects) {
    const {family, frame} = signs.place;
    if (family === 'chan send' && frame !== undefined && isAtLeast(level, 'likely'))
      packages.add(packageOf(frame.function));
  }

  if (packages.size === 0) return () => false;
  return ({family, frame}, facts) =>
    frame !== undefined && blocked.has(family) && facts.packages.some((name) => packages.has(name));
}

/**
 * Whether those at a place are called by a function that receives, by the source of the senders, from the channel that
 * these wait to send on, and do something else: until that comes to an end, nobody receives.
 */
export function isBlockedReceiver(sender: Suspect, other: Suspect): boolean {
  const {source, signs} = sender;
  const {place} = other.signs;
  if (source?.kind !== 'found' || signs.place.family !== 'chan send' || !blocked.has(place.family))
    return false;
  // Where the function itself waits, it may well be for what is sent.
  const [, ...callers] = place.stack.slice(place.stack.findIndex((frame) => frame === place.frame));
  const isReceiving = place.family === 'chan receive' || place.family === 'select';
  const frames = isReceiving || signs.place.place === place.place ? callers : [place.frame!, ...callers];
  const inPackage = packageOf(signs.place.frame?.function ?? '');
  return frames.some(
    (frame) =>
      packageOf(frame.function) === inPackage &&
      source.facts.receivers.some((receiver) => isFrameOf(receiver, frame)),
  );
}

/** Literals of one declaration, and that itself, run on their own. */
function isFrameOf({name, receiver, literal}: Receiver, frame: Frame): boolean {
  const written = readFunctionName(frame.function);
  if (written?.name !== name || written.receiver !== receiver) return false;
  if (literal === undefined || !written.isLiteral) return literal === undefined && !written.isLiteral;
  const [first, last] = literal;
  return first <= frame.line && frame.line <= last;
}

/**
 * Makes those as sure as the senders who wait for them; and of no sender whose receiver is stuck somewhere, or is it
 * itself, it is said that the receiver has gone.
 */
export function raiseReceivers(suspects: readonly Suspect[]): readonly Suspect[] {
  const senders = suspects.filter(({level}) => level === 'likely');
  return suspects.map((suspect): Suspect => {
    const {pattern} = suspect;
    const isCause =
      suspect.level === 'watch' &&
      senders.some((sender) => sender !== suspect && isBlockedReceiver(sender, suspect));
    const isReceiverThere =
      pattern === 'send-receiver-gone' && suspects.some((other) => isBlockedReceiver(suspect, other));
    if (!isCause && !isReceiverThere) return suspect;
    const level = isCause ? 'likely' : suspect.level;
    return {...suspect, level, pattern: isReceiverThere ? 'send-blocked' : pattern};
  });
}
