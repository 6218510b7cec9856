// Looks in the source of those who call a wait that a timer ends for a loop that leads back to it.

import {isStandardLibrary} from '../../profile/frame.ts';
import type {ReadSource} from './read-source.ts';
import {timerOf} from './source-signs.ts';
import type {Suspect} from '../suspect.ts';

/** Functions around the wait that are looked at: with more of them nothing is said. */
const mostCallers = 12;

/**
 * A wait that a timer ends is over then, unless something leads back to it. That of a function which others call is
 * known to end only where none of them calls it in a loop: a worker that pauses comes back for ever, and what a request
 * or a job waits for once, however long, does not.
 */
export async function refineByCallers(suspect: Suspect, readSource: ReadSource): Promise<Suspect> {
  const {level, source, signs} = suspect;
  if ((level !== 'likely' && level !== 'watch') || source?.kind !== 'found') return suspect;
  const text = timerOf(source.facts);
  if (text === undefined) return suspect;
  const {stack, frame} = signs.place;
  const at = stack.findIndex((one) => one === frame);
  const callers = stack.slice(at + 1).filter((one) => !isStandardLibrary(one));
  if (at === -1 || callers.length === 0 || callers.length > mostCallers) return suspect;
  for (const caller of callers) {
    const look = await readSource(caller, undefined, {family: signs.place.family, isInnermost: false});
    if (look.kind !== 'found' || mayComeBack(look.facts.loop?.header)) return suspect;
  }

  const finding = {kind: 'ends-by-itself' as const, text};
  return {...suspect, level: 'watch', relations: [...suspect.relations, {kind: 'source', finding}]};
}

/** A range and a loop that counts end by themselves. */
function mayComeBack(header: 'endless' | 'condition' | 'bounded' | 'range' | undefined): boolean {
  return header === 'endless' || header === 'condition';
}
