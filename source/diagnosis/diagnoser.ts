// Judges a session: follows it from look to look, and makes verdicts of it when asked.

import {restartsOf} from '../session/session-logs.ts';
import type {Session} from '../session/session.ts';
import type {StacksLook} from '../session/model.ts';
import {withoutAttended} from './signs/attended.ts';
import {withoutLoneWriters} from './signs/connection-writers.ts';
import {callersOf} from './signs/callers.ts';
import {mayReceiveFor} from './causes/blocked-receivers.ts';
import {hasSilentCause, possibleCause} from './causes/causes.ts';
import {LeftChannels, withLeftChannel} from './causes/left-channels.ts';
import {SampleTimes, countNow, createTrends, leastSince, mostAtOnce} from './trends/counts.ts';
import {createCoupledCounts} from './trends/coupled-counts.ts';
import {KnownPlaces, type KnownPlace} from './places/known-places.ts';
import {FollowedLooks} from './followed-looks.ts';
import {limitsOf} from './limits.ts';
import {mostGrown} from './places/most-grown.ts';
import {PlaceSigns, unmoved, type CountSigns, type ReadTexts} from './places/place-signs.ts';
import {isQuiet, isUnremarkable} from './signs/quiet.ts';
import type {ReadSource} from './sources/read-source.ts';
import {startedWithin} from './signs/own-starters.ts';
import {Relations, suspectOf} from './relate.ts';
import {sceneOf, type Scene} from './scene.ts';
import {isDeadlocked} from './signs/deadlocked.ts';
import {levelOf} from './signs/level.ts';
import {isFollowedWell, isSeenWaiting, type Signs} from './signs/signs.ts';
import {createSlices, type Slices} from './slices.ts';
import {emptySorted, put, SortedBefore, type Sort, type Sorted} from './places/sorted-places.ts';
import {stuckMs} from './signs/stuck-lock.ts';
import {verdictOf} from './verdict-of.ts';
import type {Suspect} from './suspect.ts';
import {isAtLeast, type Diagnosis, type Level, type Verdict} from './verdict.ts';

/** What is known beforehand, and what may be asked of the world. */
export type DiagnoserParts = {
  readonly session: Session;
  readonly texts: ReadTexts;
  /** Reads the line where goroutines wait; undefined: the source is not asked. */
  readonly readSource?: ReadSource | undefined;
  /** The clock, in milliseconds, by which work is cut into slices; the machine's unless given. */
  readonly workMs?: () => number;
};

/** Judges one session. */
export type Diagnoser = {
  /** Takes in what is new in the session since the last call: call it after each sample. Cheap when nothing is new. */
  readonly observe: () => Promise<void>;
  /** The opinion on all that was observed. */
  readonly judge: () => Promise<Diagnosis>;
};

