import {describe, expect, test} from 'vitest';
import {inForceAt} from '../../source/session/in-force.ts';
import type {TargetErrorKind} from '../../source/target/target-error.ts';
import type {RequestKind} from '../helpers/fake-target.ts';
import {watched, type Watched} from './watched.ts';

/** Every request fails so from now on, after so many milliseconds. */
function breaks(it: Watched, kind: TargetErrorKind = 'refused', afterMs = 0): void {
  it.process.failure = () => ({kind, afterMs});
}

function heals(it: Watched): void {
  it.process.failure = () => undefined;
}

const final: readonly TargetErrorKind[] = [
  'unreachable',
  'refused',
  'tls',
  'unauthorized',
  'forbidden',
  'not found',
  'server error',
  'unexpected status',
  'redirect',
  'not pprof',
  'too large',
  'cut short',
];

describe('the first contact', () => {
  test.for(final)('that ends as %s ends the watch', async (kind) => {
    const it = watched();
    breaks(it, kind);
    await it.watch(1);
    await expect(it.end()).rejects.toMatchObject({kind});
    expect(it.requests).toHaveLength(1);
    expect(it.session.events).toEqual([]);
  });

  test('that is only the list of profiles and no profile ends the watch too', async () => {
    const it = watched({
      failure: (kind) => (kind === 'debug=0' ? {kind: 'not found', afterMs: 1} : undefined),
    });
    await it.watch(100);
    await expect(it.end()).rejects.toMatchObject({kind: 'not found'});
    expect(it.kinds()).not.toContain('attached');
  });

  test('that times out is tried again and again, and says so', async () => {
    const it = watched();
    breaks(it, 'timed out', 10_000);
    await it.watch(65_000);
    expect(it.session.status).toMatchObject({kind: 'connecting', problem: 'fake:6060: timed out.'});
    expect(it.requests.length).toBeGreaterThan(3);
    heals(it);
    await it.clock.advance(20_000);
    expect(it.session.status.kind).toBe('live');
    expect(it.kinds()).toEqual(['attached']);
  });

  test('that times out and is then refused is still tried again', async () => {
    const it = watched();
    breaks(it, 'timed out', 10_000);
    await it.watch(9_000);
    breaks(it);
    await it.clock.advance(10_000);
    heals(it);
    await it.clock.advance(10_000);
    expect(it.session.status.kind).toBe('live');
  });
});

