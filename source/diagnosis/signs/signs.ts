// All that is known of one place, and what may be concluded from it.

import type {Creator} from '../../profile/model.ts';
import {areAnswersRead, areIdleConnectionsTooMany, areMoreConnectionsKept} from './client-connections.ts';
import type {Benign} from './benign.ts';
import type {EndedReceiver} from './ended-receivers.ts';
import type {Connection} from './connection.ts';
import {isOneWayLeft, type Ways} from './connection-ways.ts';
import {
  fewestSettled,
  hasNobodyLeft,
  isAccumulation,
  leastFollowedMs,
  leavingPart,
  mostLeavingPart,
  tellingSettled,
  wellFollowedLooks,
  withBrief,
  type Followed,
} from '../places/followed.ts';
import type {PatternName} from '../pattern-name.ts';
import type {Place} from '../places/place.ts';
import {isAccepting, isAnswerStreamed, isMain} from '../recognise.ts';
import {leastRiseOfGoroutines, steadyTau, type Trend} from '../trends/trend.ts';
import {isDeadlocked} from './deadlocked.ts';
import {pileLevel} from './pile.ts';
import type {Spinning} from './running.ts';
import {longSleepMs, type Sleep} from './sleep-words.ts';
import type {LockPile, StuckLock} from './stuck-lock.ts';
import type {Level} from '../verdict.ts';

/** Everything that is known of one place, before anything is made of it. */
export type Signs = {
  readonly place: Place;
  readonly pattern: PatternName;
  /** Its count over time. */
  readonly trend: Trend | undefined;
  /** What following its goroutines has shown; undefined without full stacks. */
  readonly followed: Followed | undefined;
  readonly creators: readonly Creator[];
  /** The different goroutines that started those here, and how many of these have ended. */
  readonly starters: {readonly all: number; readonly gone: number};
  /** Why it is what healthy programs have, where it is known. */
  readonly benign: Benign | undefined;
  /** Of those that came and stayed, the part that came with a connection which is still open, 0 to 1. */
  readonly withConnection: number;
  /** Its count rose again and again, and has not for longer than it ever paused. */
  readonly hasHalted: boolean;
  /** Its count goes with that of connections; asked only where its goroutines could not be followed. */
  readonly isCoupled: boolean;
  /** Waits for a lock whose queue does not move: for how long, and how many. */
  readonly stuckLock: StuckLock | undefined;
  /** Waits for a lock beside many others, at the only look that there was. */
  readonly lockPile: LockPile | undefined;
  /** Those that were never found to wait. */
  readonly spinning: readonly Spinning[];
  /** How long its goroutines sleep each time. */
  readonly sleep: Sleep | undefined;
  /** Whose the connections are that it waits on; undefined when it waits for no peer. */
  readonly connection: Connection | undefined;
  /** What became of those that carried a connection both ways; undefined when it waits for no peer. */
  readonly ways: Ways | undefined;
  /** Who received in a method of their type, and ended before the first of these senders came. */
  readonly endedReceiver: EndedReceiver | undefined;
  /** The most requests of HTTP clients that were seen under way at once. */
  readonly requests: number;
  /** Answers to such requests that are being read now. */
  readonly answersRead: number;
  /** Read from a file: somebody took these moments one by one, and no other will come. */
  readonly isSaved: boolean;
  /** The runtime ended the process because all of its goroutines were asleep. */
  readonly isDeadlock: boolean;
};

/** Fewer than two are one start. */
const fewestBatches = 2;
/** So many looks do not meet who comes and goes by chance each time. */
export const tellingLooks = 12;
/** For each that was here from the first look on, so many may have left; as many, where the count rose for sure. */
const mostStartLeftPerStayed = 1 / 3;
const leastSureChance = 0.001;
/** Where looks are few, counts must have risen more than once or twice: a step to another level looks the same. */
const mostStepChance = 0.2;
/** What looks say of a rise, they say when they were taken over so much of it. */
const mostOfTime = 0.5;
/** Where nobody could be followed, so many at one place that go on rising are more than any load. */
const tellingCount = 1_000;
/** So many senders that came over so long without one fall are a queue that nobody takes from, or takes too slowly. */
const tellingSenders = 12;
const leastQueueingMs = 5 * 60_000;
/** Who creates nothing else after so long is known to be gone for the others too. */
const nearlyAll = 0.9;
/** Of those that stayed, so many have come with a connection. */
const mostlyWithConnection = 0.5;

