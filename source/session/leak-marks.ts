import type {Snapshot} from '../profile/model.ts';
import type {CountChange} from './model.ts';
import type {TrackedGroup} from './tracked-group.ts';

/**
 * What changes of groups as they were last counted, when the garbage collector has found goroutines that can never wake
 * up: at the same place, whatever their labels, and of each group never more than it has.
 */
export function marksOf(
  groups: Iterable<Pick<TrackedGroup, 'identity' | 'counts' | 'latest'>>,
  leaks: Snapshot,
): readonly CountChange[] {
  const left = new Map<string, number>();
  for (const {identity, leaked} of leaks.groups) {
    left.set(identity.place, (left.get(identity.place) ?? 0) + leaked);
  }

  const changes: CountChange[] = [];
  for (const {identity, counts, latest} of groups) {
    const count = counts.last ?? 0;
    const found = left.get(identity.place) ?? 0;
    const leaked = Math.min(count, found);
    left.set(identity.place, found - leaked);
    if (leaked !== latest.leaked) changes.push({identity, count, latest: {...latest, leaked}});
  }

  return changes;
}
