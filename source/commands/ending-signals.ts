import {endingSignals, statusOf, type EndingSignal} from '../terminal/ending-signal.ts';

/** Without a screen ctrl-\ stays what it is elsewhere: the end at once, whatever is still to be finished. */
const finishing: readonly EndingSignal[] = endingSignals.filter((signal) => signal !== 'SIGQUIT');

/**
 * Has a signal end what runs, so that it can finish; a second one ends the program at once. Returns the exit status
 * that belongs to the signal, undefined when none came.
 */
export function endOnSignals(
  end: () => void,
  signals: readonly EndingSignal[] = finishing,
): () => number | undefined {
  let status: number | undefined;
  for (const signal of signals) {
    process.on(signal, () => {
      if (status !== undefined) process.exit(status);
      status = statusOf(signal);
      end();
    });
  }

  return () => status;
}
