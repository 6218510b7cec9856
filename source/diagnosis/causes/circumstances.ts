// What is known of goroutines beside each other.

import type {PointerIndex} from '../places/pointer-index.ts';

/** Who is shown to have a lock that others wait for. */
export type LocksTaken = {
  /** By the address of a lock, the places of those that have it, each with the goroutine that does. */
  readonly holders: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** Places whose source shows that nothing on their stacks has the lock that they wait for. */
  readonly without: ReadonlySet<string>;
};

/** What is needed to find who waits for whom. */
export type Circumstances = {
  /** Equal for goroutines that came together. */
  readonly kin: ReadonlyMap<number, number>;
  readonly pointers: PointerIndex;
  /** By the address of a lock, the functions that goroutines wait in for it. */
  readonly lockers: ReadonlyMap<number, ReadonlySet<string>>;
  /** Who is shown to have the locks that others wait for; undefined where nobody has looked. */
  readonly taken?: LocksTaken | undefined;
};
