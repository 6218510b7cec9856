import type {Family} from '../profile/wait-reason.ts';
import type {KnownPlace} from './known-places.ts';
import type {PlaceCohort} from './place-cohorts.ts';

/** What they do says something by itself, however long they have been there. */
const tellingFamilies: ReadonlySet<Family> = new Set<Family>(['mutex', 'sleep', 'running', 'runnable']);

/**
 * True for what has been there from the first look on and has not changed, and is in no state that says something by
 * itself: most places of most processes.
 */
export function isQuiet(
  {place: {family, status, leaked}, tracked}: KnownPlace,
  cohort: PlaceCohort | undefined,
  [firstLookMs = Infinity]: readonly number[],
): boolean {
  if (leaked > 0 || status.endsWith('(nil chan)') || status === 'select (no cases)') return false;
  if (tellingFamilies.has(family)) return false;
  for (const {counts} of tracked) if (counts.points > 1) return false;
  return cohort === undefined || (cohort.startersGone < 2 && cohort.newestMs <= firstLookMs);
}
