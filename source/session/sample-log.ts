import type {SnapshotHead} from './entry.ts';
import {lastIndexAt} from './step-log.ts';
import type {Sight} from './session.ts';

/** A moment at which the target told something: the counts of its groups, its total, or its full stacks. */
export type Sample = Sight & {
  readonly kind: 'counts' | 'total' | 'look';
  /** Of counts of groups. */
  readonly head?: SnapshotHead;
};

/** Some 150 bytes each: more than a day at one a second. What is older goes, however long history is to be. */
export const maxSamples = 100_000;
/** So many go at once, or each new one would move all the others. */
const forgottenAtOnce = maxSamples / 10;

/** When a session learned something, on both clocks, in the order of time. */
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
    // Full stacks count nothing: before the first counts there is nothing to be seen at their moment.
    if (sample.kind === 'look' && this.#samples.length === 0) return undefined;
    // Full stacks may have been overtaken while they were taken in.
    const index = lastIndexAt(this.#samples, sample.atMs) + 1;
    if (index === this.#samples.length) this.#samples.push(sample);
    else this.#samples.splice(index, 0, sample);
    if (this.#samples.length <= maxSamples) return undefined;
    this.#samples.splice(0, forgottenAtOnce);
    return this.#samples[0]?.atMs;
  }

  /** The newest at or before a moment; only of some kinds, where these are given. */
  at(atMs: number, isWanted: (kind: Sample['kind']) => boolean = () => true): Sample | undefined {
    for (let index = lastIndexAt(this.#samples, atMs); index >= 0; index--) {
      const sample = this.#samples[index]!;
      if (isWanted(sample.kind)) return sample;
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

  /** Forgets those before a moment. */
  trim(beforeMs: number): void {
    const kept = this.#samples.findIndex(({atMs}) => atMs >= beforeMs);
    if (kept !== 0) this.#samples.splice(0, kept === -1 ? this.#samples.length : kept);
  }
}
