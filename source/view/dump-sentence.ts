import type {DumpOutcome} from '../alert/dump-outcome.ts';
import {formatBytes, formatCount, plural} from './format.ts';

/** What came of a dump, in one or two sentences. */
export function dumpSentence({path, bytes, goroutines, missing, cut}: DumpOutcome): string {
  const saved = `Full stacks of ${plural(goroutines, 'goroutine')} (${formatBytes(bytes)}) saved: ${path}`;
  if (!cut) return saved;
  const lost =
    missing === undefined || missing === 0
      ? 'an unknown number of goroutines is'
      : `${formatCount(missing)} goroutines are`;
  return `${saved}. The dump is cut: ${lost} missing from it.`;
}
