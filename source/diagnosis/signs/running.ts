// Finds goroutines that run at every look, and where.

import type {Snapshot} from '../../profile/model.ts';
import {tellingFrame} from '../places/telling-frame.ts';

type Running = {
  readonly atMs: number;
  readonly looks: number;
  /** Where it was found at each of them; undefined when that differed. */
  readonly function: string | undefined;
};

/** Never found to wait. `isInOne`: always found in the same function. */
export type Spinning = {readonly looks: number; readonly overMs: number; readonly isInOne: boolean};

/** Since when each goroutine has been found running, or ready to run, at every look. */
export class RunningGoroutines {
  #since = new Map<number, Running>();

  forget(): void {
    this.#since.clear();
  }

  /** Takes in one look. A look stops the process: who was running then is shown as ready to run. */
  observe(atMs: number, snapshot: Snapshot): void {
    const next = new Map<number, Running>();
    for (const {identity, members} of snapshot.groups) {
      if (identity.family !== 'running' && identity.family !== 'runnable') continue;
      const here = tellingFrame(identity.stack)?.function;
      for (const id of members?.ids ?? []) {
        const known = this.#since.get(id);
        const isSame = known === undefined || known.function === here;
        next.set(id, {
          atMs: known?.atMs ?? atMs,
          looks: (known?.looks ?? 0) + 1,
          function: isSame ? here : undefined,
        });
      }
    }

    this.#since = next;
  }

  /** Those that were never found to wait, over so many looks and so long. */
  spinning(nowMs: number, leastLooks: number, leastMs: number): ReadonlyMap<number, Spinning> {
    const found = new Map<number, Spinning>();
    for (const [id, {atMs, looks, function: name}] of this.#since) {
      const overMs = nowMs - atMs;
      if (looks >= leastLooks && overMs >= leastMs)
        found.set(id, {looks, overMs, isInOne: name !== undefined});
    }

    return found;
  }
}
