// Stops the program on ctrl-z, and goes on where the shell continues it.

import type {StartTimer} from '../target/timer.ts';
import {autoWrapOff, restoreSequence} from './modes.ts';

/** How long Node needs to read the new size after the signal that says it may have changed. */
const resizeSettleMs = 20;
/** A process without a job-control shell above it is not stopped at all, and then nobody will continue it. */
const notStoppedMs = 250;

type StoppingProcess = {
  readonly platform: string;
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  kill(pid: number, signal: string): unknown;
  readonly pid: number;
};

/**
 * Stops the program as ctrl-z does, and resolves when it is continued (`fg`): the callback for Ink's
 * `suspendTerminal`, which gives the terminal back before and takes it again after.
 *
 * Example: `void suspendTerminal(() => stopUntilContinued({process, stdout, startTimer}))`
 *
 * The whole process group is stopped, as the terminal itself would do it, or a wrapper such as npm would keep the
 * shell waiting. A stopped process gets no SIGWINCH, so it is sent one to make Node read the size again.
 */
export function stopUntilContinued({
  process,
  stdout,
  startTimer,
}: {
  process: StoppingProcess;
  stdout: {write(text: string): unknown};
  startTimer: StartTimer;
}): Promise<void> {
  if (process.platform === 'win32') {
    return Promise.resolve();
  }

  return new Promise((resolve) => {
    let continued = false;
    const onContinue = () => {
      if (continued) {
        return;
      }

      continued = true;
      stopTimer();
      process.off('SIGCONT', onContinue);
      stdout.write(autoWrapOff);
      process.kill(process.pid, 'SIGWINCH');
      startTimer(resolve, resizeSettleMs);
    };

    process.once('SIGCONT', onContinue);
    // Ink has left the alternate screen by now.
    stdout.write(restoreSequence({alternateScreen: false}));
    // While the process is stopped its timers are too; overdue ones fire together with SIGCONT.
    const stopTimer = startTimer(onContinue, notStoppedMs);
    process.kill(0, 'SIGTSTP');
  });
}
