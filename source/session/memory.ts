// What a session remembers of the target's memory.

import type {MemorySizes} from '../target/memory-sizes.ts';

/** How much memory the target had at one moment of the monotonic clock. */
export type MemoryReading = MemorySizes & {readonly atMs: number};

/** With ten seconds between two readings, more than a day: some 150 bytes each. */
export const maxMemoryReadings = 10_000;
/** Whatever the history: so that a trend has something to go by. */
const leastKeptMs = 90 * 60_000;

/** What is known of the target's memory over time, as read: nothing is known between two readings. */
export class MemoryHistory {
  /** How much the target may have, where the user has said. */
  limitBytes: number | undefined;
  #readings: readonly MemoryReading[] = [];
  #restarts: readonly number[] = [];
  readonly #onAdded: ((reading: MemoryReading) => void) | undefined;

  /** @param onAdded told of each reading. */
  constructor(onAdded?: (reading: MemoryReading) => void) {
    this.#onAdded = onAdded;
  }

  /** In the order of time. */
  get readings(): readonly MemoryReading[] {
    return this.#readings;
  }

  get latest(): MemoryReading | undefined {
    return this.#readings.at(-1);
  }

  add(reading: MemoryReading): void {
    this.#readings = [...this.#readings, reading].slice(-maxMemoryReadings);
    this.#onAdded?.(reading);
  }

  /** Another process has other memory: what came before stays to be seen, but no trend leads across. */
  restarted(atMs: number): void {
    this.#restarts = [...this.#restarts, atMs].slice(-maxMemoryReadings);
  }

  /** Forgets what came before a moment, but never what is newer than an hour and a half. */
  trim(beforeMs: number): void {
    const fromMs = Math.min(beforeMs, (this.latest?.atMs ?? beforeMs) - leastKeptMs);
    if ((this.#readings[0]?.atMs ?? Infinity) >= fromMs) return;
    this.#readings = this.#readings.filter(({atMs}) => atMs >= fromMs);
  }

  /** The readings of the process that is there at a moment, up to then. */
  sinceRestart(nowMs: number): readonly MemoryReading[] {
    const fromMs = this.#restarts.findLast((atMs) => atMs <= nowMs) ?? -Infinity;
    return this.#readings.filter(({atMs}) => atMs >= fromMs && atMs <= nowMs);
  }
}
