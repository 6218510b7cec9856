// How long goroutines sleep, and whether they do so again and again.

import {argumentWords} from './goroutine-words.ts';

/** Many sleep, and most are asked again at each look: the other frames are not read for it. */
const sleepCall = /^time\.Sleep\(([^()]*)\)$/m;
const nanosecondsPerMs = 1_000_000;
/** Sleeping longer than this at a time is not waiting for a moment. */
export const longSleepMs = 10 * 60_000;

/** How long goroutines sleep at a time. */
export type Sleep = {
  readonly leastMs: number;
  readonly mostMs: number;
  /** Many of those that stay have been there for longer than they sleep now: they do it again and again. */
  readonly isAgain: boolean;
  /** Only so many of all that sleep there are told of: the others sleep for less. */
  readonly part?: {readonly count: number; readonly of: number};
};

/** So many must have been there for longer, … */
const fewestAgain = 3;
/** … and this part of those that have been there for a while: who has just come sleeps for the first time. */
const leastPartAgain = 1 / 3;
const whileMs = 4_000;

/**
 * How long goroutines sleep at a time, from the argument of time.Sleep.
 *
 * Example input:  a text with `time.Sleep(0x34630b8a000)`
 * Example output: `{leastMs: 3600000, mostMs: 3600000, isAgain: false}`
 *
 * @param stayedMs for how long a goroutine has been there at least, by its id.
 */
export function sleepOf(
  texts: ReadonlyMap<number, string>,
  stayedMs: (id: number) => number,
): Sleep | undefined {
  let leastMs = Infinity;
  let mostMs = -Infinity;
  let again = 0;
  let stayed = 0;
  for (const [id, text] of texts) {
    const sleepMs = sleepMsOf(text);
    if (sleepMs === undefined) continue;
    leastMs = Math.min(leastMs, sleepMs);
    mostMs = Math.max(mostMs, sleepMs);
    const overMs = stayedMs(id);
    if (overMs < whileMs) continue;
    stayed++;
    if (overMs > sleepMs) again++;
  }

  if (mostMs === -Infinity) return undefined;
  return {leastMs, mostMs, isAgain: again >= fewestAgain && again >= stayed * leastPartAgain};
}

/**
 * For how long one goroutine sleeps, from its text; undefined where it does not, or where the runtime is not sure.
 *
 * Example input:  a text with `time.Sleep(0x34630b8a000)`
 * Example output: `3600000`
 */
export function sleepMsOf(text: string): number | undefined {
  const [word] = argumentWords(sleepCall.exec(text)?.[1] ?? '');
  return word === undefined ? undefined : word / nanosecondsPerMs;
}
