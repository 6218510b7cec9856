/** Calls back once after so many milliseconds; returns how to call that off. */
export type StartTimer = (callback: () => void, ms: number) => () => void;

/** Time as requests need it, handed in so that tests need none. */
export type Timer = {
  /** Milliseconds since some fixed moment. Never jumps. */
  readonly monotonicMs: () => number;
  readonly start: StartTimer;
};

export const startTimer: StartTimer = (callback, ms) => {
  const timeout = setTimeout(callback, ms);
  return () => {
    clearTimeout(timeout);
  };
};

export const systemTimer: Timer = {monotonicMs: () => performance.now(), start: startTimer};
