// Tells goroutines that exist only because somebody asks for a profile from all others.

import type {Frame} from './model.ts';

/**
 * What a goroutine has to do with answering a request for the profile.
 *
 * - `handler`: it serves net/http/pprof; over HTTP/1 (`handler-with-reader`) one more goroutine reads ahead on its
 *   connection.
 * - `reader`: it reads ahead on some connection; it may belong to any handler, the application's own included.
 * - `unstarted`: it has no stack yet, which is what such a reader looks like before it first runs.
 */
export type ObserverRole = 'none' | 'handler' | 'handler-with-reader' | 'reader' | 'unstarted';

const readerFunctions = /^net\/http\.\(\*connReader\)\.(?:backgroundRead|startBackgroundRead\b.*)$/;

/** The function that starts the goroutine which reads ahead (net/http/server.go). */
export const readerStarter = 'net/http.(*connReader).startBackgroundRead';

/** @param frames the visible ones, innermost first. */
export function observerRole(frames: readonly Frame[]): ObserverRole {
  if (frames.some((frame) => frame.function.startsWith('net/http/pprof.'))) {
    return frames.some((frame) => frame.function === 'net/http.(*conn).serve')
      ? 'handler-with-reader'
      : 'handler';
  }

  const outermost = frames.at(-1);
  if (outermost === undefined) {
    return 'unstarted';
  }

  return readerFunctions.test(outermost.function) ? 'reader' : 'none';
}
