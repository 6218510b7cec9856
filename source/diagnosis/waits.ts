// Tells which suspects wait for which others.

import type {Circumstances} from './circumstances.ts';
import {isHeldBy, mayHoldLockOf} from './lock-holders.ts';
import {isBodyRead, isErrgroupMember, isWaitingForGroupPlace, isWaitingForOnce} from './recognise.ts';
import type {Suspect} from './suspect.ts';
import {areKin, hasStarted, isClosedBy} from './places/kinship.ts';

/** For each that waits, those that it waits for, in the order in which these were given. */
export type Waits = ReadonlyMap<Suspect, readonly Suspect[]>;

/**
 * That they came together is said of everything that a program starts at once: where it would make more functions
 * than these the cause of one wait, it tells nothing.
 */
const mostKinFunctions = 3;

/** Finds for each that waits those among `others` that keep it. */
export function waitsAmong(
  waiting: readonly Suspect[],
  others: readonly Suspect[],
  circumstances: Circumstances,
): Waits {
  return new Map(
    waiting.map((suspect) => {
      const isKin = new Set(
        others.filter((other) => other !== suspect && mayWaitFor(suspect, other, circumstances)),
      );
      const functions = new Set(Array.from(isKin, ({signs}) => signs.place.frame?.function));
      const isTold = functions.size <= mostKinFunctions;
      const causes = others.filter(
        (other) =>
          other !== suspect && ((isTold && isKin.has(other)) || isWaitingFor(suspect, other, circumstances)),
      );
      return [suspect, causes];
    }),
  );
}

/** What they do shows that one waits for the other. */
function isWaitingFor(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  if (waiting.level === 'load' || other.level === 'load') return false;
  const {family} = waiting.signs.place;
  if (waiting.pattern === 'sql-pool-exhausted')
    return ['sql-tx-open', 'sql-rows-not-closed'].includes(other.pattern);
  // A connection waits until its body is read, and somebody is reading.
  if (waiting.pattern === 'http-body-not-closed') return isBodyRead(other.signs.place);
  if (family === 'mutex') return isHeldBy(waiting, other, circumstances);
  if (isClosedBy(waiting, other, circumstances.kin)) return true;
  if (family === 'waitgroup') return hasStarted(waiting, other);
  // A place in a group becomes free when a member ends, and these wait for one themselves.
  if (isWaitingForGroupPlace(waiting.signs.place))
    return (
      isWaitingForGroupPlace(other.signs.place) &&
      isErrgroupMember(other.signs.place) &&
      hasStarted(waiting, other)
    );

  // A parent that receives what its children would have sent, had they not been stopped by something that is not it.
  return family === 'chan receive' || family === 'select'
    ? ['mutex', 'cond', 'waitgroup'].includes(other.signs.place.family) &&
        hasStarted(waiting, other) &&
        !(isWaitingForOnce(other.signs.place) && isHeldBy(other, waiting, circumstances))
    : false;
}

/** Nothing but that they came together speaks for it. */
function mayWaitFor(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  if (waiting.level === 'load' || other.level === 'load') return false;
  const {family} = waiting.signs.place;
  if (family === 'mutex') return mayHoldLockOf(waiting, other, circumstances);
  if (family !== 'waitgroup' || other.signs.place.family === 'waitgroup') return false;
  return !isClosedBy(other, waiting, circumstances.kin) && areKin(waiting, other, circumstances.kin);
}