/** Makes the one who judges a session. */
export function createDiagnoser({session, texts, readSource, workMs}: DiagnoserParts): Diagnoser {
  const looks = new FollowedLooks();
  const {cohorts} = looks;
  const times = new SampleTimes();
  const knownPlaces = new KnownPlaces();
  const signs = new PlaceSigns(looks, texts);
  const relations = new Relations(texts, readSource);
  const leftChannels = new LeftChannels(readSource);
  const sortedBefore = new SortedBefore();
  let looked = session.look;
  let countedMs = session.latest?.atMs;
  let scene: Scene | undefined;
  let restarts = restartsOf(session);
  let samples = {pulse: 0, groups: 0, stacks: 0};

  async function observe(): Promise<void> {
    const {latest, look} = session;
    if (restartsOf(session) !== restarts) {
      restarts = restartsOf(session);
      for (const followed of [looks, times, signs]) followed.forget();
    }

    if (latest !== undefined && latest.atMs !== countedMs) {
      countedMs = latest.atMs;
      times.add(latest.atMs);
      samples = {...samples, groups: samples.groups + 1, pulse: samples.pulse + 1};
    }

    if (look !== undefined && look !== looked) {
      looked = look;
      samples = {...samples, stacks: samples.stacks + 1};
      signs.forget();
      await looks.observe(look, texts, createSlices(workMs));
    }
  }

  function newScene(look: StacksLook, slices: Slices): Promise<Scene> {
    const lookEveryMs = everyMs(cohorts.lookTimes);
    return sceneOf(look, slices, {
      lookEveryMs,
      firstLook: cohorts.firstLookOf(look),
      before: scene,
    });
  }

  async function judge(): Promise<Diagnosis> {
    const {look, latest, history} = session;
    const slices = createSlices(workMs);
    if (look !== scene?.look) scene = look === undefined ? undefined : await newScene(look, slices);
    signs.lookAt(scene, look?.atMs ?? latest?.atMs ?? 0, latest?.snapshot.source === 'file');
    if (slices.isOver()) await slices.breathe();
    const places = await knownPlaces.read(history, scene, slices);
    if (slices.isOver()) await slices.breathe();
    const {suspects: sorted, silent, quiet, others} = await sort(places, slices);
    const suspects = withoutLoneWriters(withoutAttended(sorted, scene, places), places);
    others.load += countOfLoad(suspects) - countOfLoad(sorted);
    // What says nothing by itself matters only where others may wait for it.
    const senders = suspects.filter(({signs: {place}}) => place.family === 'chan send');
    if (senders.length > 0 || suspects.some((suspect) => hasSilentCause(suspect))) {
      const isPossible = possibleCause(suspects);
      const mayReceive = mayReceiveFor(senders);
      for (const {known, counts} of quiet) {
        if (slices.isOverInLoop()) await slices.breathe();
        const {place, facts} = known;
        if (!isPossible({place, pattern: facts.pattern}) && !mayReceive(place, facts)) continue;
        const one = signs.of(place, counts);
        if (isSeenWaiting(one)) silent.push(one);
      }
    }

    const verdicts: Verdict[] = [];
    for (const suspect of await relations.relate({suspects, silent, scene, signs}, slices)) {
      if (slices.isOver()) await slices.breathe();
      const origin = callersOf(suspect, knownPlaces.requests.all) ?? startedWithin(suspect, looks.starters);
      verdicts.push(
        verdictOf(origin === undefined ? suspect : {...suspect, relations: [...suspect.relations, origin]}),
      );
    }

    const total = {
      first: history.total.at(history.total.firstAtMs ?? 0) ?? 0,
      last: history.total.last ?? look?.snapshot.total ?? 0,
      max: history.total.range(-Infinity, Infinity)?.max ?? look?.snapshot.total ?? 0,
    };
    const isQuietAll = !verdicts.some(({level}) => isAtLeast(level, 'watch'));
    return {
      fromWallMs: session.attachedWallMs,
      toWallMs: session.lastSeen?.wallMs ?? session.clock.wallMs(),
      watchedMs: (session.lastSeen?.atMs ?? session.clock.monotonicMs()) - session.attachedAtMs,
      samples,
      total,
      verdicts,
      others,
      grown: isQuietAll ? mostGrown(places, times.spread(), total) : undefined,
      limits: limitsOf(session, samples),
    };
  }

  async function sort(places: readonly KnownPlace[], slices: Slices): Promise<Sorted> {
    const spread = times.spread();
    const trendOf = createTrends(spread);
    const requests = mostAtOnce(knownPlaces.requests.all, spread);
    const answersRead = countNow(knownPlaces.requests.read);
    const isDeadlock = scene?.look.snapshot.isDeadlock === true;
    const left = await leftChannels.of(scene);
    const isCoupled = createCoupledCounts(() => connectionsOf(places), spread);
    const countSignsOf = ({place, tracked}: KnownPlace): CountSigns => {
      const {trend, hasHalted, points} = trendOf(tracked);
      const mayBeCoupled = points.length > 0 && !isFollowedWell(signs.ofLook(place).followed);
      return {trend, isCoupled: mayBeCoupled && isCoupled(points), hasHalted, requests, answersRead};
    };

    const sortOne = async (known: KnownPlace): Promise<Sort> => {
      const {place, facts} = known;
      const counts = countSignsOf(known);
      const {trend} = counts;
      const other = trend?.shape === 'constant' ? 'constant' : 'moving';
      const isUnsaid = !isDeadlocked({place, isDeadlock}) && !left.has(place.place);
      if (isUnsaid && isUnremarkable(place, facts, trend, cohorts.of(place.place)))
        return {quiet: {known, counts}, other};
      const one = withoutGaps(signs.of(place, counts), known, spread);
      const slept = levelOf(one) === undefined ? one : await signs.withSleep(one);
      const long = signs.ofLongSleepers(one);
      const told = long !== undefined && tellsMore(levelOf(long), levelOf(slept)) ? long : slept;
      const level = levelOf(told) ?? (left.has(place.place) ? 'likely' : undefined);
      if (level === undefined) return isSeenWaiting(one) ? {silent: one, other} : {other};
      const suspect = withLeftChannel(suspectOf(told, level, scene), left);
      return level === 'load' ? {suspect, other: 'load'} : {suspect};
    };

    const sorted = emptySorted();
    const nowMs = spread.at(-1) ?? 0;
    const lookMs = scene?.look.atMs;
    for (const known of places) {
      if (slices.isOverInLoop()) await slices.breathe();
      if (isDeadlock || (left.size > 0 && left.has(known.place.place))) {
        put(sorted, await sortOne(known));
        continue;
      }

      const before = sortedBefore.of(known, cohorts, {lookMs, times: spread});
      if (before !== undefined) {
        put(sorted, before);
        continue;
      }

      const cohort = cohorts.of(known.place.place);
      if (isQuiet(known, cohort, cohorts.lookTimes)) {
        const found = {quiet: {known, counts: unmoved}, other: 'constant'} as const;
        put(sorted, found);
        sortedBefore.keep(known, found, {lookMs, atMs: nowMs, cohort});
        continue;
      }

      if (slices.isOver()) await slices.breathe();
      const found = await sortOne(known);
      put(sorted, found);
      if (dependsOnItselfOnly(known)) sortedBefore.keep(known, found, {lookMs, atMs: nowMs, cohort});
    }

    return sorted;
  }

  return {observe, judge};
}

