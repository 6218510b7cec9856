import type {Snapshot} from '../profile/model.ts';

/** Since when each goroutine has been found running, or ready to run, at every look. */
export class RunningGoroutines {
  #since = new Map<number, {readonly atMs: number; readonly looks: number}>();

  forget(): void {
    this.#since.clear();
  }

  /** Takes in one look. A look stops the process: who was running then is shown as ready to run. */
  observe(atMs: number, snapshot: Snapshot): void {
    const next = new Map<number, {readonly atMs: number; readonly looks: number}>();
    for (const {identity, members} of snapshot.groups) {
      if (identity.family !== 'running' && identity.family !== 'runnable') continue;
      for (const id of members?.ids ?? []) {
        const known = this.#since.get(id);
        next.set(id, {atMs: known?.atMs ?? atMs, looks: (known?.looks ?? 0) + 1});
      }
    }

    this.#since = next;
  }

  /** Those that were never found to wait, over so many looks and so long. */
  spinning(
    nowMs: number,
    leastLooks: number,
    leastMs: number,
  ): ReadonlyMap<number, {readonly looks: number; readonly overMs: number}> {
    const found = new Map<number, {readonly looks: number; readonly overMs: number}>();
    for (const [id, {atMs, looks}] of this.#since)
      if (looks >= leastLooks && nowMs - atMs >= leastMs) found.set(id, {looks, overMs: nowMs - atMs});
    return found;
  }
}
