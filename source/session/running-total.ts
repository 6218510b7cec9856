// How many goroutines there are between two counts of all stacks.

import {requestGoroutines} from '../target/index-page.ts';

/** Counts this near to each other are of the same moment, but for what comes and goes. */
const nearMs = 1_500;
/** What comes and goes evens out over so many. */
const differencesKept = 5;
const fewestDifferences = 3;

type RunningTotal = {
  /** The index page says how many there are, with those that answer it. */
  readonly indexed: (atMs: number, goroutines: number) => void;
  /** All stacks were counted; `observer`: how many of those left out do nothing but answer gorowatch. */
  readonly counted: (atMs: number, goroutines: number, observer: number) => void;
  /** How much the two differ in another process is not known. */
  readonly restarted: () => void;
  /** As last heard, those that only answer gorowatch left out. */
  readonly now: () => number;
};

/**
 * How many goroutines the target has, by what is cheap: the index page. By how many that differs from the counts of all
 * stacks is learned where the two are near to each other: it leaves out a finalizer that blocks, and counts what answers
 * others who poll.
 */
export function createRunningTotal(): RunningTotal {
  /** Until a profile has shown otherwise. */
  let observing = requestGoroutines;
  let last = 0;
  let onIndex = 0;
  let onIndexAtMs = -Infinity;
  let differences: readonly number[] = [];

  return {
    indexed(atMs, goroutines) {
      onIndex = Math.max(0, goroutines - observing);
      onIndexAtMs = atMs;
      last = Math.max(0, onIndex + median(differences));
    },

    counted(atMs, goroutines, observer) {
      observing = Math.min(requestGoroutines, observer);
      last = goroutines;
      if (atMs - onIndexAtMs < nearMs) {
        differences = [...differences.slice(1 - differencesKept), goroutines - onIndex];
      }
    },

    restarted() {
      differences = [];
    },

    now: () => last,
  };
}

/** The middle one; 0 of so few that one of them may be chance. */
function median(numbers: readonly number[]): number {
  if (numbers.length < fewestDifferences) return 0;
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
