// Finds the moment that a typed time asks for, among all that can be asked for.

import {wallMsBefore} from '../session/timeline.ts';
import {escapeText} from '../target/escape.ts';
import {momentText, readTime} from '../view/time/time-text.ts';
import {UsageError} from './arguments/usage-error.ts';

/** What times can be asked for: moments in monotonic milliseconds, and what the clock on the wall said at each. */
type KnownTimes = {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly wallMsOf: (atMs: number) => number;
  readonly atMsOf: (wallMs: number) => number;
};

/** What a time is for: what follows it begins there, or what led to it ends there, or it is to be shown. */
export type AskedFor = 'begin' | 'end' | 'show';

/** Monotonic milliseconds; `said`: one sentence where it is another moment than the one that was asked for. */
export type AskedMoment = {readonly atMs: number; readonly said: string | undefined};

/**
 * Which moment a time means, as people write times. Outside of what is known it is the nearest that is, unless nothing
 * would be left then.
 *
 * @param word how it was given, for the sentence: `--at 14:05`, `shop.gorowatch@14:05`
 * @throws {UsageError} for what is no time, a beginning after the end, or an end before the beginning.
 */
export function askedMoment(
  word: string,
  text: string,
  known: KnownTimes,
  askedFor: AskedFor = 'show',
): AskedMoment {
  const {firstMs, lastMs, wallMsOf, atMsOf} = known;
  const first = wallMsBefore(known, firstMs, lastMs);
  const reach = {firstMs: first.wallMs, lastMs: wallMsOf(lastMs)};
  const asked = readTime(text, reach);
  const [begins, ends] = [momentText(reach.firstMs, reach), momentText(reach.lastMs, reach)];
  const shown = escapeText(word);
  switch (asked.kind) {
    case 'problem':
      throw new UsageError(`${shown}: ${asked.problem}`, '');
    case 'newest':
      return {atMs: lastMs, said: undefined};
    case 'late':
      if (askedFor === 'begin')
        throw new UsageError(`${shown} is after the end, ${ends}.`, 'Choose an earlier one.');
      return {atMs: lastMs, said: `${shown} is after the end: ${ends} is taken instead.`};
    case 'moment': {
      if (asked.isCut && askedFor === 'end')
        throw new UsageError(`${shown} is before the beginning, ${begins}.`, 'Choose a later one.');
      if (asked.isCut)
        return {atMs: firstMs, said: `${shown} is before the beginning: ${begins} is taken instead.`};
      const atMs =
        first.isSetBack && asked.agoMs !== undefined
          ? lastMs - asked.agoMs
          : atMsOf(askedFor === 'begin' ? asked.wallMs : asked.endWallMs);
      return {atMs: Math.min(lastMs, Math.max(firstMs, atMs)), said: undefined};
    }
  }
}
