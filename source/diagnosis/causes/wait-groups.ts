// Tells who waits for a WaitGroup or an errgroup, and whom these have started.

import type {Place} from '../places/place.ts';
import type {Suspect} from '../suspect.ts';

/** Sends in a goroutine that an errgroup has started, and waits for the end of. */
export function isErrgroupMember(place: Place): boolean {
  return (
    place.family === 'chan send' && hasIn(place, /(?:^|\/)errgroup\.\(\*Group\)\.(?:Go|TryGo)\.func\d+$/)
  );
}

/** Waits for a free place in an errgroup whose limit is reached. */
export function isWaitingForGroupPlace(place: Place): boolean {
  return (
    place.family === 'chan send' && /(?:^|\/)errgroup\.\(\*Group\)\.Go$/.test(place.stack[0]?.function ?? '')
  );
}

/** Waits for all members of an errgroup. */
export function isWaitingForGroup({family, stack}: Pick<Place, 'family' | 'stack'>): boolean {
  const caller = stack.find(({function: name}) => !/^(?:internal\/)?sync\./.test(name));
  return family === 'waitgroup' && /(?:^|\/)errgroup\.\(\*Group\)\.Wait$/.test(caller?.function ?? '');
}

/** Whether an errgroup has started it: nothing else does its Wait wait for. */
export function isStartedByGroup(place: Pick<Place, 'stack'>): boolean {
  return hasIn(place, /(?:^|\/)errgroup\.\(\*Group\)\.(?!(?:Wait|Go)$)/);
}

/** Whether a WaitGroup has started it, as `wg.Go` does since Go 1.25. */
export function isMemberOfWaitGroup({stack}: Pick<Place, 'stack'>): boolean {
  return /^sync\.\(\*WaitGroup\)\.Go\.func\d+$/.test(stack.at(-1)?.function ?? '');
}

/** Waits in a function of its own for a WaitGroup, that of an errgroup not counted. */
export function isWaitingWithin(place: Pick<Place, 'family' | 'stack'>): boolean {
  return place.family === 'waitgroup' && !isWaitingForGroup(place);
}

/**
 * Whether one was called by the function in which the other waits for a WaitGroup, and is stuck: who comes first does the
 * work there, and all who come later wait for it to be done, as in package singleflight.
 */
export function isDoneBy(waiting: Suspect, {signs: {place}}: Suspect): boolean {
  const {frame} = waiting.signs.place;
  if (frame === undefined || !isWaitingWithin(waiting.signs.place)) return false;
  const isStuck = !['waitgroup', 'sleep', 'running', 'runnable'].includes(place.family);
  return isStuck && place.stack.findIndex(({function: name}) => name === frame.function) > 0;
}

function hasIn({stack}: Pick<Place, 'stack'>, pattern: RegExp): boolean {
  return stack.some((frame) => pattern.test(frame.function));
}
