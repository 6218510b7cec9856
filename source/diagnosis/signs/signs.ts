// All that is known of one place, and what may be concluded from it.

import type {Creator} from '../../profile/model.ts';
import type {Benign} from './benign.ts';
import type {EndedReceiver} from './ended-receivers.ts';
import type {Connection} from './connection.ts';
import type {Ways} from './connection-ways.ts';
import {
  fewestSettled,
  hasNobodyLeft,
  isAccumulation,
  leavingPart,
  mostLeavingPart,
  tellingSettled,
  wellFollowedLooks,
  withBrief,
  type Followed,
} from '../places/followed.ts';
import type {PatternName} from '../pattern-name.ts';
import type {Place} from '../places/place.ts';
import {isMain} from '../recognise.ts';
import {leastRiseOfGoroutines, type Trend} from '../trends/trend.ts';
import type {Spinning} from './running.ts';
import type {Sleep} from './sleep-words.ts';
import type {LockPile, StuckLock} from './stuck-lock.ts';

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
/** Who creates nothing else after so long is known to be gone for the others too. */
const nearlyAll = 0.9;

/** Grew, by goroutines that came one after another and never left. */
export function isAccumulating(signs: Signs): boolean {
  const {followed, trend} = signs;
  // Counted more often than looked at: that it has come to a halt shows there first.
  const hasHalted = trend?.shape === 'plateau' || trend?.shape === 'step' || trend?.shape === 'constant';
  if (followed === undefined || hasHalted || signs.hasHalted || isFillingUp(trend)) return false;
  if (!isFollowedWell(followed) && trend !== undefined && trend.chance > mostStepChance) return false;
  if (haveBeenReleased(followed)) return false;
  return isAccumulation(followed) && (followed.looks >= tellingLooks || hasStayed(followed, trend));
}

/** More have gone on than have come and stayed since: all of them wait for what comes from time to time. */
function haveBeenReleased({startLeft, fromStart, settled}: Followed): boolean {
  return startLeft >= tellingSettled && startLeft > fromStart + settled;
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

/** Its connections were accepted, or are taken for it. */
export function isServed(connection: Connection | undefined): boolean {
  return connection === 'accepted' || connection === 'assumed';
}

/** Some have not moved as long as anybody looked, and what they wait for may never come. */
export function isSilent(signs: Signs): boolean {
  const {place, followed, connection} = signs;
  const stays = (followed?.fromStart ?? 0) + (followed?.settled ?? 0) > 0;
  return isSeenWaiting(signs) && stays && !isServed(connection) && !isMain(place);
}

/**
 * Some wait there, and were looked at more than once. That says nothing by itself, but whoever has a lock that is not
 * passed on is among these, also where it came there from elsewhere.
 */
export function isSeenWaiting({place, followed}: Signs): boolean {
  return followed !== undefined && !['running', 'runnable', 'syscall', 'GC'].includes(place.family);
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
