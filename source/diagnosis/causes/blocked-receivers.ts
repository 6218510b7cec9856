// Finds those who should receive what others wait to send, and are stuck themselves.

import {readFunctionName} from '../../gosource/frame-function.ts';
import {packageOf} from '../../profile/frame.ts';
import {packagesOf} from '../places/packages-of-stack.ts';
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
  return silent.filter(({place}) => mayReceive(place)).slice(0, mostReceivers);
}

/**
 * Tells of a place whether those there may be who empties the channel of a sender that is told: before its source is read
 * nothing but its package speaks for it.
 */
export function mayReceiveFor(
  suspects: readonly Pick<Suspect, 'signs' | 'level'>[],
): (place: Place) => boolean {
  const packages = new Set<string>();
  for (const {level, signs} of suspects) {
    const {family, frame} = signs.place;
    if (family === 'chan send' && frame !== undefined && isAtLeast(level, 'likely'))
      packages.add(packageOf(frame.function));
  }

  if (packages.size === 0) return () => false;
  return ({family, stack, frame}) => {
    if (frame === undefined || !blocked.has(family)) return false;
    for (const name of packagesOf(stack)) if (packages.has(name)) return true;
    return false;
  };
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
  return frames.some(({function: frameFunction}) => {
    const written = readFunctionName(frameFunction);
    return (
      written?.name !== undefined &&
      source.facts.receivers.some(
        ({name, receiver}) => name === written.name && receiver === written.receiver,
      ) &&
      packageOf(frameFunction) === packageOf(signs.place.frame?.function ?? '')
    );
  });
}

/** Makes those as sure as the senders who wait for them; who would have to receive what it sends itself has no other. */
export function raiseReceivers(suspects: readonly Suspect[]): readonly Suspect[] {
  const senders = suspects.filter(({level}) => level === 'likely');
  return suspects.map((suspect): Suspect => {
    const {level, pattern} = suspect;
    const isCause =
      level === 'watch' && senders.some((sender) => sender !== suspect && isBlockedReceiver(sender, suspect));
    const isOwn = pattern === 'send-receiver-gone' && isBlockedReceiver(suspect, suspect);
    if (!isCause && !isOwn) return suspect;
    return {...suspect, level: isCause ? 'likely' : level, pattern: isOwn ? 'send-blocked' : pattern};
  });
}
