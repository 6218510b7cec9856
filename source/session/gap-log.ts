import type {Gap} from './step-series.ts';

/** Stretches in which the target was out of reach. */
export class GapLog {
  #gaps: Gap[] = [];
  #sinceMs: number | undefined;

  /** An open one ends at `nowMs`, if it had begun by then. */
  until(nowMs: number): readonly Gap[] {
    return this.#sinceMs === undefined || this.#sinceMs > nowMs
      ? this.#gaps
      : [...this.#gaps, {fromMs: this.#sinceMs, toMs: nowMs}];
  }

  /** Whether one was open already. */
  begin(atMs: number): boolean {
    const wasOpen = this.#sinceMs !== undefined;
    this.#sinceMs ??= atMs;
    return wasOpen;
  }

  end(atMs: number): void {
    if (this.#sinceMs === undefined) return;
    this.#gaps.push({fromMs: this.#sinceMs, toMs: atMs});
    this.#sinceMs = undefined;
  }

  trim(beforeMs: number): void {
    this.#gaps = this.#gaps.filter((gap) => gap.toMs > beforeMs);
  }
}
