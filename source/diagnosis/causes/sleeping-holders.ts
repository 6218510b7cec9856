// Lowers those who wait for somebody that only sleeps, and will wake up.

import {hasLockFor} from './lock-holders.ts';
import type {Circumstances} from './circumstances.ts';
import {isInsideOnce, isWaitingForOnce} from '../recognise.ts';
import {longSleepMs} from '../signs/sleep-words.ts';
import type {Suspect} from '../suspect.ts';

/**
 * Lowers those whose lock, or whose Once, is with a goroutine that sleeps for longer than anybody has watched: nothing
 * shows yet that it will keep what it has. Who was watched for longer has gone to sleep again, and may do so for ever.
 *
 * @param others at places for which nothing speaks, those that sleep with how long they do.
 */
export function lowerBehindSleepers(
  suspects: readonly Suspect[],
  others: readonly Suspect[],
  circumstances: Circumstances,
): readonly Suspect[] {
  const sleepers = [...suspects, ...others].filter((one) => isInItsSleep(one));
  if (sleepers.length === 0) return suspects;
  return suspects.map((suspect): Suspect => {
    if (suspect.level !== 'likely' || suspect.signs.place.family !== 'mutex') return suspect;
    const sleeper = sleepers.find((one) => isWaitedFor(one, suspect, circumstances));
    if (sleeper?.signs.sleep === undefined) return suspect;
    const {
      ids,
      signs: {place, sleep},
    } = sleeper;
    const relation = {
      kind: 'holder-sleeps' as const,
      function: place.frame?.function ?? '',
      sleepMs: sleep.mostMs,
      goroutine: ids.length === 1 ? ids[0] : undefined,
    };
    return {...suspect, level: 'watch', relations: [...suspect.relations, relation]};
  });
}

function isInItsSleep({signs: {place, sleep, followed}}: Suspect): boolean {
  if (place.family !== 'sleep' || sleep === undefined || followed === undefined) return false;
  return sleep.mostMs < longSleepMs && sleep.leastMs > followed.overMs;
}

function isWaitedFor(sleeper: Suspect, waiting: Suspect, circumstances: Circumstances): boolean {
  const {place} = waiting.signs;
  if (!isWaitingForOnce(place)) return hasLockFor(sleeper, waiting, circumstances);
  const asking = place.frame?.function;
  return (
    isInsideOnce(sleeper.signs.place) && sleeper.signs.place.stack.some(({function: name}) => name === asking)
  );
}
