// The moments at which a session counted, with what each told of all goroutines.

import type {SnapshotHead, Sight} from './model.ts';
import {lastIndexAt} from './step-log.ts';

/** A moment at which the target told how many goroutines it has: the counts of its groups, or the total alone. */
export type Sample = Sight & {
  readonly kind: 'counts' | 'total';
  readonly goroutines: number;
  /** Of counts of groups. */
  readonly head?: SnapshotHead;
};

/** Some 150 bytes each: more than a day at one a second. What is older goes, however long history is to be. */
export const maxLoggedSamples = 100_000;
/** So many go at once, or each new one would move all the others. */
const forgottenAtOnce = maxLoggedSamples / 10;

/** When goroutines were counted, on both clocks, in the order of time. */
export class SampleLog {
  #samples: Sample[] = [];

  get all(): readonly Sample[] {
    return this.#samples;
  }

  get first(): Sample | undefined {
    return this.#samples[0];
  }

  get last(): Sample | undefined {
    return this.#samples.at(-1);
  }

  /** Returns from which moment on samples are kept, when older ones had to go to make room. */
  add(sample: Sample): number | undefined {
    this.#samples.push(sample);
    if (this.#samples.length <= maxLoggedSamples) return undefined;
    this.#samples.splice(0, forgottenAtOnce);
    return this.#samples[0]?.atMs;
  }

  /** The newest at or before a moment; only of one kind, where that is given. */
  at(atMs: number, kind?: Sample['kind']): Sample | undefined {
    for (let index = lastIndexAt(this.#samples, atMs); index >= 0; index--) {
      const sample = this.#samples[index]!;
      if (kind === undefined || sample.kind === kind) return sample;
    }

    return undefined;
  }

  /** The newest before a moment. */
  before(atMs: number): Sample | undefined {
    let index = lastIndexAt(this.#samples, atMs);
    while (index >= 0 && this.#samples[index]!.atMs === atMs) index--;
    return this.#samples[index];
  }

  /** The oldest after a moment. */
  after(atMs: number): Sample | undefined {
    return this.#samples[lastIndexAt(this.#samples, atMs) + 1];
  }

  /** Forgets those before a moment, and those after it up to the first that says which groups there were. */
  trim(beforeMs: number): void {
    if (this.first === undefined || this.first.atMs >= beforeMs) return;
    const isKept = ({atMs}: Sample) => atMs >= beforeMs;
    const counted = this.#samples.findIndex((sample) => isKept(sample) && sample.kind === 'counts');
    const kept = counted === -1 ? this.#samples.findIndex(isKept) : counted;
    this.#samples.splice(0, kept === -1 ? this.#samples.length : kept);
  }
}
