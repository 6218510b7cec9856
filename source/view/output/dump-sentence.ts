import type {DumpOutcome} from '../../saving/dump-outcome.ts';
import {formatBytes, plural} from '../text/format.ts';

/** What came of a dump, in one or two sentences. */
export function dumpSentence({path, bytes, goroutines, missing, cut}: DumpOutcome): string {
  const saved = `Full stacks of ${plural(goroutines, 'goroutine')} (${formatBytes(bytes)}) saved: ${path}`;
  if (!cut) return saved;
  return `${saved}. The dump is cut: ${missingText(missing)} missing from it.`;
}

/** `1,234 goroutines are`, or that nobody knows how many. */
export function missingText(missing: number | undefined): string {
  return missing === undefined || missing === 0
    ? 'an unknown number of goroutines is'
    : `${plural(missing, 'goroutine')} ${missing === 1 ? 'is' : 'are'}`;
}
