// What the writers of a report say of counts alike: peaks, changes, and what no verdict is about.

import type {Diagnosis} from '../diagnosis/verdict.ts';
import type {Counts, Incident} from './incident.ts';

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

export const noSamples: Diagnosis['samples'] = {pulse: 0, groups: 0, stacks: 0};

/** How the groups behave that no verdict is about. */
export function othersOf({diagnosis}: Pick<Incident, 'diagnosis'>): Diagnosis['others'] {
  return diagnosis?.others ?? {constant: 0, load: 0, moving: 0};
}
