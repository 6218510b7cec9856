import {startTimer as startSystemTimer, type StartTimer} from '../target/timer.ts';

/**
 * Makes one call out of several that come within `ms` of the first: a poll brings counts, stacks and events one after
 * the other, and each frame costs as much as the one before, however little has changed.
 */
export function putOff(ms: number, startTimer: StartTimer = startSystemTimer): (call: () => void) => void {
  let isWaiting = false;
  return (call) => {
    if (isWaiting) return;
    isWaiting = true;
    startTimer(() => {
      isWaiting = false;
      call();
    }, ms);
  };
}
