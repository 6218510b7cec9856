/** Time, handed in so that tests can move it. Wall time is for people, monotonic time for arithmetic. */
export type Clock = {
  /** Milliseconds since 1970. May jump. */
  readonly wallMs: () => number;
  /** Milliseconds since some fixed moment. Never jumps, never goes back. */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once when the signal fires. Never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** The longest that a timer of Node can be set to; what is longer would be over at once. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    for (let leftMs = ms; ; leftMs -= longestTimerMs) {
      await sleepOnce(Math.min(leftMs, longestTimerMs), signal);
      if (leftMs <= longestTimerMs || signal?.aborted === true) return;
    }
  },
};

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }

    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };

    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
