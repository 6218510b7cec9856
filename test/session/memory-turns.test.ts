import {expect, onTestFinished, test} from 'vitest';
import {createSampler} from '../../source/session/sampler.ts';
import {Session} from '../../source/session/session.ts';
import {TargetError} from '../../source/target/target-error.ts';
import {fakeClock} from '../helpers/fake-clock.ts';
import {fakeTarget} from '../helpers/fake-target.ts';

const sizes = {heapInUse: 400, heapAllocated: 300, stacksInUse: 20, system: 900, collections: 1};

function watchedWithMemory() {
  const clock = fakeClock();
  const fake = fakeTarget(clock);
  const session = new Session(clock, {name: 'fake:6060', url: 'http://fake:6060/debug/pprof/'});
  const page = {isRefused: false, asked: 0};
  const target = {
    ...fake.target,
    async memory() {
      page.asked++;
      // Not while something else is under way.
      expect(fake.requests.every(({endMs}) => endMs <= clock.monotonicMs())).toBe(true);
      await clock.sleep(2);
      if (page.isRefused) throw new TargetError('refused', 'fake:6060 is gone.', 'Look.');
      const reply = {
        status: 200,
        contentType: '',
        contentEncoding: '',
        location: '',
        chunks: [],
        bytes: 4000,
      };
      return {sizes, reply: {...reply, durationMs: 2, firstByteMs: 2}};
    },
  };
  const sampler = createSampler({session, target, decoder: fake.decoder, intervalMs: 1000});
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  sampler.run(ending.signal).catch(() => undefined);
  return {clock, session, page, process: fake.process};
}

test('a session knows the memory of its target, beside all that it asks anyway', async () => {
  const {clock, session, page} = watchedWithMemory();
  await clock.advance(60_000);
  expect(session.memory.latest).toMatchObject({heapInUse: 400, stacksInUse: 20});
  expect(page.asked).toBe(session.memory.readings.length);
  expect(page.asked).toBeGreaterThanOrEqual(5);
  expect(page.asked).toBeLessThanOrEqual(6);
  expect(session.status).toEqual({kind: 'live'});
});

test('a target that goes away while its memory is asked for is lost', async () => {
  const {clock, session, page, process} = watchedWithMemory();
  await clock.advance(5000);
  page.isRefused = true;
  process.failure = () => ({kind: 'refused', afterMs: 1});
  await clock.advance(20_000);
  expect(session.status.kind).toBe('lost');
  page.isRefused = false;
  process.failure = () => undefined;
  await clock.advance(20_000);
  expect(session.status.kind).toBe('live');
  expect(session.memory.readings.length).toBeGreaterThan(1);
});

test('the memory of a restarted process begins anew', async () => {
  const {clock, session, process} = watchedWithMemory();
  await clock.advance(30_000);
  process.allocationSites = 1;
  process.commandLine = '/srv/app -new';
  process.groups = [{name: 'worker', count: 1}];
  await clock.advance(30_000);
  expect(session.events.map(({kind}) => kind)).toContain('restarted');
  const since = session.memory.sinceRestart(clock.monotonicMs());
  expect(since.length).toBeGreaterThan(0);
  expect(since.length).toBeLessThan(session.memory.readings.length);
});
