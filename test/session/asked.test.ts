import {describe, expect, test} from 'vitest';
import {createSampler} from '../../source/session/sampler.ts';
import {Session} from '../../source/session/session.ts';
import {fakeClock} from '../helpers/fake-clock.ts';
import {fakeTarget} from '../helpers/fake-target.ts';
import {watched} from './watched.ts';

const ids = [1, 18, 19, 33, 34];

describe('full stacks that are asked for', () => {
  test('come at once, between two of the sampler’s own requests', async () => {
    const it = watched({groups: [{name: 'worker', count: 5, ids}], workMs: () => 100});
    await it.watch(2_950);
    const looks: number[] = [];
    const asked = Array.from({length: 5}, async () => {
      const {total} = await it.sampler.stacks();
      looks.push(total);
    });
    const counted = it.sampler.counts(() => Promise.resolve());
    await it.clock.advance(1_000);
    await Promise.all([...asked, counted]);
    expect(looks).toEqual([5, 5, 5, 5, 5]);
    expect(it.mostInFlight()).toBe(1);
    expect(it.of('debug=1')).toHaveLength(1);
    expect(it.session.look?.firstSeen.size).toBe(5);
  });

  test('are kept before they are decoded, with how many goroutines were expected', async () => {
    const it = watched({groups: [{name: 'worker', count: 5, ids}]});
    await it.watch(2_500);
    const seen: unknown[] = [];
    const asked = it.sampler.stacks(({reply, expectedTotal}) => {
      seen.push(expectedTotal, reply.bytes > 0);
      return Promise.resolve();
    });
    await it.clock.advance(10);
    await asked;
    expect(seen).toEqual([5, true]);
  });

  test('and were cut leave those that they do not show as old as they were', async () => {
    const it = watched({groups: [{name: 'worker', count: 5, ids}]});
    await it.watch(2_500);
    const firstSeenMs = it.session.look!.firstSeen.get(34);
    const groups = it.process.groups;
    const look = async () => {
      const asked = it.sampler.stacks();
      await it.clock.advance(10);
      await asked;
    };
    it.process.isComplete = false;
    it.process.groups = [{name: 'worker', count: 5, ids: [1, 18]}];
    await look();
    it.process.isComplete = true;
    it.process.groups = groups;
    await look();
    expect(it.session.look!.firstSeen.get(34)).toBe(firstSeenMs);
  });

  test('that cannot be kept fail for the asker; watching goes on', async () => {
    const it = watched();
    await it.watch(2_500);
    const asked = it.sampler.stacks(() => Promise.reject(new Error('disk full')));
    asked.catch(() => undefined);
    await it.clock.advance(10_000);
    await expect(asked).rejects.toThrow('disk full');
    expect(it.session.status.kind).toBe('live');
    expect(it.kinds()).toEqual(['attached']);
  });

  test('that the target refuses fail for the asker; watching goes on', async () => {
    const it = watched();
    await it.watch(2_500);
    it.process.failure = (kind) => (kind === 'debug=2' ? {kind: 'forbidden', afterMs: 5} : undefined);
    const asked = it.sampler.stacks();
    asked.catch(() => undefined);
    await it.clock.advance(1_000);
    await expect(asked).rejects.toMatchObject({kind: 'forbidden'});
    it.process.groups = [{name: 'worker', count: 3}];
    await it.clock.advance(3_000);
    expect(it.session.history.total.last).toBe(3);
  });

  test('are given up when the watch ends, and so is what still waits', async () => {
    const it = watched({workMs: (kind) => (kind === 'debug=2' ? 30_000 : 0.5)});
    await it.watch(2_500);
    const asked = [it.sampler.stacks(), it.sampler.stacks(), it.sampler.counts(() => Promise.resolve())];
    const outcome = Promise.allSettled(asked);
    await it.clock.advance(1_000);
    await it.end();
    expect(await outcome).toEqual(
      asked.map(() => ({status: 'rejected', reason: expect.objectContaining({kind: 'aborted'}) as Error})),
    );
    expect(it.requests.at(-1)?.endMs).toBe(it.clock.monotonicMs());
  });

  test('are refused once the watch has ended', async () => {
    const it = watched();
    await it.watch(2_500);
    await it.end();
    await expect(it.sampler.stacks()).rejects.toMatchObject({kind: 'aborted'});
  });

  test('are given up when the watch never came to begin', async () => {
    const clock = fakeClock();
    const fake = fakeTarget(clock, {failure: () => ({kind: 'refused', afterMs: 1})});
    const session = new Session(clock, {name: 'fake:6060', url: ''});
    const sampler = createSampler({session, target: fake.target, decoder: fake.decoder, intervalMs: 1_000});
    const running = sampler.run(new AbortController().signal);
    running.catch(() => undefined);
    await clock.advance(0.5);
    const asked = sampler.stacks();
    asked.catch(() => undefined);
    await clock.advance(1);
    await expect(running).rejects.toMatchObject({kind: 'refused'});
    await expect(asked).rejects.toMatchObject({kind: 'aborted'});
  });
});

test('ending the watch while a request is under way ends that request', async () => {
  const it = watched({workMs: () => 9_000});
  await it.watch(3_000);
  await it.end();
  expect(it.requests).toHaveLength(1);
  expect(it.requests[0]!.endMs).toBe(it.clock.monotonicMs());
  expect(it.session.events).toEqual([]);
});
