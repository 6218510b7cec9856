import type {Clock} from './clock.ts';
import type {Sight} from './model.ts';

/** A clock that stands where it is set: that of a session into which a log is read. */
type ReplayClock = Clock & {
  /** To the moment of an entry. */
  readonly set: (sight: Sight) => void;
};

/** @param start the moment of the first entry: the session is attached then. */
export function createReplayClock(start: Sight): ReplayClock {
  let {atMs, wallMs} = start;
  return {
    monotonicMs: () => atMs,
    wallMs: () => wallMs,
    // Nobody waits here: time passes when an entry is read.
    sleep: () => Promise.resolve(),
    set(sight) {
      ({atMs, wallMs} = sight);
    },
  };
}
