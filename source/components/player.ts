// Plays a recording: from sample to sample, at the pace at which they were taken or another.

import type {Clock} from '../session/clock.ts';
import type {Timeline} from '../session/timeline.ts';
import type {Player} from './inspector-actions.ts';

/** How often a recording that plays moves on. */
const tickMs = 200;
/** A stretch in which nothing was sampled takes no longer than this, except in slow motion. */
const longestWaitMs = 3_000;
const speeds = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256] as const;
const usualSpeed = speeds.indexOf(1);

type PlayerParts = {
  readonly timeline: Pick<Timeline, 'firstMs' | 'lastMs' | 'sampleAfter'>;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  /** Puts a moment on the screen. */
  readonly show: (atMs: number) => void;
  /** Told why it has stopped, when what comes next cannot be read. */
  readonly fail: (error: unknown) => void;
};

type RunningPlayer = Player & {
  /** Stops playing for good. */
  readonly close: () => void;
};

/** Moves through a recording: from sample to sample in the time between them, or a multiple of it. */
export function createPlayer({timeline, clock, show, fail}: PlayerParts): RunningPlayer {
  let atMs = timeline.firstMs() ?? 0;
  let speed = usualSpeed;
  let playing: AbortController | undefined;

  function stop(): void {
    playing?.abort();
    playing = undefined;
  }

  function moveTo(toMs: number): void {
    atMs = toMs;
    show(atMs);
  }

  /** Where the recording stands after so much time has passed here. */
  function after(elapsedMs: number): number {
    const next = timeline.sampleAfter(atMs) ?? atMs;
    // The beginning of a long stretch is left out: nothing changes in it.
    const fromMs = Math.max(atMs, next - longestWaitMs * Math.max(1, speeds[speed]!));
    return fromMs + elapsedMs * speeds[speed]!;
  }

  async function play(signal: AbortSignal): Promise<void> {
    let fromMs = clock.monotonicMs();
    for (;;) {
      await clock.sleep(tickMs, signal);
      if (signal.aborted) return;
      const nowMs = clock.monotonicMs();
      const lastMs = timeline.lastMs() ?? atMs;
      const nextMs = Math.min(lastMs, after(nowMs - fromMs));
      fromMs = nowMs;
      if (nextMs === lastMs) stop();
      moveTo(nextMs);
      if (nextMs === lastMs) return;
    }
  }

  return {
    isPlaying: () => playing !== undefined,
    speed: () => speeds[speed]!,
    toggle() {
      if (playing !== undefined) {
        stop();
        show(atMs);
        return;
      }

      playing = new AbortController();
      // At the end there is nothing left to play: it begins anew.
      moveTo(atMs >= (timeline.lastMs() ?? atMs) ? (timeline.firstMs() ?? atMs) : atMs);
      play(playing.signal).catch((error: unknown) => {
        stop();
        show(atMs);
        fail(error);
      });
    },
    faster() {
      speed = Math.min(speed + 1, speeds.length - 1);
      show(atMs);
    },
    slower() {
      speed = Math.max(speed - 1, 0);
      show(atMs);
    },
    seek: moveTo,
    close: stop,
  };
}
