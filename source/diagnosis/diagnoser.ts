import type {TrackedGroup} from '../session/history.ts';
import type {Session} from '../session/session.ts';
import {benignReason} from './benign.ts';
import {findSilentCauses, findVictims, hasSilentCause, possibleCauses} from './causes.ts';
import {SampleTimes, hasHalted, mostAtOnce, pointsOf, trackedByPlace, trendOfPlace} from './counts.ts';
import {couplingOf} from './coupling.ts';
import {followedOf} from './followed.ts';
import {joinSame, ranked} from './join.ts';
import {LockQueues} from './lock-queues.ts';
import {PlaceCohorts, type PlaceCohort} from './place-cohorts.ts';
import type {PatternName} from './pattern-name.ts';
import {placesOf, type Place} from './place.ts';
import type {Point} from './point.ts';
import {indexPointers} from './pointer-index.ts';
import {readSources, type ReadSource} from './read-sources.ts';
import {
  isAccepting,
  isClientConnection,
  isClientRequest,
  isNetworkWait,
  isRequestHandler,
  recognise,
} from './recognise.ts';
import {connectionOf} from './connection.ts';
import {partWithConnection, sceneOf, type Scene} from './scene.ts';
import {RunningGoroutines} from './running.ts';
import {isSilent, levelOf, type Signs} from './signs.ts';
import {sleepOf} from './sleep-words.ts';
import {stuckLockOf} from './stuck-lock.ts';
import type {Suspect} from './suspect.ts';
import {verdictOf} from './verdict-of.ts';
import type {Diagnosis, Level, Limit} from './verdict.ts';

/** What is known beforehand, and what may be asked of the world. */
export type DiagnoserParts = {
  readonly session: Session;
  /** The texts of goroutines of the newest look, by id: addresses of locks, durations of sleeps. */
  readonly texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** Reads the line where goroutines wait; undefined: the source is not asked. */
  readonly readSource?: ReadSource | undefined;
};

/** Judges one session. */
export type Diagnoser = {
  /** Takes in what is new in the session since the last call: call it after each sample. Cheap when nothing is new. */
  readonly observe: () => Promise<void>;
  /** The opinion on all that was observed. */
  readonly judge: () => Promise<Diagnosis>;
};

/** Texts of goroutines that are read for one place, and for all suspects together. */
const mostTextsOfPlace = 50;
const mostTexts = 1_000;
/** A goroutine that was never found to wait, in so many looks and for so long, does not wait. */
const fewestSpinningLooks = 4;
const leastSpinningMs = 8_000;
/** A slice between two breaths, so that keys are answered while 10,000 places are judged, … */
const quietPlacesPerSlice = 1_000;
/** … of which one that is looked at closely takes as long as so many that are not. */
const quietPerJudged = 30;

