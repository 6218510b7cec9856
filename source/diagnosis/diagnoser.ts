import type {Session} from '../session/session.ts';
import type {Snapshot} from '../profile/model.ts';
import {evidenceOf} from './evidence.ts';
import {followedOf} from './followed.ts';
import {findKin} from './kin.ts';
import {LockQueues, type LockQueue} from './lock-queues.ts';
import {placesOf, type Place} from './place.ts';
import {PlaceCohorts} from './place-cohorts.ts';
import {isClientConnection, isNetworkWait, isRequestHandler, recognise} from './recognise.ts';
import {levelOf, type Signs} from './signs.ts';
import {trendOf, type Trend} from './trend.ts';
import type {Point} from './point.ts';
import {sleepOf} from './sleep-words.ts';
import {levels, type Diagnosis, type Level, type Verdict} from './verdict.ts';

/** What is known beforehand, and what may be asked of the world. */
export type DiagnoserParts = {
  readonly session: Session;
  /** The texts of goroutines of the newest look, by id: addresses of locks, durations of sleeps. */
  readonly texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
};

/** Judges one session. */
export type Diagnoser = {
  /** Takes in what is new in the session since the last call: call it after each sample. Cheap when nothing is new. */
  readonly observe: () => Promise<void>;
  /** The opinion on all that was observed. */
  readonly judge: () => Promise<Diagnosis>;
};

/** A queue for a lock that has not moved for so long, in so many looks, does not move. */
const stuckMs = 8_000;
const fewestStuckLooks = 4;

/** Makes the one who judges a session. */
export function createDiagnoser({session, texts}: DiagnoserParts): Diagnoser {
  const cohorts = new PlaceCohorts();
  const locks = new LockQueues();
  const sampleTimes: number[] = [];
  let looked: unknown;
  let counted: unknown;
  let samples = {pulse: 0, groups: 0, stacks: 0};
  let first: {readonly total: number; readonly wallMs: number} | undefined;
  let most = 0;

  async function observe(): Promise<void> {
    const {latest, look} = session;
    if (latest !== undefined && latest !== counted) {
      counted = latest;
      sampleTimes.push(latest.atMs);
      samples = {...samples, groups: samples.groups + 1, pulse: samples.pulse + 1};
      first ??= {total: latest.snapshot.total, wallMs: session.lastSeen?.wallMs ?? 0};
      most = Math.max(most, latest.snapshot.total);
    }

    if (look !== undefined && look !== looked) {
      looked = look;
      samples = {...samples, stacks: samples.stacks + 1};
      await cohorts.observe(look, breathe);
      await locks.observe(look.atMs, look.snapshot, texts);
    }
  }

  function trendAt(place: string): Trend | undefined {
    const tracked = [...session.history.groups.values()].filter(({identity}) => identity.place === place);
    if (sampleTimes.length < 2) return undefined;
    const points: Point[] = sampleTimes.map((atMs) => ({
      atMs,
      value: tracked.reduce((sum, {counts}) => sum + (counts.at(atMs) ?? 0), 0),
    }));
    return trendOf(points, {fromMs: sampleTimes[0] ?? 0, toMs: sampleTimes.at(-1) ?? 0});
  }

  async function judge(): Promise<Diagnosis> {
    const look = session.look;
    const snapshot: Snapshot | undefined = session.latest?.snapshot ?? look?.snapshot;
    const places = placesOf(snapshot?.groups ?? []);
    const lookPlaces = placesOf(look?.snapshot.groups ?? []);
    const nowMs = look?.atMs ?? session.latest?.atMs ?? 0;
    const kin = look === undefined ? undefined : findKin(look.snapshot.groups, look.firstSeen);
    const connected = new Set<number>();
    if (look !== undefined && kin !== undefined) {
      for (const {identity, members} of look.snapshot.groups) {
        const place = lookPlaces.get(identity.place);
        if (place === undefined || !isNetworkWait(place) || isClientConnection(place)) continue;
        for (const id of members?.ids ?? []) connected.add(kin.get(id) ?? id);
      }
    }

    const verdicts: Verdict[] = [];
    let constant = 0;
    let load = 0;
    let moving = 0;
    for (const [key, lookPlace] of lookPlaces) if (!places.has(key)) places.set(key, lookPlace);
    for (const [key, counts] of places) {
      const lookPlace = lookPlaces.get(key);
      const place: Place = {
        ...counts,
        status: lookPlace?.status ?? counts.status,
        leaked: Math.max(counts.leaked, lookPlace?.leaked ?? 0),
      };
      const cohort = cohorts.of(key);
      const followed = cohort === undefined ? undefined : followedOf(cohort, cohorts.lookTimes, nowMs);
      const starters = [...(cohort?.starters.values() ?? [])];
      const came = followed?.settledIds ?? [];
      const withConnection =
        kin === undefined || came.length === 0
          ? 0
          : came.filter((id) => connected.has(kin.get(id) ?? id)).length / came.length;
      const trend = trendAt(key);
      const signs: Signs = {
        place,
        pattern: recognise(place),
        trend,
        followed,
        creators: look?.places.get(key)?.creators ?? [],
        starters: {all: starters.length, gone: starters.filter((alive) => !alive).length},
        benign: undefined,
        withConnection,
        stuckLock: place.family === 'mutex' ? stuckLockOf(cohort?.since, locks.queues, nowMs) : undefined,
        sleep:
          place.family === 'sleep'
            ? sleepOf(await texts([...(cohort?.since.keys() ?? [])].slice(0, 50)))
            : undefined,
        isRequest: isRequestHandler(place),
        isNetwork: isNetworkWait(place),
      };
      const level = levelOf(signs);
      if (level === undefined) {
        if (trend?.min === trend?.max) constant++;
        else moving++;
        continue;
      }

      if (level === 'load') load++;
      verdicts.push(verdictOf(signs, level));
    }

    return {
      fromWallMs: first?.wallMs ?? 0,
      toWallMs: session.lastSeen?.wallMs ?? 0,
      samples,
      total: {first: first?.total ?? 0, last: snapshot?.total ?? 0, max: most},
      verdicts: verdicts.toSorted(
        (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.group.count - a.group.count,
      ),
      others: {constant, load, moving},
      limits: [],
    };
  }

  return {observe, judge};
}

function verdictOf(signs: Signs, level: Level): Verdict {
  const {place, pattern, creators} = signs;
  const {identity, family, status, count, frame, stack} = place;
  return {
    level,
    pattern: pattern === 'send-blocked' && signs.starters.gone > 0 ? 'send-receiver-gone' : pattern,
    group: {
      key: identity.key,
      place: place.place,
      family,
      status,
      count,
      frame,
      stack,
      labels: identity.labels,
      creators,
    },
    places: [place.place],
    evidence: evidenceOf(signs),
  };
}

function stuckLockOf(
  since: ReadonlyMap<number, number> | undefined,
  queues: readonly LockQueue[],
  nowMs: number,
): Signs['stuckLock'] {
  let most: Signs['stuckLock'];
  for (const queue of queues) {
    if (queue.left > 0 || queue.looks < fewestStuckLooks) continue;
    const here = [...queue.since].filter(([id]) => since?.has(id) === true);
    const overMs = Math.max(0, ...here.map(([, atMs]) => nowMs - atMs));
    if (overMs >= stuckMs && here.length > (most?.count ?? 0))
      most = {count: here.length, overMs, address: queue.address};
  }

  return most;
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
