// Finds goroutines that ask for a lock which they have: a function further out on their stack has taken it.

import {isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import {askedName, lockNameOf, pointsTo, stackFrames, wordsAt, type AskedLock} from './asked-locks.ts';
import {isGivenBack} from './given-back.ts';
import type {PointerIndex} from '../places/pointer-index.ts';
import type {ReadSource} from '../sources/read-source.ts';
import type {Suspect} from '../suspect.ts';
import type {Evidence} from '../verdict.ts';

/** A place whose goroutines ask for a lock that they have. */
export type LockAgain = {
  readonly evidence: Extract<Evidence, {kind: 'lock-again'}>;
  /** The locks, each with the goroutine that does so. */
  readonly locks: ReadonlyMap<number, number>;
};

/**
 * Whether goroutines ask again for what they have; `without`: the source shows that no function on their stack has such
 * a lock; undefined: nothing tells.
 */
export async function findLockAgain(
  {ids, pattern, signs: {place}}: Suspect,
  asked: readonly AskedLock[],
  pointers: PointerIndex,
  readSource: ReadSource | undefined,
): Promise<LockAgain | 'without' | undefined> {
  const frames = stackFrames(place.stack);
  const [inner] = frames;
  if (pattern !== 'mutex-not-released' || inner === undefined) return undefined;
  const waiting = ids.flatMap((id) => {
    const lock = pointers.goroutines.get(id)?.lock;
    return lock === undefined ? [] : [{id, lock}];
  });
  const name = await askedName(inner, readSource);
  let isAllRead = name !== undefined;
  for (const [at, frame] of frames.entries()) {
    if (at === 0 || isStandardLibrary(frame)) continue;
    const look = await readSource?.(frame, undefined, {family: place.family, isInnermost: false});
    const isRead = look?.kind === 'found';
    const taken = isRead
      ? look.facts.locked.find(
          ({subject, isShared}) =>
            (name === undefined || lockNameOf(subject) === name) &&
            !(isShared && place.status.endsWith('RLock')),
        )
      : undefined;
    const isOver =
      taken !== undefined &&
      (await isGivenBack(
        frames.slice(0, at),
        new Set([lockNameOf(taken.subject)]),
        place.family,
        readSource,
      ));
    isAllRead &&= isRead && (taken === undefined || isOver);
    if (isRead && (taken === undefined || isOver)) continue;
    const locks = new Map<number, number>();
    for (const {id, lock} of waiting) {
      const isSame = wordsAt(pointers, id, frames, at).some((word) => pointsTo(word, lock, pointers));
      if (isSame && (taken !== undefined || isPastLine(frame, lock, asked))) locks.set(lock, id);
    }

    // A lock that one asks for again is asked for again by all who come the same way.
    const [goroutine] = locks.values();
    if (goroutine === undefined || locks.size < waiting.length / 2) continue;
    return {
      evidence: {
        kind: 'lock-again',
        function: frame.function,
        lock: taken?.subject,
        line: taken?.line,
        goroutine,
        of: ids.length,
      },
      locks,
    };
  }

  return isAllRead ? 'without' : undefined;
}

/** Whether others wait for a lock in an earlier line of the same function. */
function isPastLine({function: name, line}: Frame, address: number, asked: readonly AskedLock[]): boolean {
  const lock = asked.find((one) => one.address === address);
  return line > (lock?.lines.get(name) ?? Infinity);
}
