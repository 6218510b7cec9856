import {isEndless} from '../../profile/wait-reason.ts';
import {isOneWayLeft} from './connection-ways.ts';
import {pileLevel} from './pile.ts';
import {isDeadlocked} from './deadlocked.ts';
import {isAccumulating, isHolding, type Signs} from './signs.ts';
import type {StuckLock} from './stuck-lock.ts';
import type {Evidence} from '../verdict.ts';

/** What the runtime tells in. */
const minuteMs = 60_000;
/** Of so many of all it is known. */
const mostlyAll = 0.9;

/** What speaks for a verdict, and what against it, the strongest first. */
export function evidenceOf(signs: Signs): Evidence[] {
  const {place, trend, followed, creators, starters, stuckLock, sleep} = signs;
  const evidence: Evidence[] = [];
  if (place.leaked > 0) evidence.push({kind: 'proof', leaked: place.leaked, count: place.count});
  if (isDeadlocked(signs)) evidence.push({kind: 'deadlock'});
  if (isEndless(place.status)) evidence.push({kind: 'endless', status: place.status});
  if (stuckLock !== undefined) {
    if (stuckLock.address !== undefined)
      evidence.push({
        kind: 'one-lock',
        waiters: stuckLock.count,
        address: `0x${stuckLock.address.toString(16)}`,
        ...whichOf(stuckLock, place.count),
      });
    evidence.push({
      kind: 'stuck',
      count: stuckLock.count,
      ...overOf(stuckLock),
      looks: stuckLock.looks,
      ...whichOf(stuckLock, place.count),
    });
  }

  if (stuckLock === undefined && signs.lockPile !== undefined) {
    const {count, address, of} = signs.lockPile;
    const which = {...(count === of ? {} : {of}), ...partOf(of, place.count)};
    evidence.push({kind: 'one-lock', waiters: count, address: `0x${address.toString(16)}`, ...which});
  }

  if (signs.spinning.length > 0)
    evidence.push({kind: 'always-running', looks: Math.max(...signs.spinning.map(({looks}) => looks))});
  if (pileLevel(signs) !== undefined && (trend?.samples ?? 1) <= 1)
    evidence.push({kind: 'stuck', count: place.count, overMs: 0, looks: 1});
  const known = creators.filter(({alive}) => alive !== undefined);
  const started = known.reduce((sum, {count}) => sum + count, 0);
  const gone = known.reduce((sum, {count, alive}) => sum + count - (alive ?? 0), 0);
  if (gone > 0) {
    const kind = place.family === 'chan send' ? 'orphan-sender' : 'creator-gone';
    const creator = known.toSorted((a, b) => b.count - a.count)[0]?.frame.function ?? '';
    evidence.push({kind, gone, known: started, creator, starters: starters.all});
  }

  if (signs.endedReceiver !== undefined) evidence.push({kind: 'receiver-ended', ...signs.endedReceiver});
  if (signs.ways !== undefined && isOneWayLeft(signs)) {
    const {left, whole} = signs.ways;
    evidence.push({kind: 'one-way-left', left, seen: left + whole});
  }

  if (followed !== undefined && isHolding(signs)) {
    evidence.push({
      kind: followed.areOrphans ? 'orphans-stay' : 'survivors',
      survived: followed.settled + followed.fromStart,
      seen: followed.settled + followed.fromStart + followed.settledLeft,
      born: followed.stayed,
      overMs: followed.stayMs,
    });
  }

  if (
    trend !== undefined &&
    trend.last > trend.first &&
    (isAccumulating(signs) || trend.shape === 'rising')
  ) {
    const {first, last, spanMs, neverFell} = trend;
    evidence.push({kind: 'growth', first, last, perMinute: trend.slopePerMinute, overMs: spanMs, neverFell});
  } else if (trend !== undefined && trend.min === trend.max && trend.samples > 1) {
    evidence.push({kind: 'constant', count: trend.last, overMs: trend.spanMs});
  }

  if (sleep !== undefined)
    evidence.push({kind: 'sleep', leastMs: sleep.leastMs, mostMs: sleep.mostMs, ...sleep.part});
  if (followed !== undefined && followed.fromStart > 0)
    evidence.push({kind: 'present-at-attach', count: followed.fromStart});
  return evidence;
}

type Which = {readonly goroutine: number; readonly of: number; readonly isPart?: true};

function whichOf({goroutine, of}: StuckLock, count: number): Which {
  return {goroutine, of, ...partOf(of, count)};
}

/** Whether it is known of fewer than there are: counts may be a little newer than what was looked at. */
function partOf(of: number, count: number): {readonly isPart?: true} {
  return of < count * mostlyAll ? {isPart: true} : {};
}

/** What was seen over several looks, and what the runtime says besides. */
function overOf({looks, overMs, seenMs}: StuckLock): {readonly overMs: number; readonly toldMs?: number} {
  if (looks === 1 || overMs <= seenMs) return {overMs};
  return {overMs: seenMs, toldMs: Math.floor(overMs / minuteMs) * minuteMs};
}
