import type {Counts} from './incident.ts';

/** A peak that stands out by less is noise. */
const leastPeakPart = 0.05;

/** Whether there were more at some moment than at both ends: only then does it deserve a column. */
export function hasPeak({total: {first, peak, last}}: {readonly total: Counts}): boolean {
  return peak > Math.max(first, last) * (1 + leastPeakPart);
}

/** What is more than a change of number. */
export function changeWord({first, last}: Counts): string {
  return first === 0 ? 'new' : last === 0 ? 'gone' : '';
}
