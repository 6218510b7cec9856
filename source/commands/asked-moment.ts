import {readTime} from '../view/time-text.ts';
import {UsageError} from './usage-error.ts';

/** What times can be asked for: moments in monotonic milliseconds, and what the clock on the wall said at each. */
export type KnownTimes = {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly wallMsOf: (atMs: number) => number;
  readonly atMsOf: (wallMs: number) => number;
};

/** Monotonic milliseconds; `isCut` where an earlier moment was asked for than any that is known. */
export type AskedMoment = {readonly atMs: number; readonly isCut: boolean};

/**
 * Which moment a time means, as people write times.
 *
 * @param where the option or word that it was given in, for the error: `--at`
 * @throws {UsageError} for what is no time, or has not come yet.
 */
export function askedMoment(where: string, text: string, known: KnownTimes): AskedMoment {
  const {firstMs, lastMs, wallMsOf, atMsOf} = known;
  const asked = readTime(text, {firstMs: wallMsOf(firstMs), lastMs: wallMsOf(lastMs)});
  switch (asked.kind) {
    case 'problem':
      throw new UsageError(`${where}: ${asked.problem}`, '');
    case 'newest':
      return {atMs: lastMs, isCut: false};
    case 'moment':
      return {atMs: Math.max(firstMs, atMsOf(asked.wallMs)), isCut: asked.isCut};
  }
}
