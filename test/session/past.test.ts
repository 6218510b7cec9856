import {describe, expect, test} from 'vitest';
import type {SessionEntry} from '../../source/session/entry.ts';
import {timelineOf} from '../../source/session/timeline.ts';
import {allOf, anySession, replayed, stateAt} from './any-session.ts';

const seeds = Array.from({length: 40}, (_, seed) => seed + 1);
const shortMs = 60_000;
const allMs = 3_600_000;

describe.for([
  ['all of a session', allMs],
  ['a history that forgets', shortMs],
] as const)('%s', ([, historyMs]) => {
  test.for(seeds)('reads back at each moment as it was then (session %i)', async (seed) => {
    const {session, clock, happens} = anySession(seed, historyMs);
    const live: {readonly atMs: number; readonly state: ReturnType<typeof stateAt>}[] = [];
    for (let step = 0; step < 120; step++) {
      await happens();
      const atMs = clock.monotonicMs();
      live.push({atMs, state: structuredClone(stateAt(session, atMs))});
    }

    const firstMs = Math.max(session.history.fromMs, timelineOf(session).firstMs() ?? Infinity);
    const remembered = live.filter(({atMs}) => atMs >= firstMs);
    expect(remembered.length).toBeGreaterThan(historyMs === allMs ? 100 : 10);
    for (const {atMs, state} of remembered) {
      expect(stateAt(session, atMs)).toEqual(state);
    }
  });

  test.for(seeds)('is the same at each moment when its log is replayed (session %i)', async (seed) => {
    const {session, happens} = anySession(seed, historyMs);
    for (let step = 0; step < 120; step++) await happens();
    const entries = await allOf(session);
    const again = replayed(entries, historyMs);
    const known = momentsOf(again);
    const all = momentsOf(session);
    // Reading all of it at once, a history that forgets may forget a little sooner.
    const moments = all.filter((atMs) => atMs >= known[0]!);
    expect(known).toEqual(moments);
    expect(all.length - moments.length).toBeLessThan(8);
    expect(moments.length).toBeGreaterThan(10);
    for (const atMs of moments) {
      expect(stateAt(again, atMs)).toEqual(stateAt(session, atMs));
      const gaps = session.history.gaps(atMs).filter(({toMs}) => toMs > moments[0]!);
      expect(again.history.gaps(atMs)).toEqual(gaps);
      expect(timelineOf(again).wallMsOf(atMs)).toBe(timelineOf(session).wallMsOf(atMs));
    }
  });

  test.for(seeds.slice(0, 10))(
    'is one log: what was, and what is told from then on (session %i)',
    async (seed) => {
      const {session, happens} = anySession(seed, historyMs);
      for (let step = 0; step < 60; step++) await happens();
      const told: SessionEntry[] = [];
      const stop = session.follow((entry) => told.push(entry));
      const past = await allOf(session);
      for (let step = 0; step < 60; step++) await happens();
      stop();
      await happens();
      const again = replayed([...past, ...told], historyMs);
      const moments = momentsOf(session).filter((atMs) => atMs <= told.at(-1)!.atMs);
      for (const atMs of moments) expect(stateAt(again, atMs)).toEqual(stateAt(session, atMs));
    },
  );

  test.for(seeds.slice(0, 10))('is told whole to who follows from the start (session %i)', async (seed) => {
    const {session, happens} = anySession(seed, historyMs);
    const [facts] = await allOf(session);
    const told: SessionEntry[] = [facts!];
    session.follow((entry) => told.push(entry));
    for (let step = 0; step < 120; step++) await happens();
    const again = replayed(told, historyMs);
    for (const atMs of momentsOf(session)) expect(stateAt(again, atMs)).toEqual(stateAt(session, atMs));
  });
});

/** Each sample, as the keys step through them. */
function momentsOf(session: Parameters<typeof timelineOf>[0]): number[] {
  const {firstMs, sampleAfter} = timelineOf(session);
  const moments: number[] = [];
  for (let atMs = firstMs(); atMs !== undefined; atMs = sampleAfter(atMs)) moments.push(atMs);
  return moments;
}
