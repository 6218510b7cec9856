import type {Baseline} from './baseline.ts';
import {lastIndexAt, type Step} from './step-log.ts';

/** Counts of groups that baselines of the past may hold together; some 80 bytes each. The oldest go. */
export const maxPastBaselineGroups = 100_000;

/** From where changes were counted, over time: each baseline from the moment at which it was set. */
export class BaselineLog {
  #entries: Step<Baseline | undefined>[] = [];
  #pastGroups = 0;

  get last(): Baseline | undefined {
    return this.#entries.at(-1)?.value;
  }

  /** In the order of time. */
  get entries(): readonly Step<Baseline | undefined>[] {
    return this.#entries;
  }

  /** From a moment on this is the baseline, or there is none. */
  push(atMs: number, value: Baseline | undefined): void {
    if (this.last === value) return;
    this.#pastGroups += this.last?.groups.size ?? 0;
    this.#entries.push({atMs, value});
    while (this.#pastGroups > maxPastBaselineGroups) this.#forget(1);
  }

  at(atMs: number): Baseline | undefined {
    return this.#entries[lastIndexAt(this.#entries, atMs)]?.value;
  }

  /** Forgets what was not in force any more at a moment. */
  trim(beforeMs: number): void {
    this.#forget(lastIndexAt(this.#entries, beforeMs));
  }

  #forget(many: number): void {
    if (many <= 0) return;
    for (const {value} of this.#entries.splice(0, many)) this.#pastGroups -= value?.groups.size ?? 0;
  }
}
