// What a log tells of many groups at once, made into objects only where somebody looks.

import type {GroupIdentity} from '../profile/model.ts';
import type {CountChange} from './model.ts';

/**
 * What `CountChange`s are, as columns of equal length: of 10,000 groups that a log tells of, a screen makes thirty into
 * objects.
 */
export type ChangeColumns = {
  /** What the numbers stand for, which is the same as long as this is the same object. */
  readonly table: {
    readonly identity: (number: number) => GroupIdentity;
    /** How many numbers there are. */
    readonly identities: () => number;
  };
  readonly numbers: Uint32Array;
  readonly counts: Float64Array;
  readonly latest: readonly CountChange['latest'][];
  /** Since when it has counted this; NaN where that came with the entry. Undefined where all did. */
  readonly sinceMs: Float64Array | undefined;
};

export function changesOf({table, numbers, counts, latest, sinceMs}: ChangeColumns): CountChange[] {
  return Array.from(numbers, (number, at) => {
    const change = {identity: table.identity(number), count: counts[at]!, latest: latest[at]!};
    const since = sinceMs?.[at] ?? Number.NaN;
    return Number.isNaN(since) ? change : {...change, sinceMs: since};
  });
}
