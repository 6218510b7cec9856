import type {Family} from '../../profile/wait-reason.ts';
import type {Place} from '../places/place.ts';

/** Waits that only another goroutine can end. */
const waitingForOthers: ReadonlySet<Family> = new Set<Family>([
  'chan send',
  'chan receive',
  'select',
  'mutex',
  'cond',
  'waitgroup',
  'semacquire',
  'coroutine',
]);

/** One of those that the runtime found asleep, all of them; its own goroutines wait for work in other words. */
export function isDeadlocked({
  isDeadlock,
  place,
}: {
  readonly isDeadlock: boolean;
  readonly place: Pick<Place, 'family'>;
}): boolean {
  return isDeadlock && waitingForOthers.has(place.family);
}
