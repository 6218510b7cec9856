/** Time, handed in so that tests can move it. Wall time is for people, monotonic time for arithmetic. */
export type Clock = {
  /** Milliseconds since 1970. May jump. */
  readonly wallMs: () => number;
  /** Milliseconds since some fixed moment. Never jumps, never goes back. */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once when the signal fires. Never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
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
    }),
};
