// What is known of goroutines beside each other.

import type {PointerIndex} from './places/pointer-index.ts';

/** What is needed to find who waits for whom. */
export type Circumstances = {
  /** Equal for goroutines that came together. */
  readonly kin: ReadonlyMap<number, number>;
  readonly pointers: PointerIndex;
  /** By the address of a lock, the functions that goroutines wait in for it. */
  readonly lockers: ReadonlyMap<number, ReadonlySet<string>>;
};