/** Grew, by goroutines that came one after another and never left. */
export function isAccumulating(signs: Signs): boolean {
  const {followed, trend} = signs;
  // Counted more often than looked at: that it has come to a halt shows there first.
  const hasHalted = trend?.shape === 'plateau' || trend?.shape === 'step' || trend?.shape === 'constant';
  if (followed === undefined || hasHalted || signs.hasHalted || isFillingUp(trend)) return false;
  if (!isFollowedWell(followed) && trend !== undefined && trend.chance > mostStepChance) return false;
  return isAccumulation(followed) && (followed.looks >= tellingLooks || hasStayed(followed, trend));
}

/** Rose less and less, and never fell: a cache or a pool does that, until all that it can have are there. */
function isFillingUp(trend: Trend | undefined): boolean {
  return trend !== undefined && trend.neverFell && trend.rise >= leastRiseOfGoroutines && !trend.stillRising;
}

/** Work that takes longer than the time between two looks is not seen to leave; who was here at the first look is. */
function hasStayed(
  {fromStart, startLeft}: Pick<Followed, 'fromStart' | 'startLeft'>,
  trend: Trend | undefined,
): boolean {
  const most = trend?.shape === 'rising' && trend.chance <= leastSureChance ? 1 : mostStartLeftPerStayed;
  return startLeft <= fromStart * most;
}

/** There are more of them, and none is new to the process: they have come from another place of their work. */
function haveMovedIn({stayed, looks, overMs}: Followed, {spanMs}: Trend): boolean {
  return stayed === 0 && looks >= 2 && overMs >= spanMs * mostOfTime;
}

/** Looked at so often that counts say no more than following does. */
export function isFollowedWell(followed: Followed | undefined): boolean {
  return (followed?.looks ?? 0) >= wellFollowedLooks;
}

/**
 * Its count rises and does not come back: what can be said where full stacks are too costly to follow anybody. The few
 * that there are must not show that those who stay leave later, or stay while they work.
 */
export function isRising({trend, hasHalted, followed, pattern}: Signs): boolean {
  if (trend?.shape !== 'rising' || !trend.stillRising || hasHalted) return false;
  if (followed === undefined) return true;
  if (leavingPart(followed) > mostLeavingPart || followed.working > 0 || followed.slowsDown) return false;
  if (haveMovedIn(followed, trend)) return false;
  // Those that come in batches come at few looks, and are many.
  const isByBatches =
    followed.settled >= tellingSettled && followed.arrivals >= fewestBatches && !pattern.startsWith('http');
  return isByBatches || (hasStayed(withBrief(followed), trend) && !isFollowedWell(followed));
}

/** Nobody was seen to leave who had been here for a while. */
export function isHolding(signs: Signs): boolean {
  const {followed} = signs;
  return followed !== undefined && followed.fromStart + followed.settled > 0 && hasNobodyLeft(followed);
}

function isServed(connection: Connection | undefined): boolean {
  return connection === 'accepted' || connection === 'assumed';
}

/** Some have not moved as long as anybody looked, and what they wait for may never come. */
export function isSilent({place, followed, connection}: Signs): boolean {
  const isWaiting = !['running', 'runnable', 'syscall', 'GC'].includes(place.family);
  const stays = (followed?.fromStart ?? 0) + (followed?.settled ?? 0) > 0;
  return isWaiting && !isServed(connection) && stays && !isMain(place);
}

/** The goroutines that started these have ended, and were several. */
export function areStartersGone({starters, creators}: Signs): boolean {
  const known = creators.filter(({alive}) => alive !== undefined);
  const count = known.reduce((sum, creator) => sum + creator.count, 0);
  const alive = known.reduce((sum, creator) => sum + (creator.alive ?? 0), 0);
  return starters.gone >= 2 && count > 0 && (count - alive) / count >= nearlyAll;
}

/** So many came that it needs no other sign, or there is one: those that started them have ended. */
export function isTelling(signs: Signs): boolean {
  const came = Math.max(signs.followed?.settled ?? 0, signs.trend?.rise ?? 0);
  // Nobody but its caller can wake a coroutine, and that has gone on to the next.
  const least = signs.place.family === 'coroutine' ? fewestSettled : tellingSettled;
  return came >= least || areStartersGone(signs);
}

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
  if (place.family === 'chan send' && areStartersGone(signs) && place.count >= fewestSettled) {
    if (isOneLook) return 'likely';
    // What one dump shows, the next can only take back by those who have left.
    if (signs.isSaved && hasNobodyLeft(followed)) return 'likely';
    if (isHolding(signs) && followed.overMs >= leastFollowedMs) return 'likely';
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
