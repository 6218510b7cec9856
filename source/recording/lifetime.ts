// How long a recording can be written: until it is closed, or the first thing refuses.

import {writingFailure} from './writing-failure.ts';

type LifetimeParts = {
  /** Where it is written to. */
  readonly path: string;
  /** Throws where that is not this recording's any more. */
  readonly checkPlace: () => void;
  readonly closeFile: () => void;
  /** Called once, when something keeps it from being written: one sentence. */
  readonly onFailure: (sentence: string) => void;
};

/** Whether a recording can still be written. Nothing of it throws: what goes wrong ends it. */
export type Lifetime = {
  readonly isOpen: () => boolean;
  readonly hasFailed: () => boolean;
  /** Ends it because of what was thrown. */
  readonly fail: (error: unknown) => void;
  /** Does something while it can be written; whether that was done. */
  readonly attempt: (work: () => void) => boolean;
  /** The same with the file, which another process or person may have taken meanwhile. */
  readonly attemptOnFile: (work: () => void) => boolean;
  readonly close: () => void;
};

export function createLifetime({path, checkPlace, closeFile, onFailure}: LifetimeParts): Lifetime {
  let state: 'open' | 'failed' | 'closed' = 'open';

  function fail(error: unknown): void {
    if (state !== 'open') return;
    state = 'failed';
    try {
      closeFile();
    } catch {
      // What was committed is there all the same.
    }

    onFailure(writingFailure(error, path));
  }

  function attempt(work: () => void): boolean {
    if (state !== 'open') return false;
    try {
      work();
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  return {
    isOpen: () => state === 'open',
    hasFailed: () => state === 'failed',
    fail,
    attempt,
    attemptOnFile: (work) =>
      attempt(() => {
        checkPlace();
        work();
      }),
    close() {
      if (state !== 'open') return;
      state = 'closed';
      try {
        closeFile();
      } catch (error) {
        onFailure(writingFailure(error, path));
      }
    },
  };
}
