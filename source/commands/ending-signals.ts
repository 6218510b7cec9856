const numbers = {SIGINT: 2, SIGTERM: 15, SIGHUP: 1} as const;

/**
 * Has a signal end what runs, so that it can finish; a second one ends the program at once. Returns the exit status
 * that belongs to the signal, undefined when none came.
 */
export function endOnSignals(end: () => void): () => number | undefined {
  let status: number | undefined;
  for (const [signal, number] of Object.entries(numbers)) {
    process.on(signal, () => {
      if (status !== undefined) process.exit(status);
      status = 128 + number;
      end();
    });
  }

  return () => status;
}
