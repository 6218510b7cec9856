// Whether a lock that a function has taken is given back by those that it calls.

import {isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {lockNameOf} from './asked-locks.ts';
import type {ReadSource} from '../sources/read-source.ts';
import type {Suspect} from '../suspect.ts';

/**
 * Whether a function further in unlocks a lock before it waits.
 *
 * @param inner the frames further in than the one that has taken it, innermost first.
 * @param names what the lock is called.
 */
export async function isGivenBack(
  inner: readonly Frame[],
  names: ReadonlySet<string>,
  family: Suspect['signs']['place']['family'],
  readSource: ReadSource | undefined,
): Promise<boolean> {
  for (const frame of inner) {
    if (isStandardLibrary(frame)) continue;
    const look = await readSource?.(frame, undefined, {family, isInnermost: false});
    if (look?.kind !== 'found') continue;
    const isUnlocking = look.facts.cleanups.some(
      ({kind, text, line, isDeferred}) =>
        (kind === 'unlock' || kind === 'runlock') &&
        !isDeferred &&
        line < frame.line &&
        names.has(lockNameOf(text.replace(/\.R?Unlock$/, ''))),
    );
    // What it has taken itself before, it may give back.
    if (isUnlocking && !look.facts.locked.some(({subject}) => names.has(lockNameOf(subject)))) return true;
  }

  return false;
}
