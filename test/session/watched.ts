import {onTestFinished} from 'vitest';
import {createSampler, type Sampler, type SamplerParts} from '../../source/session/sampler.ts';
import {Session} from '../../source/session/session.ts';
import {fakeClock, type FakeClock} from '../helpers/fake-clock.ts';
import {fakeTarget, type FakeTarget, type Process} from '../helpers/fake-target.ts';

/** A fake target, a session about it, and the sampler between them, not yet running. */
export type Watched = FakeTarget & {
  readonly clock: FakeClock;
  readonly session: Session;
  readonly sampler: Sampler;
  /** Begins to watch, and lets so much time pass. */
  readonly watch: (ms: number) => Promise<void>;
  /** Ends the watch; resolves when it has ended. Rejects with what watching rejected with. */
  readonly end: () => Promise<void>;
  readonly kinds: () => readonly string[];
};

export function watched(
  given: Partial<Process> = {},
  intervalMs = 1000,
  parts: Partial<SamplerParts> = {},
): Watched {
  const clock = fakeClock();
  const fake = fakeTarget(clock, given);
  const session = new Session(clock, {name: 'fake:6060', url: 'http://fake:6060/debug/pprof/'});
  const sampler = createSampler({
    session,
    target: fake.target,
    decoder: fake.decoder,
    intervalMs,
    ...parts,
  });
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  onTestFinished(async () => {
    ending.abort();
    await running.catch(() => undefined);
  });

  return {
    ...fake,
    clock,
    session,
    sampler,
    async watch(ms) {
      running = sampler.run(ending.signal);
      running.catch(() => undefined);
      await clock.advance(ms);
    },
    async end() {
      ending.abort();
      await running;
    },
    kinds: () => session.events.map(({kind}) => kind),
  };
}
