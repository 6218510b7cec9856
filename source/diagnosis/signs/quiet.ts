// Passes over places of which nothing speaks, before more is asked of them.

import {type Family, isEndless} from '../../profile/wait-reason.ts';
import type {KnownPlace} from '../places/known-places.ts';
import type {PlaceCohort} from '../places/place-cohorts.ts';
import type {PlaceFacts} from '../places/place-facts.ts';
import type {Place} from '../places/place.ts';
import type {Trend} from '../trends/trend.ts';
import {fewestInPile} from './pile.ts';

/** What they do says something by itself, however long they have been there. */
const tellingFamilies: ReadonlySet<Family> = new Set<Family>(['mutex', 'sleep', 'running', 'runnable']);

/** Fewer who came, or starters that ended, say nothing: see `levelOf`. */
const fewestTelling = 2;

/**
 * True for what has been there from the first look on and has not changed, and is in no state that says something by
 * itself: most places of most processes.
 */
export function isQuiet(
  {place: {family, status, leaked, count}, tracked}: KnownPlace,
  cohort: PlaceCohort | undefined,
  [firstLookMs = Infinity]: readonly number[],
): boolean {
  if (leaked > 0 || isEndless(status) || count >= fewestInPile) return false;
  if (tellingFamilies.has(family)) return false;
  for (const {counts} of tracked) if (counts.points > 1) return false;
  return cohort === undefined || (cohort.startersGone < fewestTelling && cohort.newestMs <= firstLookMs);
}

/**
 * True for what moves in a way that says nothing: hardly anybody came and stayed, hardly any starter has ended, and its
 * count does not rise. `levelOf` would find nothing either, at the cost of reading all that was followed there.
 */
export function isUnremarkable(
  {family, status, leaked, count}: Place,
  {pattern}: PlaceFacts,
  trend: Trend | undefined,
  cohort: PlaceCohort | undefined,
): boolean {
  if (leaked > 0 || isEndless(status) || count >= fewestInPile) return false;
  if (['mutex', 'running', 'runnable'].includes(family)) return false;
  if (trend?.shape === 'rising' || pattern === 'http-transport-per-request') return false;
  return cohort === undefined || (cohort.newcomers < fewestTelling && cohort.startersGone < fewestTelling);
}
