import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../../source/session/clock.ts';

export type FakeClock = Clock & {
  /** Lets time pass for nobody who sleeps: for what is fed by hand. */
  readonly pass: (ms: number) => void;
  /** Lets time pass; whoever sleeps until then wakes in order, and does what it does at that moment. */
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the wall clock forward or back; intervals know nothing of it. */
  readonly jumpWall: (ms: number) => void;
};

/** Where the wall clock begins. Tests compare with `formatClock`, so the time zone does not matter. */
export const startWallMs = Date.UTC(2026, 10, 21, 5);
/** Turns of the event loop that anything awake may need before it sleeps again. */
const turns = 3;

/** A clock that stands still unless it is advanced. */
export function fakeClock(): FakeClock {
  let nowMs = 1_000;
  let wallOffsetMs = startWallMs - nowMs;
  const sleepers = new Set<{readonly untilMs: number; readonly wake: () => void}>();

  return {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs + wallOffsetMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true || ms <= 0) {
          resolve();
          return;
        }

        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = {untilMs: nowMs + ms, wake};
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      }),

    pass(ms) {
      nowMs += ms;
    },

    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers].toSorted((a, b) => a.untilMs - b.untilMs);
        if (next === undefined || next.untilMs > untilMs) break;
        nowMs = Math.max(nowMs, next.untilMs);
        next.wake();
        await settle();
      }

      nowMs = untilMs;
    },

    jumpWall(ms) {
      wallOffsetMs += ms;
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
}
