import {groupKey, placeKey} from '../../source/profile/group-key.ts';
import type {Creator, Frame, Group, GroupIdentity, Members, Snapshot} from '../../source/profile/model.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import {Session} from '../../source/session/session.ts';
import {fakeClock, startWallMs} from './fake-clock.ts';

/** `frame('main.worker /srv/app/main.go:30')`; the file and the line can be left out. */
export function frame(text: string): Frame {
  const [functionName = '', place = '/srv/app/main.go:1'] = text.split(' ');
  const colon = place.lastIndexOf(':');
  return {function: functionName, file: place.slice(0, colon), line: Number(place.slice(colon + 1))};
}

export function creator(text: string, count: number, alive = 0): Creator {
  return {frame: frame(text), count, alive};
}

export type GroupOptions = {
  readonly status?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly leaked?: number;
  readonly creators?: readonly Creator[];
  readonly ids?: readonly number[];
  /** One for all members. */
  readonly waitMinutes?: number;
  readonly createdBy?: number;
};

const identities = new Map<string, GroupIdentity>();

/** So many goroutines in a wait at a stack, innermost frame first: `group(8, 'chan send', 'main.report check.go:72')`. */
export function group(
  count: number,
  family: Family,
  stack: string | readonly (string | Frame)[],
  options: GroupOptions = {},
): Group {
  const frames = (typeof stack === 'string' ? [stack] : stack).map((one) =>
    typeof one === 'string' ? frame(one) : one,
  );
  const {status = family, labels = {}, leaked = 0, creators = [], ids} = options;
  const place = placeKey(family, frames);
  const key = groupKey(place, labels);
  const identity = identities.get(key) ?? {key, place, family, stack: frames, labels};
  identities.set(key, identity);
  return {
    identity,
    status,
    count,
    leaked,
    operation: undefined,
    creators,
    members: ids === undefined ? undefined : membersWith(ids, options),
  };
}

function membersWith(ids: readonly number[], {waitMinutes = 0, createdBy = 0}: GroupOptions): Members {
  return {
    ids: Float64Array.from(ids),
    waitMinutes: new Uint32Array(ids.length).fill(waitMinutes),
    createdBy: new Float64Array(ids.length).fill(createdBy),
    lockedToThread: new Uint8Array(ids.length),
  };
}

export function snapshot(groups: readonly Group[], takenAt = startWallMs): Snapshot {
  return {
    takenAt,
    source: 'debug=0',
    total: groups.reduce((sum, {count}) => sum + count, 0),
    complete: true,
    missing: 0,
    observer: 2,
    groups,
  };
}

/** A session that a test feeds by hand, as the sampler would. */
export type Watched = ReturnType<typeof watched>;

export function watched(name = 'localhost:6060') {
  const clock = fakeClock();
  const session = new Session(clock, {name, url: `http://${name}/debug/pprof/`});
  return {
    clock,
    session,
    /** A second later the target holds exactly these groups. */
    sees(...groups: readonly Group[]) {
      clock.pass(1000);
      session.addSnapshot(snapshot(groups, clock.wallMs()));
      session.setStatus({kind: 'live'});
    },
    /** The full stacks are taken: ids, creators, ages. */
    async looks(...groups: readonly Group[]) {
      await session.addLook({...snapshot(groups, clock.wallMs()), source: 'debug=2'});
    },
    /** A real profile arrives. */
    receives(real: Snapshot) {
      clock.pass(1000);
      session.addSnapshot(real);
      session.setStatus({kind: 'live'});
    },
    loses(problem: string, retryInMs = 2000) {
      session.history.beginGap(clock.monotonicMs());
      session.addEvent('lost', problem);
      session.setStatus({
        kind: 'lost',
        problem,
        retryAtMs: clock.monotonicMs() + retryInMs,
        lastSeenWallMs: session.lastSeen?.wallMs ?? clock.wallMs(),
      });
    },
    passes(ms: number) {
      clock.pass(ms);
      session.changed();
    },
  };
}

/** Numbers that look random and are the same in each run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

export function shuffled<Item>(items: readonly Item[], random: (below: number) => number): Item[] {
  const rest = [...items];
  return items.map(() => rest.splice(random(rest.length), 1)[0]!);
}