/** Makes the one who judges a session. */
export function createDiagnoser({session, texts, readSource}: DiagnoserParts): Diagnoser {
  const cohorts = new PlaceCohorts();
  const locks = new LockQueues();
  const running = new RunningGoroutines();
  const times = new SampleTimes();
  let looked = session.look;
  let counted = session.latest;
  let restarts = 0;
  let samples = {pulse: 0, groups: 0, stacks: 0};

  async function observe(): Promise<void> {
    const {latest, look, events} = session;
    const seenRestarts = events.filter(({kind}) => kind === 'restarted').length;
    if (seenRestarts > restarts) {
      cohorts.forget();
      locks.forget();
      running.forget();
      times.forget();
    }

    restarts = seenRestarts;
    if (latest !== undefined && latest !== counted) {
      counted = latest;
      times.add(latest.atMs);
      samples = {...samples, groups: samples.groups + 1, pulse: samples.pulse + 1};
    }

    if (look !== undefined && look !== looked) {
      looked = look;
      samples = {...samples, stacks: samples.stacks + 1};
      await cohorts.observe(look, breathe);
      await locks.observe(look.atMs, look.snapshot, texts);
      running.observe(look.atMs, look.snapshot);
    }
  }

  async function judge(): Promise<Diagnosis> {
    const {look, latest, history} = session;
    const scene = look === undefined ? undefined : sceneOf(look);
    await breathe();
    const places = placesOf(
      history.present.map(({identity, latest: now, counts}) => ({...now, identity, count: counts.last ?? 0})),
    );
    for (const [key, place] of scene?.places ?? []) if (!places.has(key)) places.set(key, place);
    const spread = times.spread();
    const requests = mostAtOnce(
      history.groups.values(),
      ({identity}) => identity.family === 'select' && isClientRequest(identity.stack),
      spread,
    );
    await breathe();
    const byPlace = trackedByPlace(history);
    await breathe();
    let connections: readonly (readonly Point[])[] | undefined;
    const connectionPoints = () =>
      (connections ??= [...places.values()]
        .filter((place) => isNetworkWait(place) && !isClientConnection(place) && !isAccepting(place))
        .map(({place}) => pointsOf(byPlace.get(place) ?? [], spread)));
    const nowMs = look?.atMs ?? latest?.atMs ?? 0;
    const suspects: Suspect[] = [];
    const silent: Signs[] = [];
    const unsuspected = {constant: 0, load: 0, moving: 0};
    const judgeOne = async (place: Place): Promise<void> => {
      const tracked = byPlace.get(place.place) ?? [];
      const trend = trendOfPlace(tracked, spread);
      const isRising = trend?.shape === 'rising';
      const points = isRising || (trend?.rise ?? 0) > 0 ? pointsOf(tracked, spread) : [];
      const isCoupled =
        isRising && connectionPoints().some((others) => couplingOf(points, others) !== undefined);
      const around = {trend, isCoupled, isHalted: hasHalted(points), scene, nowMs, requests};
      const signs = await signsOf(withLook(place, scene), around);
      const level = levelOf(signs);
      if (level !== undefined) suspects.push(suspectOf(signs, level, scene));
      else if (isSilent(signs)) silent.push(signs);
      if (level === 'load') unsuspected.load++;
      else if (level === undefined && trend?.shape === 'constant') unsuspected.constant++;
      else if (level === undefined) unsuspected.moving++;
    };

    const quiet: Place[] = [];
    let untilBreath = quietPlacesPerSlice;
    for (const [key, place] of places) {
      const tracked = byPlace.get(key) ?? [];
      if (isQuiet(withLook(place, scene), tracked, cohorts.of(key), cohorts.lookTimes)) {
        unsuspected.constant++;
        quiet.push(place);
        untilBreath--;
      } else {
        await judgeOne(place);
        untilBreath -= quietPerJudged;
      }

      if (untilBreath > 0) continue;
      untilBreath = quietPlacesPerSlice;
      await breathe();
    }

    // What has not moved at all matters only where others may wait for it.
    if (suspects.some((suspect) => hasSilentCause(suspect))) {
      for (const place of quiet) {
        const around = {trend: undefined, isCoupled: false, isHalted: false, scene, nowMs, requests};
        const signs = await signsOf(withLook(place, scene), around);
        if (isSilent(signs)) silent.push(signs);
      }
    }

    const {total} = history;
    const fromMs = session.attachedAtMs;
    return {
      fromWallMs: session.clock.wallMs() - (session.clock.monotonicMs() - fromMs),
      toWallMs: session.lastSeen?.wallMs ?? session.clock.wallMs(),
      samples,
      total: {
        first: total.at(total.firstAtMs ?? 0) ?? 0,
        last: total.last ?? look?.snapshot.total ?? 0,
        max: total.range(-Infinity, Infinity)?.max ?? look?.snapshot.total ?? 0,
      },
      verdicts: (await relate(suspects, silent, scene)).map((suspect) => verdictOf(suspect)),
      others: unsuspected,
      limits: limitsOf(),
    };
  }

  type Around = {
    readonly trend: Signs['trend'];
    readonly isCoupled: boolean;
    readonly isHalted: boolean;
    readonly scene: Scene | undefined;
    readonly nowMs: number;
    readonly requests: number;
  };

  async function signsOf(
    place: Place,
    {trend, isCoupled, isHalted, scene, nowMs, requests}: Around,
  ): Promise<Signs> {
    const cohort = cohorts.of(place.place);
    const followed =
      cohort === undefined
        ? undefined
        : followedOf(cohort, {
            lookTimes: cohorts.lookTimes,
            nowMs,
            isWorking: (id, sinceMs) => cohorts.hasStartedSince(id, sinceMs),
          });
    const starters = [...(cohort?.starters.values() ?? [])];
    const ids = [...(cohort?.since.keys() ?? [])];
    const spinning = running.spinning(nowMs, fewestSpinningLooks, leastSpinningMs);
    return {
      place,
      pattern: recognise(place),
      trend,
      followed,
      creators: scene?.look.places.get(place.place)?.creators ?? [],
      starters: {all: starters.length, gone: starters.filter((alive) => !alive).length},
      benign: benignReason(place),
      withConnection: scene === undefined ? 0 : partWithConnection(scene, place, followed?.settledIds ?? []),
      isCoupled,
      hasHalted: isHalted,
      spinning: ids.flatMap((id) => spinning.get(id)?.looks ?? []),
      stuckLock: place.family === 'mutex' ? stuckLockOf(ids, (id) => locks.queueOf(id), nowMs) : undefined,
      sleep: place.family === 'sleep' ? sleepOf(await texts(ids.slice(0, mostTextsOfPlace))) : undefined,
      isRequest: isRequestHandler(place),
      connection: scene === undefined ? undefined : connectionOf(place, scene),
      requests,
    };
  }

  /** Who waits for whom, which are the same, and in which order a person should hear of them. */
  async function relate(
    suspects: readonly Suspect[],
    silent: readonly Signs[],
    scene: Scene | undefined,
  ): Promise<readonly Suspect[]> {
    if (scene === undefined) return ranked(joinSame(await readSources(suspects, readSource)));
    const candidates = possibleCauses(silent, suspects).map((signs) => suspectOf(signs, 'watch', scene));
    const asked = [...suspects, ...candidates]
      .flatMap(({ids}) => ids.slice(-mostTextsOfPlace))
      .slice(0, mostTexts);
    const pointers = indexPointers(asked.length === 0 ? new Map<number, string>() : await texts(asked));
    const circumstances = {kin: scene.kin, pointers};
    const all = ranked([...suspects, ...findSilentCauses(suspects, candidates, circumstances)]);
    return ranked(joinSame(findVictims(await readSources(all, readSource), circumstances)));
  }

  function limitsOf(): Limit[] {
    const {events, look, status} = session;
    const limits: Limit[] = [];
    for (const {kind, wallMs} of events) if (kind === 'restarted') limits.push({kind: 'restarted', wallMs});
    if (status.kind === 'lost')
      limits.push({kind: 'lost', problem: status.problem, wallMs: status.lastSeenWallMs});
    if (look?.snapshot.complete === false) limits.push({kind: 'cut', missing: look.snapshot.missing});
    if (samples.groups + samples.stacks > 0 && samples.groups <= 1 && samples.stacks <= 1)
      limits.push({kind: 'one-sample'});
    if (samples.stacks === 0) limits.push({kind: 'no-stacks', goroutines: session.history.total.last ?? 0});
    return limits;
  }

  return {observe, judge};
}

