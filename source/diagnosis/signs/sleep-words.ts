import {frameWords} from './goroutine-words.ts';

const nanosecondsPerMs = 1_000_000;

/**
 * How long goroutines sleep at a time, from the argument of time.Sleep.
 *
 * Example input:  a text with `time.Sleep(0x34630b8a000)`
 * Example output: `{leastMs: 3600000, mostMs: 3600000}`
 */
export function sleepOf(
  texts: ReadonlyMap<number, string>,
): {readonly leastMs: number; readonly mostMs: number} | undefined {
  let leastMs = Infinity;
  let mostMs = -Infinity;
  for (const text of texts.values()) {
    const sleeping = frameWords(text).find(({function: name}) => name === 'time.Sleep');
    const [word] = sleeping?.words ?? [];
    if (word === undefined) continue;
    leastMs = Math.min(leastMs, word / nanosecondsPerMs);
    mostMs = Math.max(mostMs, word / nanosecondsPerMs);
  }

  return mostMs === -Infinity ? undefined : {leastMs, mostMs};
}
