// Tells which suspects wait for which others.

import {isBlockedReceiver} from './blocked-receivers.ts';
import type {Circumstances} from './circumstances.ts';
import {hasLockFor, isHeldBy, mayHoldLockOf} from './lock-holders.ts';
import {isBodyRead, isWaitingForOnce} from '../recognise.ts';
import type {Suspect} from '../suspect.ts';
import {areKin, areOfOneGroup, hasStarted, isClosedBy} from '../places/kinship.ts';
import {
  isDoneBy,
  isErrgroupMember,
  isMemberOfWaitGroup,
  isStartedByGroup,
  isWaitingForGroup,
  isWaitingForGroupPlace,
} from './wait-groups.ts';

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
      const shown = others.filter(
        (other) => other !== suspect && isWaitingFor(suspect, other, circumstances),
      );
      // Of what came together with those that are shown to keep it, the one waits for the other at most.
      const isShown = suspect.signs.place.family === 'waitgroup' && shown.length > 0;
      const causes =
        isShown || !isTold ? shown : others.filter((other) => isKin.has(other) || shown.includes(other));
      return [suspect, likeliest(suspect, causes)];
    }),
  );
}

/** For so many of the connections somebody must be reading. */
const mostOfConnections = 0.5;

function likeliest(waiting: Suspect, causes: readonly Suspect[]): readonly Suspect[] {
  if (waiting.pattern === 'http-body-not-closed') {
    const read = causes.reduce((sum, {signs}) => sum + signs.place.count, 0);
    return read < waiting.signs.place.count * mostOfConnections ? [] : causes;
  }

  // What a WaitGroup has started itself is what it waits for, whatever else was started beside it.
  const members = waiting.signs.place.family === 'waitgroup' ? causes.filter(isGroupMember) : [];
  return members.length === 0 ? causes : members;
}

function isGroupMember({signs}: Suspect): boolean {
  return isMemberOfWaitGroup(signs.place);
}

/** What they do shows that one waits for the other. */
function isWaitingFor(waiting: Suspect, other: Suspect, circumstances: Circumstances): boolean {
  if (waiting.level === 'load' || other.level === 'load') return false;
  // The other waits for a lock that this one has.
  if (hasLockFor(waiting, other, circumstances)) return false;
  const {family} = waiting.signs.place;
  if (waiting.pattern === 'sql-pool-exhausted')
    return ['sql-tx-open', 'sql-rows-not-closed'].includes(other.pattern);
  // A connection waits until its body is read, and somebody is reading.
  if (waiting.pattern === 'http-body-not-closed') return isBodyRead(other.signs.place);
  if (family === 'mutex') return isHeldBy(waiting, other, circumstances);
  if (family === 'chan send' && isBlockedReceiver(waiting, other)) {
    // Who should receive, and waits for those who send to end, has left off receiving: it is theirs to look at.
    // Who should receive, and waits for a lock that the sender has, is kept by that.
    const isOwnDoing = ['waitgroup', 'mutex'].includes(other.signs.place.family);
    return !isOwnDoing || !isWaitingFor(other, waiting, circumstances);
  }

  if (isClosedBy(waiting, other, circumstances.kin)) return true;
  if (isWaitingForGroup(waiting.signs.place))
    return (
      isStartedByGroup(other.signs.place) &&
      (hasStarted(waiting, other) || areOfOneGroup(waiting, other, circumstances))
    );
  if (family === 'waitgroup') return hasStarted(waiting, other) || isDoneBy(waiting, other);
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
  // The other waits for a lock that this one has.
  if (hasLockFor(waiting, other, circumstances)) return false;
  const {family} = waiting.signs.place;
  if (family === 'mutex') return mayHoldLockOf(waiting, other, circumstances);
  if (family !== 'waitgroup' || other.signs.place.family === 'waitgroup') return false;
  if (isWaitingForGroup(waiting.signs.place) && !isStartedByGroup(other.signs.place)) return false;
  return !isClosedBy(other, waiting, circumstances.kin) && areKin(waiting, other, circumstances.kin);
}
