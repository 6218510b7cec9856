/** Time as requests need it, handed in so that tests need none. */
export type Timer = {
  /** Milliseconds since some fixed moment. Never jumps. */
  readonly monotonicMs: () => number;
  /** Calls back once after `ms`, unless the returned function is called first. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

export const systemTimer: Timer = {
  monotonicMs: () => performance.now(),
  after(ms, callback) {
    const timeout = setTimeout(callback, ms);
    return () => {
      clearTimeout(timeout);
    };
  },
};
