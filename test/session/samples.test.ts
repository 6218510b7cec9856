import {describe, expect, test} from 'vitest';
import {watched} from './watched.ts';

const hourMs = 3_600_000;
const few = [
  {name: 'worker', count: 90, ids: [1, 2]},
  {name: 'reader', count: 10, family: 'IO wait', ids: [3]},
] as const;

describe('the total', () => {
  test('leaves out the goroutines that only answer gorowatch', async () => {
    const it = watched({groups: few});
    await it.watch(10_000);
    expect(it.session.history.total.last).toBe(100);
    expect(it.session.history.total.points).toBe(1);
  });

  test('is the sum of the groups when both come in one round, even when the list of profiles says otherwise', async () => {
    const it = watched({groups: few});
    // A blocked finalizer is in profiles and not in the count of goroutines.
    const {index} = it.target;
    Object.assign(it.target, {
      async index(signal?: AbortSignal) {
        const found = await index(signal);
        return {...found, index: {...found.index, goroutines: found.index.goroutines - 1}};
      },
    });
    await it.watch(10_000);
    expect(it.session.history.total.points).toBe(1);
    const families = [...it.session.history.families.values()];
    expect(families.reduce((sum, series) => sum + (series.last ?? 0), 0)).toBe(it.session.history.total.last);
  });

  test('does not change with its source: a blocked finalizer is counted between the counts of groups too', async () => {
    // So slow that groups come every ten seconds only.
    const it = watched({groups: few, workMs: (kind) => (kind === 'debug=0' ? 100 : 0.05)});
    const {index} = it.target;
    Object.assign(it.target, {
      async index(signal?: AbortSignal) {
        const found = await index(signal);
        return {...found, index: {...found.index, goroutines: found.index.goroutines - 1}};
      },
    });
    await it.watch(60_000);
    const settledMs = it.clock.monotonicMs();
    await it.clock.advance(60_000);
    expect(it.session.history.total.range(settledMs - 20_000, it.clock.monotonicMs())).toEqual({
      min: 100,
      max: 100,
    });
  });

  test('comes each second, also while groups come rarely', async () => {
    const crowd = [{name: 'worker', count: 40_000}];
    const it = watched({groups: crowd, workMs: (kind) => (kind === 'debug=0' ? 500 : 0.05)});
    await it.watch(5_500);
    it.process.groups = [{name: 'worker', count: 400}];
    await it.clock.advance(1_500);
    expect(it.of('debug=0')).toHaveLength(1);
    expect(it.session.history.total.last).toBe(400);
    expect(it.session.history.threads.last).toBe(9);
  });
});

describe('a wall clock that jumps', () => {
  test.for([hourMs, -hourMs])('by %d ms changes no interval, age, gap or order', async (jumpMs) => {
    const still = watched({groups: few});
    const jumping = watched({groups: few});
    for (const it of [still, jumping]) {
      await it.watch(5_500);
      if (it === jumping) it.clock.jumpWall(jumpMs);
      await it.clock.advance(5_000);
      it.process.failure = () => ({kind: 'timed out', afterMs: 100});
      await it.clock.advance(3_000);
      it.process.failure = () => undefined;
      await it.clock.advance(20_000);
    }

    const nowMs = still.clock.monotonicMs();
    expect(jumping.requests).toEqual(still.requests);
    expect(jumping.session.history.gaps(nowMs)).toEqual(still.session.history.gaps(nowMs));
    expect(jumping.session.look?.firstSeen).toEqual(still.session.look?.firstSeen);
    expect(jumping.session.ledger.reading(nowMs)).toEqual(still.session.ledger.reading(nowMs));
    const order = jumping.session.events.map(({atMs}) => atMs);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(jumping.session.events.map(({kind, atMs}) => ({kind, atMs}))).toEqual(
      still.session.events.map(({kind, atMs}) => ({kind, atMs})),
    );
    // People see the clock that they have.
    expect(jumping.session.lastSeen!.wallMs - still.session.lastSeen!.wallMs).toBe(jumpMs);
  });
});

test('an hour of a watch leaves no listener, no timer and no more than the history behind', async () => {
  const it = watched({groups: few}, 1000);
  let listeners = 0;
  const ending = new AbortController();
  const {signal} = ending;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener: (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    },
    removeEventListener: (...given: Parameters<typeof remove>) => {
      listeners--;
      remove(...given);
    },
  });
  const running = it.sampler.run(signal);
  await it.clock.advance(hourMs);
  // The watch itself listens, and so does the request under way, if there is one.
  expect(listeners).toBeLessThanOrEqual(2);
  expect(it.session.history.points).toBeLessThan(10);
  expect(it.session.history.total.points).toBeLessThan(10);
  ending.abort();
  await running;
});