function countOfLoad(suspects: readonly Suspect[]): number {
  return suspects.filter(({level}) => level === 'load').length;
}

/** Of a part and of all at a place: the part is told where it is as sure, and by itself says what it is. */
function tellsMore(part: Level | undefined, all: Level | undefined): boolean {
  return part === 'likely' || (part === 'watch' && all === undefined);
}

/** What others do, or the time that passes, decides nothing there. */
function dependsOnItselfOnly({place: {family}, facts: {pattern}}: KnownPlace): boolean {
  return family !== 'mutex' && family !== 'running' && family !== 'runnable' && !pattern.startsWith('http');
}

/** How much time was between the last two looks. */
function everyMs(times: readonly number[]): number {
  return (times.at(-1) ?? 0) - (times.at(-2) ?? times.at(-1) ?? 0);
}

/** Counts are taken more often than looks: a queue that was once shorter between two of them does move. */
function withoutGaps(signs: Signs, {tracked}: KnownPlace, times: readonly number[]): Signs {
  const {stuckLock} = signs;
  if (stuckLock === undefined) return signs;
  const least = leastSince(tracked, times, (times.at(-1) ?? 0) - stuckMs) ?? stuckLock.long;
  return least >= stuckLock.long ? signs : {...signs, stuckLock: undefined};
}

/** The counts of goroutines that wait for peers: as many as there are connections. */
function* connectionsOf(places: readonly KnownPlace[]): Generator<KnownPlace['tracked']> {
  for (const {facts, tracked} of places) if (facts.isConnection) yield tracked;
}
