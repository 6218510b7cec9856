/** Time as requests need it, handed in so that tests need none. */
export type Timer = {
  /** Milliseconds since some fixed moment. Never jumps. */
  readonly monotonicMs: () => number;
  /** Calls back once after `ms`, unless the returned function is called first. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

/** Calls back once after so many milliseconds; returns how to call that off. */
export type StartTimer = (callback: () => void, ms: number) => () => void;

export const startTimer: StartTimer = (callback, ms) => {
  const timeout = setTimeout(callback, ms);
  return () => {
    clearTimeout(timeout);
  };
};

export const systemTimer: Timer = {
  monotonicMs: () => performance.now(),
  after: (ms, callback) => startTimer(callback, ms),
};
