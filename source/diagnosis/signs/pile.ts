// Very many goroutines that wait at one place.

import type {Family} from '../../profile/wait-reason.ts';
import type {Place} from '../places/place.ts';
import type {Trend} from '../trends/trend.ts';

/**
 * So many senders at one place are a queue that nobody takes from, whoever started them: where nobody can be followed,
 * or in one look. Source: LeakProf's threshold for one line (Uber, 2022).
 */
const tellingPile = 10_000;
/** Fewer than that, and as few as this, are worth a word. */
export const fewestInPile = 1_000;

/** Waits for something within the process. */
const pilingFamilies: ReadonlySet<Family> = new Set<Family>(['chan receive', 'select', 'waitgroup', 'cond']);

type Piled = {
  readonly place: Pick<Place, 'family' | 'count'>;
  readonly trend: Pick<Trend, 'samples' | 'min'> | undefined;
  readonly isSaved: boolean;
};

/**
 * What very many at one place speak for, who were there at every moment: of those that do not send in one dump only,
 * which counts cannot refute, and only to watch.
 */
export function pileLevel({place: {family, count}, trend, isSaved}: Piled): 'likely' | 'watch' | undefined {
  const least = Math.min(count, trend?.min ?? count);
  if (family === 'chan send') {
    if (least >= tellingPile) return 'likely';
    return least >= fewestInPile ? 'watch' : undefined;
  }

  const isOneMoment = (trend?.samples ?? 1) <= 1;
  return isSaved && isOneMoment && pilingFamilies.has(family) && least >= tellingPile ? 'watch' : undefined;
}
