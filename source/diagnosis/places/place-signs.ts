// Gathers all that is known of one place.

import {connectionOf} from '../signs/connection.ts';
import {followedIn, followedOf, leavingPart, mostLeavingPart, type Followed} from './followed.ts';
import {kindOf} from '../signs/stack-kind.ts';
import type {PlaceCohort} from './place-cohorts.ts';
import type {FollowedLooks} from '../followed-looks.ts';
import {restPart} from '../trends/counts.ts';
import {factsOf} from './place-facts.ts';
import type {Place} from './place.ts';
import type {RunningGoroutines, Spinning} from '../signs/running.ts';
import {partWithConnection, type Scene} from '../scene.ts';
import type {Signs} from '../signs/signs.ts';
import {sleepOf} from '../signs/sleep-words.ts';
import {pileOf, stuckLockOf} from '../signs/stuck-lock.ts';

/** The texts of goroutines of the newest look, by id: addresses of locks, durations of sleeps. */
export type ReadTexts = (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** What only counts tell, which are taken far more often than full stacks. */
export type CountSigns = Pick<Signs, 'trend' | 'isCoupled' | 'hasHalted' | 'requests' | 'answersRead'>;

/** What counts tell of a place that has not moved at all. */
export const unmoved: CountSigns = {
  trend: undefined,
  isCoupled: false,
  hasHalted: false,
  requests: 0,
  answersRead: 0,
};

type LookSigns = Pick<
  Signs,
  | 'followed'
  | 'creators'
  | 'starters'
  | 'withConnection'
  | 'spinning'
  | 'stuckLock'
  | 'lockPile'
  | 'connection'
  | 'ways'
  | 'endedReceiver'
>;

/** Texts of goroutines that are read for one place. */
export const mostTextsOfPlace = 50;
/** … and for how long its goroutines sleep: one line of the program seldom has more than one duration. */
const mostSleepsRead = 20;
/** A goroutine that was never found to wait, in so many looks and for so long, does not wait. */
const fewestSpinningLooks = 5;
const leastSpinningMs = 10_000;

/** Puts together what is known of each place; what full stacks show only once for each look. */
export class PlaceSigns {
  readonly #looks: FollowedLooks;
  readonly #texts: ReadTexts;
  readonly #ofLook = new Map<string, LookSigns>();
  readonly #sleeps = new Map<string, Signs['sleep']>();
  /** What was last read of each cohort; one that is gone takes it along. */
  readonly #followed = new WeakMap<
    PlaceCohort,
    {readonly followed: Followed | undefined; readonly atMs: number}
  >();
  #spinning: ReturnType<RunningGoroutines['spinning']> | undefined;
  #scene: Scene | undefined;
  #nowMs = 0;
  #isSaved = false;

  constructor(looks: FollowedLooks, texts: ReadTexts) {
    this.#looks = looks;
    this.#texts = texts;
  }

  /**
   * @param nowMs of the newest look, monotonic; without any, of the newest counts.
   * @param isSaved true when it is read from a file.
   */
  lookAt(scene: Scene | undefined, nowMs: number, isSaved: boolean): void {
    this.#isSaved = isSaved;
    if (scene === this.#scene && nowMs === this.#nowMs) return;
    this.forget();
    this.#scene = scene;
    this.#nowMs = nowMs;
  }

  /** More was followed than before. */
  forget(): void {
    this.#ofLook.clear();
    this.#sleeps.clear();
    this.#spinning = undefined;
  }

  /** What full stacks show of a place. */
  ofLook(place: Place): LookSigns {
    let signs = this.#ofLook.get(place.place);
    if (signs === undefined) {
      signs = this.#read(place);
      this.#ofLook.set(place.place, signs);
    }

    return signs;
  }

  /** All but how long it sleeps, which takes reading the texts. */
  of(place: Place, counts: CountSigns): Signs {
    const {pattern, benign} = factsOf(place);
    const {
      followed,
      creators,
      starters,
      withConnection,
      spinning,
      stuckLock,
      lockPile,
      connection,
      ways,
      endedReceiver,
    } = this.ofLook(place);
    const {trend, isCoupled, hasHalted, requests, answersRead} = counts;
    // Written out: thousands of these are made each round, and spreading them takes longer than all the rest.
    return {
      place,
      pattern,
      trend,
      followed,
      creators,
      starters,
      benign,
      withConnection,
      hasHalted,
      isCoupled,
      stuckLock,
      lockPile,
      spinning,
      sleep: undefined,
      connection,
      ways,
      endedReceiver,
      requests,
      answersRead,
      isSaved: this.#isSaved,
      isDeadlock: this.#scene?.look.snapshot.isDeadlock === true,
    };
  }

  /** The same signs, with how long the goroutines sleep where they do. */
  async withSleep(signs: Signs): Promise<Signs> {
    const {place, family} = signs.place;
    if (family !== 'sleep') return signs;
    if (!this.#sleeps.has(place)) {
      const since = this.#looks.cohorts.of(place)?.since ?? new Map<number, number>();
      const ids = [...since.keys()].slice(0, mostSleepsRead);
      const nowMs = this.#nowMs;
      this.#sleeps.set(
        place,
        sleepOf(await this.#texts(ids), (id) => nowMs - (since.get(id) ?? nowMs)),
      );
    }

    return {...signs, sleep: this.#sleeps.get(place)};
  }

  /** The signs of those alone who sleep far longer than the others there; undefined where nobody, or everybody, does. */
  ofLongSleepers(signs: Signs): Signs | undefined {
    const {place} = signs;
    const all = this.#looks.cohorts.of(place.place)?.since.size ?? 0;
    const long = place.family === 'sleep' ? this.#looks.sleepers.of(place.place) : undefined;
    if (long === undefined || long.since.size >= all) return undefined;
    const followed = followedIn(long, this.#until());
    const {leastMs, mostMs, since} = long;
    const sleep = {leastMs, mostMs, isAgain: false, part: {count: since.size, of: all}};
    // Their count is that of all who sleep there: it tells nothing of these.
    return {...signs, followed, sleep, trend: undefined, hasHalted: false, isCoupled: false};
  }

  #until(): Parameters<typeof followedOf>[1] {
    const {cohorts} = this.#looks;
    return {
      lookTimes: cohorts.lookTimes,
      largestIds: cohorts.largestIds,
      nowMs: this.#nowMs,
      isWorking: (id, sinceMs) => cohorts.hasStartedSince(id, sinceMs),
    };
  }

  #read(place: Place): LookSigns {
    const {cohorts, locks, running, ways, receivers} = this.#looks;
    const scene = this.#scene;
    const nowMs = this.#nowMs;
    const cohort = cohorts.of(place.place);
    const followed = cohort === undefined ? undefined : this.#follow(cohort);
    this.#spinning ??= running.spinning(nowMs, fewestSpinningLooks, leastSpinningMs);
    const spinning: Spinning[] = [];
    if (this.#spinning.size > 0) {
      for (const id of cohort?.since.keys() ?? []) {
        const found = this.#spinning.get(id);
        if (found !== undefined) spinning.push(found);
      }
    }

    const isLock = cohort !== undefined && place.family === 'mutex';
    const isSender = cohort !== undefined && place.family === 'chan send';
    const isOfPeer = cohort !== undefined && kindOf(place).waitsForPeer;
    const isOnlyLook = cohorts.lookTimes.length === 1;
    const queueOf = (id: number) => locks.queueOf(id);
    return {
      followed,
      creators: scene?.look.places.get(place.place)?.creators ?? [],
      starters: {all: cohort?.starters.size ?? 0, gone: cohort?.startersGone ?? 0},
      withConnection:
        scene === undefined || followed === undefined ? 0 : stayingWithConnection(scene, place, followed),
      spinning,
      stuckLock: isLock ? stuckLockOf([...cohort.since.keys()], queueOf, nowMs) : undefined,
      lockPile:
        isLock && (isOnlyLook || this.#isSaved) ? pileOf([...cohort.since.keys()], queueOf) : undefined,
      connection: scene === undefined ? undefined : connectionOf(place, scene),
      endedReceiver: isSender ? receivers.before(place.stack, earliestOf(cohort.since)) : undefined,
      ways: isOfPeer ? ways.of(cohort.since.keys()) : undefined,
    };
  }

  #follow(cohort: PlaceCohort): Followed | undefined {
    const nowMs = this.#nowMs;
    const known = this.#followed.get(cohort);
    const isSame = known !== undefined && cohort.changedAtMs <= known.atMs && nowMs >= known.atMs;
    if (isSame && nowMs - known.atMs <= (known.followed?.overMs ?? 0) * restPart) return known.followed;
    const followed = followedOf(cohort, this.#until());
    this.#followed.set(cohort, {followed, atMs: nowMs});
    return followed;
  }
}

function earliestOf(since: ReadonlyMap<number, number>): number {
  let earliestMs = Infinity;
  for (const atMs of since.values()) earliestMs = Math.min(earliestMs, atMs);
  return earliestMs;
}

/** Asked of those who stay only: what is seen to leave is no leak, with a connection or without. */
function stayingWithConnection(scene: Scene, place: Place, followed: Followed): number {
  return leavingPart(followed) <= mostLeavingPart ? partWithConnection(scene, place, followed.settledIds) : 0;
}
