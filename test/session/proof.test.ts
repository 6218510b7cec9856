import {describe, expect, test} from 'vitest';
import {watched} from './watched.ts';

const ids = [5001, 5018, 5019, 5033, 5034];
const few = [{name: 'worker', count: 5, ids}];
const many = [
  {name: 'worker', count: 20_000},
  {name: 'sender', count: 700},
];

/** Watches for a while, then asks the garbage collector, and lets so much time pass. */
async function asked(given: Parameters<typeof watched>[0], passedMs: number) {
  const it = watched(given);
  await it.watch(5_500);
  const before = it.session.ledger.reading(it.clock.monotonicMs());
  const proof = it.sampler.ask(it.sampler.proof);
  proof.catch(() => undefined);
  const outcome = Promise.allSettled([proof]);
  await it.clock.advance(passedMs);
  return {...it, before, outcome: (await outcome)[0]};
}

describe('a proof that was asked for', () => {
  test('is charged like any request, and takes in who is there', async () => {
    const it = await asked({groups: few, leaking: 'worker', workMs: () => 5}, 20);
    expect(it.outcome.status).toBe('fulfilled');
    const spent = it.session.ledger.reading(it.clock.monotonicMs());
    expect(spent.requests).toBeGreaterThan(it.before.requests);
    expect(it.session.look?.snapshot.groups[0]?.leaked).toBe(5);
  });

  test('is charged also when it fails, for all the time in which the collection may have gone on', async () => {
    const it = await asked(
      {groups: few, failure: (kind) => (kind === 'leaks' ? {kind: 'timed out', afterMs: 80_000} : undefined)},
      80_000,
    );
    expect(it.outcome).toMatchObject({status: 'rejected', reason: {kind: 'timed out'}});
    const spent = it.session.ledger.reading(it.clock.monotonicMs());
    expect(spent.requests).toBeGreaterThan(it.before.requests);
    expect(spent.busyMs - it.before.busyMs).toBeGreaterThanOrEqual(80_000);
    expect(spent.longestPauseMs).toBeLessThan(100);
  });

  test('sees that another process answers', async () => {
    const it = watched({groups: few});
    await it.watch(5_500);
    it.process.groups = [{name: 'worker', count: 5, ids: [1, 18, 19, 33, 34]}];
    const proof = it.sampler.ask(it.sampler.proof);
    await it.clock.advance(10);
    await proof;
    expect(it.kinds()).toContain('restarted');
    expect(it.session.ages.firstSeen(5001)).toBeUndefined();
  });

  test('of many goroutines marks those that were counted, and counts none', async () => {
    const it = watched({groups: many, leaking: 'sender'});
    await it.watch(5_500);
    it.process.workMs = (kind) => (kind === 'leaks' ? 70_000 : 0.5);
    const proof = it.sampler.ask(it.sampler.proof);
    await it.clock.advance(1);
    const {lastCounted, latest, history} = it.session;
    const counted = history.samples.last;
    let atOnce: unknown;
    const noted = (async () => {
      await proof;
      atOnce = [it.session.lastCounted, it.session.latest?.atMs, history.samples.last];
    })();
    await it.clock.advance(70_010);
    const {groups} = await proof;
    await noted;
    expect(groups.map(({count, leaked}) => [count, leaked])).toEqual([[700, 700]]);
    expect(atOnce).toEqual([lastCounted, latest?.atMs, counted]);
    expect(it.session.logs.marks.last?.map(({latest: {leaked}}) => leaked)).toEqual([700]);
  });
});
