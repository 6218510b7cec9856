import {groupKey, placeKey} from '../../source/profile/group-key.ts';
import type {Frame, Group, GroupIdentity, Snapshot} from '../../source/profile/model.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import type {CountChange, SnapshotHead, Sight} from '../../source/session/model.ts';
import {startWallMs} from '../helpers/fake-clock.ts';
import {seeded, type Seeded} from '../helpers/seeded.ts';

export type SyntheticOptions = {
  readonly groups: number;
  /** Of the groups, how many count differently in each sample. */
  readonly changing: number;
  /** Groups that come each second with labels never seen before, and go some seconds later. */
  readonly passing?: number;
  readonly samples: number;
  /** Full stacks come with every n-th sample. */
  readonly lookEvery: number;
  readonly seed?: number;
  /** Frames of a stack. */
  readonly depth?: number;
  readonly startMs?: number;
};

type Kept = {readonly identity: GroupIdentity; count: number; ids: number[]};

const families: readonly Family[] = ['chan send', 'chan receive', 'select', 'IO wait', 'mutex', 'sleep'];
const packages = ['net/http', 'shop/checks', 'shop/orders', 'database/sql', 'github.com/acme/queue/v2'];

/** What a session at default rates learns of a made-up target, second by second. */
export function* synthetic(options: SyntheticOptions): Generator<SessionEntry> {
  const {groups, changing, passing = 0, samples, lookEvery, seed = 1, depth = 12, startMs = 5_000} = options;
  const random = seeded(seed);
  const kept: Kept[] = Array.from({length: groups}, (_, at) => made(at, depth, random));
  const visitors: Kept[] = [];
  // Ids are never used twice: those of the first goroutines are below this.
  let nextId = groups * 20 + 1;
  let heap = 50_000_000;
  let busyMs = 0;
  let atMs = startMs;
  const sight = (): Sight => ({atMs, wallMs: startWallMs + Math.floor(atMs)});
  const pass = (ms: number) => {
    atMs = Math.round((atMs + ms + random.below(1e6) / 1e5) * 1e6) / 1e6;
  };

  yield {
    ...sight(),
    kind: 'facts',
    facts: {
      name: 'shop:6060',
      url: 'http://shop:6060/debug/pprof/',
      commandLine: '/srv/shop --port 80',
      goAtLeast: '1.26',
      hasLeakProfile: false,
    },
  };
  yield {...sight(), kind: 'status', status: {kind: 'live'}};
  const attached = sight();
  yield {...attached, kind: 'event', event: {...attached, kind: 'attached', text: 'attached to shop:6060'}};
  for (let sample = 0; sample < samples; sample++) {
    pass(980);
    const changes: CountChange[] = [];
    if (sample === 0) for (const one of kept) changes.push(changeOf(one));
    for (let at = 0; at < changing; at++) {
      const one = kept[random.below(kept.length)]!;
      const count = Math.max(1, one.count + random.below(5) - 2);
      while (one.ids.length > count) one.ids.splice(random.below(one.ids.length), 1);
      while (one.ids.length < count) one.ids.push(nextId++);
      one.count = count;
      changes.push(changeOf(one));
    }

    for (const gone of visitors.splice(0, Math.max(0, visitors.length - passing * 5))) {
      gone.count = 0;
      changes.push(changeOf(gone));
    }

    for (let at = 0; at < passing; at++) {
      const base = kept[random.below(kept.length)]!;
      const visitor = labelled(base.identity, `r-${random.below(2 ** 30).toString(36)}`, nextId++);
      visitors.push(visitor);
      changes.push(changeOf(visitor));
    }

    const total = [...kept, ...visitors].reduce((sum, {count}) => sum + count, 0);
    yield {...sight(), kind: 'total', goroutines: total + random.below(3), threads: 20 + random.below(2)};
    pass(4);
    const head: SnapshotHead = {
      takenAt: sight().wallMs,
      source: 'debug=0',
      total,
      complete: true,
      missing: 0,
      observer: 2,
    };
    yield {
      ...sight(),
      kind: 'counts',
      head,
      changes: [...new Map(changes.map((one) => [one.identity.key, one])).values()],
    };
    pass(1);
    if (sample === 0) {
      yield {
        ...sight(),
        kind: 'baseline',
        baseline: {
          atMs,
          since: 'attach',
          total,
          families: new Map(families.map((family) => [family, 1])),
          groups: new Map(kept.map(({identity, count}) => [identity.key, count])),
        },
      };
    }

    if (sample % 40 === 20) {
      const {latest, ...change} = changeOf(kept[sample % kept.length]!);
      yield {...sight(), kind: 'marked', changes: [{...change, latest: {...latest, leaked: 1}}]};
    }

    if (sample % lookEvery === lookEvery - 1)
      yield {...sight(), kind: 'look', snapshot: lookOf([...kept, ...visitors], head, sample)};
    if (sample % 10 === 0) {
      heap += random.below(100_000);
      const sizes = {
        heapInUse: heap,
        heapAllocated: heap - 5_000,
        stacksInUse: 8_000_000,
        system: 90_000_000,
        collections: sample,
      };
      yield {...sight(), kind: 'memory', sizes};
    }

    if (sample % 100 === 99) {
      const moment = sight();
      yield {
        ...moment,
        kind: 'event',
        event: {...moment, kind: 'alert', text: `sample ${sample} crossed ${total}`},
      };
    }

    busyMs += random.below(1000) / 137;
    yield {
      ...sight(),
      kind: 'cost',
      reading: {
        share: busyMs / atMs,
        longestPauseMs: 3.25,
        isUsualPause: true,
        requests: sample * 2,
        bytes: sample * 31_000,
        busyMs,
        pausedMs: busyMs / 7,
      },
    };
  }
}

