/** A stretch of time in which nothing is known: the target was out of reach. Monotonic milliseconds. */
export type Gap = {readonly fromMs: number; readonly toMs: number};

/**
 * A number over time that holds until it changes: a constant group costs one point, however long it is watched.
 * Times are monotonic milliseconds and only ever grow.
 */
export class StepSeries {
  #times: number[] = [];
  #values: number[] = [];

  /** How many points it holds, for bounding memory. */
  get points(): number {
    return this.#times.length;
  }

  get last(): number | undefined {
    return this.#values.at(-1);
  }

  /** When it begins. */
  get firstAtMs(): number | undefined {
    return this.#times[0];
  }

  /** When it was first more than 0, as far back as is remembered. */
  get firstAbove0Ms(): number | undefined {
    return this.#times[this.#values.findIndex((value) => value > 0)];
  }

  push(atMs: number, value: number): void {
    if (this.last === value) return;
    this.#times.push(atMs);
    this.#values.push(value);
  }

  /** The value in force at a moment; undefined before the first point. */
  at(atMs: number): number | undefined {
    const index = this.#indexAt(atMs);
    return index < 0 ? undefined : this.#values[index];
  }

  /** Smallest and largest value in force between two moments, both included; undefined if there is none. */
  range(fromMs: number, toMs: number): {readonly min: number; readonly max: number} | undefined {
    let index = Math.max(0, this.#indexAt(fromMs));
    let min = Infinity;
    let max = -Infinity;
    for (; index < this.#times.length && (this.#times[index] ?? Infinity) <= toMs; index++) {
      const value = this.#values[index] ?? 0;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    return min === Infinity ? undefined : {min, max};
  }

  /**
   * The largest value in each of `cells` equal stretches of time, so that a short spike is never lost; undefined
   * before the first point and where a gap covers the whole stretch.
   */
  cells(fromMs: number, toMs: number, cells: number, gaps: readonly Gap[] = []): (number | undefined)[] {
    const width = (toMs - fromMs) / cells;
    const result: (number | undefined)[] = [];
    let index = this.#indexAt(fromMs);
    for (let cell = 0; cell < cells; cell++) {
      // The sum can fall short of the end by a rounding error, and the newest point lies exactly there.
      const endMs = cell === cells - 1 ? toMs : fromMs + (cell + 1) * width;
      let value = index < 0 ? undefined : this.#values[index];
      while (index + 1 < this.#times.length && (this.#times[index + 1] ?? Infinity) <= endMs) {
        index++;
        value = Math.max(value ?? -Infinity, this.#values[index] ?? 0);
      }

      const startMs = endMs - width;
      const unknown = gaps.some((gap) => gap.fromMs <= startMs && gap.toMs >= endMs);
      result.push(unknown ? undefined : value);
    }

    return result;
  }

  /** Forgets what came before a moment, except the value that was then in force. Returns how many points went. */
  trim(beforeMs: number): number {
    const index = this.#indexAt(beforeMs);
    if (index <= 0) return 0;
    this.#times = this.#times.slice(index);
    this.#values = this.#values.slice(index);
    return index;
  }

  /** Index of the last point at or before a moment; -1 when the series begins later. */
  #indexAt(atMs: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? Infinity) <= atMs) low = middle + 1;
      else high = middle;
    }

    return low - 1;
  }
}
