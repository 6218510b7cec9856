// Reads options that are durations, and says what was wrong with one.

import {readDuration} from '../../text/duration.ts';
import type {Arguments} from './read-arguments.ts';
import {UsageError} from './usage-error.ts';

/**
 * Reads a duration as people, or Go programs, write it (`1m30s`); a number alone is seconds.
 *
 * Example input:  `1.5m`
 * Example output: `90000` (milliseconds)
 * @throws {UsageError} when it is not one, or not more than 0.
 */
export function parseDuration(text: string, option: string): number {
  const ms = readDuration(text) ?? 0;
  if (ms <= 0) {
    throw new UsageError(
      `${option} ${text} is not a duration.`,
      `Write it like ${option} 10s, 500ms, 5m or 2h.`,
    );
  }

  return ms;
}

/** The same of an option that may not have been given. */
export function durationOf(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  return text === undefined ? undefined : parseDuration(text, `--${option}`);
}
