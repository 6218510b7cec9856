// Sends requests to one target, one after the other.

import type {Address} from './address.ts';
import {exchange, type Reply, type RequestLimits} from './exchange.ts';
import {givenUp} from './target-error.ts';
import {systemTimer, type Timer} from './timer.ts';
import {createTransport, type Transport} from './transport.ts';

export type {Reply} from './exchange.ts';

type PprofClientOptions = {readonly transport?: Transport; readonly timer?: Timer};

/** Requests to one target, one at a time: a second one waits for its turn, and its deadline begins with its turn. */
export type PprofClient = {
  /**
   * Asks for an absolute path, such as `/debug/pprof/goroutine?debug=2`; the address's own query is added.
   * Resolves with an answer of whatever status. Rejects with a TargetError.
   */
  readonly get: (path: string, limits: RequestLimits) => Promise<Reply>;
  /** Ends what is under way and what waits; both reject as aborted, as does any later request. */
  readonly close: () => Promise<void>;
};

/** Opens no connection before the first request. */
export function createPprofClient(
  {origin, name, query}: Address,
  {transport = createTransport(), timer = systemTimer}: PprofClientOptions = {},
): PprofClient {
  const closing = new AbortController();
  const waiting: Array<() => void> = [];
  let busy = false;

  function turn(signal: AbortSignal): Promise<void> {
    if (!busy) {
      busy = true;
      return Promise.resolve();
    }

    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(givenUp(name));
      };

      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };

      waiting.push(start);
      signal.addEventListener('abort', leave, {once: true});
    });
  }

  function next(): void {
    const start = waiting.shift();
    busy = start !== undefined;
    start?.();
  }

  return {
    async get(path, limits) {
      const signal =
        limits.signal === undefined ? closing.signal : AbortSignal.any([limits.signal, closing.signal]);
      if (signal.aborted) {
        throw givenUp(name);
      }

      await turn(signal);
      try {
        if (signal.aborted) {
          throw givenUp(name);
        }

        return await exchange({
          transport,
          timer,
          origin,
          name,
          path: withQuery(path, query),
          deadlineMs: limits.deadlineMs,
          maxBytes: limits.maxBytes,
          signal,
        });
      } finally {
        next();
      }
    },
    async close() {
      closing.abort();
      await transport.close();
    },
  };
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}