describe('an outage', () => {
  test('is waited out with pauses from half a second to ten', async () => {
    const it = watched();
    await it.watch(3_500);
    const before = it.requests.length;
    breaks(it);
    await it.clock.advance(60_000);
    const starts = it.requests.slice(before).map(({startMs}) => startMs);
    const waits = starts.slice(1).map((startMs, at) => startMs - starts[at]!);
    expect(waits.slice(0, 7)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  test('is told once, with the problem, the next attempt and when the target was last seen', async () => {
    const it = watched();
    await it.watch(3_500);
    const {lastSeen} = it.session;
    breaks(it, 'unreachable');
    await it.clock.advance(700);
    const {status} = it.session;
    expect(status).toEqual({
      kind: 'lost',
      problem: 'fake:6060: unreachable.',
      retryAtMs: expect.any(Number),
      lastSeenWallMs: lastSeen!.wallMs,
    });
    await it.clock.advance(30_000);
    expect(it.kinds()).toEqual(['attached', 'lost']);
  });

  test('is a gap in the history from the last to the next sight of the target, and nothing seen is lost', async () => {
    const it = watched();
    await it.watch(3_500);
    const lostMs = it.session.lastSeen!.atMs;
    breaks(it);
    await it.clock.advance(10_000);
    const nowMs = it.clock.monotonicMs();
    expect(it.session.history.gaps(nowMs)).toEqual([{fromMs: lostMs, toMs: nowMs}]);
    expect(it.session.latest?.snapshot.total).toBe(100);
    heals(it);
    await it.clock.advance(10_000);
    const [gap, ...others] = it.session.history.gaps(it.clock.monotonicMs());
    expect(others).toEqual([]);
    expect(gap!.toMs).toBeGreaterThan(nowMs);
    expect(gap!.toMs).toBeLessThan(it.clock.monotonicMs());
    expect(it.session.history.total.at(lostMs)).toBe(100);
  });

  test('holds from the event that tells of it to the one that tells of its end', async () => {
    const it = watched();
    // Of a real clock, time passes between an event and what comes of it.
    it.session.follow(({kind}) => {
      if (kind === 'event') it.clock.pass(0.2);
    });
    await it.watch(3_500);
    breaks(it);
    await it.clock.advance(5_000);
    heals(it);
    await it.clock.advance(10_000);
    const at = (kind: string) => it.session.events.findLast((event) => event.kind === kind)!.atMs;
    expect(inForceAt(it.session, at('attached')).status.kind).toBe('live');
    expect(inForceAt(it.session, at('lost')).status.kind).toBe('lost');
    expect(inForceAt(it.session, at('back')).status.kind).toBe('live');
  });

  test('ends with the first answer, and the next one begins with short pauses again', async () => {
    const it = watched();
    await it.watch(3_500);
    breaks(it, 'timed out', 10_000);
    await it.clock.advance(40_000);
    heals(it);
    await it.clock.advance(25_000);
    expect(it.session.status.kind).toBe('live');
    expect(it.kinds()).toEqual(['attached', 'lost', 'back']);
    const before = it.requests.length;
    breaks(it);
    await it.clock.advance(3_000);
    const [first, second] = it.requests.slice(before);
    expect(second!.startMs - first!.startMs).toBe(500);
  });

  test('does not end because somebody asks for something while it lasts', async () => {
    const it = watched();
    await it.watch(3_500);
    breaks(it, 'timed out', 10_000);
    await it.clock.advance(2_000);
    // It is asked for while another request is under way, so it must not wait for the next attempt.
    const asked = it.sampler.stacks();
    asked.catch(() => undefined);
    await it.clock.advance(60_000);
    await expect(asked).rejects.toMatchObject({kind: 'timed out'});
    expect(it.session.status.kind).toBe('lost');
    expect(it.kinds()).toEqual(['attached', 'lost']);
  });

  test('does not end because a timer is a little early', async () => {
    const it = watched();
    const {sleep} = it.clock;
    Object.assign(it.clock, {
      sleep: (ms: number, signal?: AbortSignal) => sleep(ms > 1 ? ms - 1 : ms, signal),
    });
    await it.watch(3_500);
    breaks(it);
    await it.clock.advance(60_000);
    expect(it.kinds()).toEqual(['attached', 'lost']);
  });

  test('does not let a target be asked for groups sooner than their cost allows', async () => {
    const it = watched({
      groups: [{name: 'worker', count: 100_000}],
      workMs: (kind) => (kind === 'debug=0' ? 800 : 0.05),
    });
    await it.watch(10_000);
    for (let outage = 0; outage < 5; outage++) {
      breaks(it, 'unreachable');
      await it.clock.advance(2_000);
      heals(it);
      await it.clock.advance(5_000);
    }

    expect(it.of('debug=0')).toHaveLength(1);
    expect(it.session.status.kind).toBe('live');
  });
});

describe.for<[string, RequestKind]>([
  ['counts', 'debug=0'],
  ['full stacks', 'debug=2'],
])('a target that refuses %s only', ([, refused]) => {
  test('is watched on, and told about once', async () => {
    const it = watched();
    await it.watch(3_500);
    it.process.failure = (kind) => (kind === refused ? {kind: 'forbidden', afterMs: 1} : undefined);
    it.process.groups = [{name: 'worker', count: 250}];
    await it.clock.advance(120_000);
    expect(it.session.status.kind).toBe('live');
    expect(it.kinds()).toEqual(['attached', 'problem']);
    expect(it.session.history.total.last).toBe(250);
    expect(it.session.history.gaps(it.clock.monotonicMs())).toEqual([]);
  });

  test('is not asked for it each second', async () => {
    const it = watched();
    await it.watch(3_500);
    const before = it.of(refused).length;
    it.process.failure = (kind) => (kind === refused ? {kind: 'forbidden', afterMs: 1} : undefined);
    await it.clock.advance(120_000);
    expect(it.of(refused).length - before).toBeLessThan(20);
  });
});

test('full stacks that do not come in time are a problem of theirs alone, and are left alone for a minute', async () => {
  const it = watched({
    failure: (kind) => (kind === 'debug=2' ? {kind: 'timed out', afterMs: 3_000} : undefined),
  });
  await it.watch(30_000);
  expect(it.session.status.kind).toBe('live');
  expect(it.kinds()).toEqual(['attached', 'problem']);
  expect(it.of('debug=2')).toHaveLength(1);
  expect(it.session.history.gaps(it.clock.monotonicMs())).toEqual([]);
});

test.for<['counts' | 'full stacks', RequestKind, TargetErrorKind]>([
  ['counts', 'debug=0', 'timed out'],
  ['counts', 'debug=0', 'cut short'],
  ['full stacks', 'debug=2', 'cut short'],
])(
  '%s that are ever again %s are no outage: the index page says that the target is there',
  async (broken) => {
    const [, kind, failure] = broken;
    const it = watched();
    await it.watch(3_500);
    it.process.failure = (one) => (one === kind ? {kind: failure, afterMs: 10_000} : undefined);
    it.process.groups = [{name: 'worker', count: 250}];
    await it.clock.advance(120_000);
    expect(it.session.status.kind).toBe('live');
    expect(it.kinds()).toEqual(['attached', 'problem']);
    expect(it.session.history.total.last).toBe(250);
  },
);

test('another process found by somebody’s question during an outage does not keep the program busy', async () => {
  const it = watched({groups: [{name: 'worker', count: 4, ids: [1001, 1002, 1003, 1004]}]});
  await it.watch(5_500);
  it.process.failure = (kind) => (kind === 'debug=2' ? undefined : {kind: 'unreachable', afterMs: 1});
  await it.clock.advance(20_000);
  it.process.groups = [{name: 'worker', count: 4, ids: [1, 2, 3, 4]}];
  const {monotonicMs} = it.clock;
  let looksAtClock = 0;
  Object.assign(it.clock, {
    monotonicMs: () => {
      // A loop without a pause would otherwise never give the test its turn.
      if (++looksAtClock === 10_000) void it.end();
      return monotonicMs();
    },
  });
  const asked = it.sampler.stacks();
  await it.clock.advance(30_000);
  expect((await asked).total).toBe(4);
  expect(looksAtClock).toBeLessThan(1000);
  expect(it.kinds()).toEqual(['attached', 'lost', 'restarted']);
});

test('a profile that cannot be decoded is a problem, not an outage', async () => {
  const {DecodeError} = await import('../../source/profile/decode-error.ts');
  const it = watched();
  await it.watch(3_500);
  const decode = it.decoder.decode.bind(it.decoder);
  Object.assign(it.decoder, {
    decode: () => Promise.reject(new DecodeError('crashed', 'It failed.', 'Wait.')),
  });
  await it.clock.advance(10_000);
  expect(it.session.status.kind).toBe('live');
  Object.assign(it.decoder, {decode});
  it.process.groups = [{name: 'worker', count: 7}];
  await it.clock.advance(11_000);
  expect(it.session.latest?.snapshot.total).toBe(7);
});

test('every kind of failure leaves what was seen on the screen', async () => {
  const it = watched();
  await it.watch(3_500);
  for (const kind of [...final, 'timed out'] as const) {
    breaks(it, kind, 1);
    await it.clock.advance(3_000);
    expect(it.session.status).toMatchObject({kind: 'lost', problem: `fake:6060: ${kind}.`});
    expect(it.session.latest?.snapshot.total).toBe(100);
    heals(it);
    await it.clock.advance(12_000);
    expect(it.session.status.kind).toBe('live');
  }
});
