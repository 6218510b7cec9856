import type {MemorySizes} from '../target/memory-sizes.ts';

/** How much memory the target had at one moment of the monotonic clock. */
export type MemoryReading = MemorySizes & {readonly atMs: number};

/** With ten seconds between two readings, an hour and a half: more than the counts go back. */
export const maxMemoryReadings = 540;

/** What is known of the target's memory over time, as read: nothing is known between two readings. */
export class MemoryHistory {
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

  /** The newest reading at a moment, of the process that is there now or was there then. */
  at(atMs: number): MemoryReading | undefined {
    return this.#readings.findLast((reading) => reading.atMs <= atMs);
  }

  /** The readings of the process that is there at a moment, up to then. */
  sinceRestart(nowMs: number): readonly MemoryReading[] {
    const fromMs = this.#restarts.findLast((atMs) => atMs <= nowMs) ?? -Infinity;
    return this.#readings.filter(({atMs}) => atMs >= fromMs && atMs <= nowMs);
  }
}
