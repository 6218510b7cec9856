/** Requests of the user's, waiting for their turn between two of the sampler's own. */
type AskedRequests = {
  readonly ask: <T>(request: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** The next one, to be run; its failure is the asker's, and never that of the run. */
  readonly take: () => ((signal: AbortSignal) => Promise<void>) | undefined;
  readonly isEmpty: () => boolean;
  /** Nobody will run them any more: what waits is rejected, and so is whatever is asked later. */
  readonly end: (reason: Error) => void;
};

/** @param onAsked called when there is one more to run. */
export function createAskedRequests(onAsked: () => void): AskedRequests {
  const waiting: {run: (signal: AbortSignal) => Promise<void>; reject: (reason: Error) => void}[] = [];
  let ended: Error | undefined;
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }

        waiting.push({run: (signal) => request(signal).then(resolve, reject), reject});
        onAsked();
      }),
    take: () => waiting.shift()?.run,
    isEmpty: () => waiting.length === 0,
    end(reason) {
      ended = reason;
      for (const {reject} of waiting.splice(0)) reject(reason);
    },
  };
}
