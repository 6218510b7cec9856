// The clock of a recording, which goes on where it stood when another run of gorowatch goes on with it.

import type {Sight} from '../session/model.ts';

/** Where a recording goes on: so much is added to the clock of this run, and this is the moment after its end. */
type Resumed = {readonly shiftMs: number; readonly seam: Sight};

/**
 * What to add to monotonic milliseconds of this run, as known from its first moment on: each run's clock begins anew.
 *
 * @param end the last moment of what is there; undefined in a new recording
 * @param onResumed told once, where it goes on: in between nobody watched
 */
export function createResumedClock(end: Sight | undefined, onResumed: (seam: Sight) => void) {
  let shiftMs = end === undefined ? 0 : undefined;
  return (sight: Sight): number => {
    if (shiftMs === undefined) {
      const resumed = resumedAt(sight, end!);
      ({shiftMs} = resumed);
      onResumed(resumed.seam);
    }

    return shiftMs;
  };
}

function resumedAt({atMs, wallMs}: Sight, end: Sight): Resumed {
  return {
    shiftMs: end.atMs + Math.max(1, wallMs - end.wallMs) - atMs,
    seam: {atMs: end.atMs + 1, wallMs: end.wallMs + 1},
  };
}
