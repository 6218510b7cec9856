const numbers = {SIGINT: 2, SIGTERM: 15, SIGHUP: 1} as const;
type EndingSignal = keyof typeof numbers;

/**
 * Has a signal end what runs, so that it can finish; a second one ends the program at once. Returns the exit status
 * that belongs to the signal, undefined when none came.
 */
export function endOnSignals(
  end: () => void,
  signals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'],
): () => number | undefined {
  let status: number | undefined;
  for (const signal of signals) {
    const number = numbers[signal];
    process.on(signal, () => {
      if (status !== undefined) process.exit(status);
      status = 128 + number;
      end();
    });
  }

  return () => status;
}
