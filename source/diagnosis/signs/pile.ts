// Very many goroutines that wait at one place.

import type {Family} from '../../profile/wait-reason.ts';
import type {Place} from '../places/place.ts';
import type {Trend} from '../trends/trend.ts';

/**
 * So many senders at one place are a queue that nobody takes from, whoever started them: where nobody can be followed,
 * or in one look. Source: LeakProf's threshold for one line (Uber, 2022).
 */
export const tellingPile = 10_000;

/** Waits for something within the process. */
const pilingFamilies: ReadonlySet<Family> = new Set<Family>(['chan receive', 'select', 'waitgroup', 'cond']);

type Piled = {
  readonly place: Pick<Place, 'family' | 'count'>;
  readonly trend: Pick<Trend, 'samples' | 'min'> | undefined;
  readonly isSaved: boolean;
};

/** Very many wait at one place, at every moment; of those that do not send, in one dump only, which counts cannot refute. */
export function isPile({place: {family, count}, trend, isSaved}: Piled): boolean {
  const isOneMoment = (trend?.samples ?? 1) <= 1;
  if (family !== 'chan send' && !(isSaved && isOneMoment && pilingFamilies.has(family))) return false;
  return Math.min(count, trend?.min ?? count) >= tellingPile;
}