function changeOf({identity, count}: Kept): CountChange {
  return {identity, count, latest: {status: identity.family, operation: 'runtime.gopark', leaked: 0}};
}

function made(at: number, depth: number, random: Seeded): Kept {
  const family = families[at % families.length]!;
  const stack: Frame[] = Array.from({length: depth}, (_, level) => {
    const pkg = packages[(at + level) % packages.length]!;
    const name =
      level < 3 ? `(*Worker${at % 50}).step${at}_${level}` : `(*Server).serve${(at * 7 + level) % 300}`;
    return {
      function: `${pkg}.${name}`,
      file: `/srv/src/${pkg}/file${at % 40}.go`,
      line: 10 + ((at * 13 + level) % 900),
    };
  });
  const place = placeKey(family, stack);
  const identity: GroupIdentity = {key: groupKey(place, {}), place, family, stack, labels: {}};
  const count = 1 + random.below(18);
  return {identity, count, ids: Array.from({length: count}, (_, id) => at * 20 + id + 1)};
}

function labelled({place, family, stack}: GroupIdentity, request: string, id: number): Kept {
  const labels = {request};
  return {identity: {key: groupKey(place, labels), place, family, stack, labels}, count: 1, ids: [id]};
}

function lookOf(kept: readonly Kept[], head: SnapshotHead, sample: number): Snapshot {
  return {
    ...head,
    source: 'debug=2',
    skippedLines: 0,
    groups: kept.map(({identity, count, ids}): Group => ({
      identity,
      status: identity.family,
      count,
      leaked: 0,
      operation: undefined,
      creators: [{frame: identity.stack.at(-1)!, count, alive: count}],
      members: {
        ids: Float64Array.from(ids),
        waitMinutes: new Uint32Array(ids.length).fill(Math.floor(sample / 60)),
        createdBy: Float64Array.from(ids, (id) => (id % 7) + 1),
        lockedToThread: new Uint8Array(ids.length),
      },
    })),
  };
}
