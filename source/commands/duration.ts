import type {Arguments} from './read-arguments.ts';
import {UsageError} from './usage-error.ts';

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/**
 * Reads a duration as people, or Go programs, write it (`1m30s`); a number alone is seconds.
 *
 * Example input:  `1.5m`
 * Example output: `90000` (milliseconds)
 * @throws {UsageError} when it is not one, or not more than 0.
 */
export function parseDuration(text: string, option: string): number {
  const isDuration = /^(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/.test(text.trim());
  let ms = 0;
  for (const [, number = '', unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)?/g)) {
    ms += Number(number) * (units[unit] ?? 0);
  }

  if (!isDuration || ms <= 0 || !Number.isFinite(ms)) {
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
