// How often the target is to be asked, as an option gives it.

import {durationOf} from './duration.ts';
import type {Arguments} from './read-arguments.ts';

const defaultIntervalMs = 1000;
/** Asking more often than this shows nothing more and costs more. */
const leastIntervalMs = 200;

/** How often a target is asked, of `--interval`. */
export function intervalOf(given: Arguments): number {
  return Math.max(leastIntervalMs, durationOf(given, 'interval') ?? defaultIntervalMs);
}
