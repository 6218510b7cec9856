import {maxStacksBytes} from '../target/cost.ts';

/** What there is to say of a saved dump. */
export type DumpOutcome = {
  readonly path: string;
  /** As it came from the target. */
  readonly bytes: number;
  readonly goroutines: number;
  /** Goroutines that existed and are not in the dump; undefined when it is cut and nobody knows how many. */
  readonly missing: number | undefined;
  readonly cut: boolean;
};

/**
 * Judges a saved full dump: `read` is what the parser found in it, `expected` the total counted just before. A dump
 * of exactly the runtime's limit is cut even when its last line looks whole.
 */
export function dumpOutcome(
  saved: {readonly path: string; readonly bytes: number},
  read: {readonly goroutines: number; readonly complete: boolean},
  expected: number | undefined,
): DumpOutcome {
  const cut = !read.complete || saved.bytes === maxStacksBytes;
  const {path, bytes} = saved;
  const {goroutines} = read;
  if (!cut) return {path, bytes, goroutines, missing: 0, cut};
  return {
    path,
    bytes,
    goroutines,
    missing: expected === undefined ? undefined : Math.max(0, expected - goroutines),
    cut,
  };
}
