// How sure it is that goroutines will never end.

import {areAnswersRead, areIdleConnectionsTooMany, areMoreConnectionsKept} from './client-connections.ts';
import {isOneWayLeft} from './connection-ways.ts';
import {isDeadlocked} from './deadlocked.ts';
import {fewestSettled, hasNobodyLeft, leastFollowedMs, tellingSettled} from '../places/followed.ts';
import {pileLevel} from './pile.ts';
import {isAccepting, isAnswerStreamed, isMain} from '../recognise.ts';
import {
  areStartersGone,
  isAccumulating,
  isFollowedWell,
  isHolding,
  isRising,
  isServed,
  isTelling,
  type Signs,
} from './signs.ts';
import {longSleepMs} from './sleep-words.ts';
import {steadyTau} from '../trends/trend.ts';
import type {Level} from '../verdict.ts';

/** Where nobody could be followed, so many at one place that go on rising are more than any load. */
const tellingCount = 1_000;
/** So many senders that came over so long without one fall are a queue that nobody takes from, or takes too slowly. */
const tellingSenders = 12;
const leastQueueingMs = 5 * 60_000;
/** Of those that stayed, so many have come with a connection. */
const mostlyWithConnection = 0.5;

/** How sure it is that these goroutines will never end; undefined: nothing speaks for it. */
export function levelOf(signs: Signs): Level | undefined {
  const {place, pattern, followed, benign, withConnection, sleep} = signs;
  if (place.leaked > 0 || isDeadlocked(signs)) return 'proven';
  if (pattern === 'nil-channel') return 'proven';
  if (pattern === 'select-no-cases') return isMain(place) ? undefined : 'likely';
  if (signs.stuckLock !== undefined) return 'likely';
  if (signs.lockPile !== undefined) return 'watch';
  if (place.family === 'running' || place.family === 'runnable')
    return signs.spinning.length > 0 ? 'watch' : undefined;
  const accumulating = isAccumulating(signs);
  if (accumulating || isRising(signs)) {
    const {connection} = signs;
    if (accumulating && isOneWayLeft(signs) && areStartersGone(signs)) return 'likely';
    if (isServed(connection)) return 'load';
    if (connection === undefined && withConnection >= mostlyWithConnection) return 'load';
    if (connection === undefined && !isFollowedWell(followed) && signs.isCoupled) return 'load';
    if (connection === 'stream' || connection === 'opened') return 'watch';
    if (pattern === 'http-transport-per-request')
      return areIdleConnectionsTooMany(signs) ? 'likely' : 'watch';
    if (pattern === 'http-body-not-closed' && areAnswersRead(signs)) return 'watch';
    if (isAnswerStreamed(place)) return 'watch';
    // One listener after another is opened, which no load explains.
    if (isAccepting(place)) return 'likely';
    // No peer makes them more: what is made again and again is to be made once, or to be closed.
    if (benign !== undefined && !(accumulating && benign.isPerObject === true))
      return accumulating ? 'watch' : undefined;
    if (sleep !== undefined) return isSleepEndless(signs) ? 'likely' : 'watch';
    // Few, of one that still goes on starting them, may be work that takes long.
    if (followed === undefined && place.count < tellingCount && !areStartersGone(signs))
      return isGrowingQueue(signs) ? 'likely' : 'watch';
    return isTelling(signs) ? 'likely' : 'watch';
  }

  if (pattern === 'http-transport-per-request') return areMoreConnectionsKept(signs) ? 'likely' : undefined;
  if (benign !== undefined || signs.connection !== undefined) return undefined;
  const isOneLook = followed === undefined || followed.looks < 2;
  const held = (followed?.fromStart ?? 0) + (followed?.settled ?? 0);
  if (place.family === 'chan send' && areStartersGone(signs) && place.count >= fewestSettled) {
    if (isOneLook) return 'likely';
    // What one dump shows, the next can only take back by those who have left.
    if (signs.isSaved && hasNobodyLeft(followed)) return 'likely';
    if (isHolding(signs) && held >= fewestSettled && followed.overMs >= leastFollowedMs) return 'likely';
  }

  if (!isHolding(signs)) return isOneLook ? pileLevel(signs) : undefined;
  if (signs.endedReceiver !== undefined && (followed?.settled ?? 0) >= tellingSettled) return 'likely';
  const haveCome = signs.isSaved && (followed?.stayed ?? 0) >= fewestSettled;
  return haveCome || areStartersGone(signs) || (followed?.settled ?? 0) >= 2 ? 'watch' : undefined;
}

/**
 * Senders only ever became more, for minutes. Others that wait may have become more because their work did, as readers
 * of a connection do; who waits to send has work to hand over already, and nobody takes it.
 */
function isGrowingQueue({place, trend}: Signs): boolean {
  return (
    place.family === 'chan send' &&
    trend !== undefined &&
    trend.neverFell &&
    trend.rise >= tellingSenders &&
    trend.spanMs >= leastQueueingMs &&
    trend.tau >= steadyTau
  );
}

/** Sleeps again and again, or for longer than anybody waits. */
function isSleepEndless({sleep, followed}: Signs): boolean {
  if (sleep === undefined || followed === undefined) return false;
  if (sleep.mostMs >= longSleepMs) return true;
  // Those who all began meanwhile may be trying again until an outage is over.
  return followed.fromStart > 0 && (sleep.isAgain || followed.overMs / 2 > sleep.mostMs);
}
