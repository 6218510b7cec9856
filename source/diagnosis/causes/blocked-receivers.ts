// Finds those who should receive what others wait to send, and are stuck themselves.

import {readFunctionName} from '../../gosource/frame-function.ts';
import {packageOf} from '../../profile/frame.ts';
import type {Place} from '../places/place.ts';
import type {Suspect} from '../suspect.ts';

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

/** Whether those at a place may be who empties the channel: told before their source is read. */
export function mayReceiveFor(sender: Pick<Suspect, 'signs'>, {family, stack, frame}: Place): boolean {
  const own = sender.signs.place.frame;
  return (
    sender.signs.place.family === 'chan send' &&
    own !== undefined &&
    frame !== undefined &&
    blocked.has(family) &&
    stack.some(({function: name}) => packageOf(name) === packageOf(own.function))
  );
}

/**
 * Whether those at a place are called by a function that receives, by the source of the senders, from the channel that
 * these wait to send on, and do something else: until that comes to an end, nobody receives.
 */
export function isBlockedReceiver(sender: Suspect, other: Suspect): boolean {
  const {source, signs} = sender;
  const {place} = other.signs;
  if (source?.kind !== 'found' || !mayReceiveFor(sender, place)) return false;
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