/** Full stacks know the runtime's own word, and what it has marked. */
function withLook(place: Place, scene: Scene | undefined): Place {
  const seen = scene?.places.get(place.place);
  return seen === undefined
    ? place
    : {...place, status: seen.status, leaked: Math.max(place.leaked, seen.leaked)};
}

function suspectOf(signs: Signs, level: Level, scene: Scene | undefined): Suspect {
  const {place} = signs;
  const {ids, createdBy} = scene?.membersOf(place.place) ?? {ids: [], createdBy: []};
  return {
    signs,
    level,
    pattern: patternOf(signs),
    ids,
    createdBy,
    relations: [],
    isVictim: false,
    joined: [],
  };
}

/**
 * True for what has been there from the first look on and has not changed, and is in no state that says something by
 * itself: most places of most processes.
 */
function isQuiet(
  {family, status, leaked}: Place,
  tracked: readonly TrackedGroup[],
  cohort: PlaceCohort | undefined,
  [firstLookMs = Infinity]: readonly number[],
): boolean {
  if (leaked > 0 || status.endsWith('(nil chan)') || status === 'select (no cases)') return false;
  if (['mutex', 'sleep', 'running', 'runnable'].includes(family)) return false;
  if (!tracked.every(({counts}) => counts.points <= 1)) return false;
  if (cohort === undefined) return true;
  let gone = 0;
  for (const isAlive of cohort.starters.values()) if (!isAlive) gone++;
  if (gone >= 2) return false;
  for (const sinceMs of cohort.since.values()) if (sinceMs > firstLookMs) return false;
  return true;
}

/** What the stack says, and what was seen of it besides. */
function patternOf({pattern, starters, sleep, followed}: Signs): PatternName {
  if (pattern === 'send-blocked')
    return starters.gone > 0 && starters.gone >= starters.all / 2 ? 'send-receiver-gone' : pattern;
  // Who is there for longer than it sleeps at a time sleeps again and again.
  if (pattern === 'sleep-loop' && sleep !== undefined && (followed?.overMs ?? 0) < sleep.mostMs)
    return 'sleep-flood';
  return pattern;
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
