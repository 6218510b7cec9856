// How long goroutines sleep, and whether they do so again and again.

import {frameWords} from './goroutine-words.ts';

const nanosecondsPerMs = 1_000_000;

/** How long goroutines sleep at a time. */
export type Sleep = {
  readonly leastMs: number;
  readonly mostMs: number;
  /** Many of those that stay have been there for longer than they sleep now: they do it again and again. */
  readonly isAgain: boolean;
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
    const sleeping = frameWords(text).find(({function: name}) => name === 'time.Sleep');
    const [word] = sleeping?.words ?? [];
    if (word === undefined) continue;
    const sleepMs = word / nanosecondsPerMs;
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
