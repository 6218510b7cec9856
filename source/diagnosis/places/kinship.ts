// Whether the goroutines of two places belong together: started, closed or born with each other.

import type {Circumstances} from '../causes/circumstances.ts';
import type {Suspect} from '../suspect.ts';

/** For so many of the waiting goroutines the other must be found. */
const mostOfThem = 0.5;

/** Not all of the one have come when the others are counted. */
const mostRangesPerCloser = 1.2;

/**
 * Ranges over a channel, and came together with a goroutine that was started to wait for a WaitGroup, one for each: what
 * such a goroutine does next is to close the channel. Workers are several for one WaitGroup.
 */
export function isClosedBy(waiting: Suspect, other: Suspect, kin: ReadonlyMap<number, number>): boolean {
  const [range, closer] = [waiting.signs.place, other.signs.place];
  return (
    waiting.pattern === 'range-never-closed' &&
    closer.family === 'waitgroup' &&
    closer.stack.at(-1) === closer.frame &&
    range.count <= closer.count * mostRangesPerCloser &&
    !hasStarted(other, waiting) &&
    areKin(waiting, other, kin)
  );
}

/** Most of the waiting goroutines have started goroutines of the other place. */
export function hasStarted(waiting: Suspect, other: Suspect): boolean {
  let parents = parentsOf.get(other);
  if (parents === undefined) {
    parents = new Set(other.createdBy);
    parentsOf.set(other, parents);
  }

  return part(waiting.ids, (id) => parents.has(id)) >= mostOfThem;
}

const parentsOf = new WeakMap<Suspect, ReadonlySet<number>>();

/** Most of the waiting goroutines came together with one of the other place. */
export function areKin(waiting: Suspect, other: Suspect, kin: ReadonlyMap<number, number>): boolean {
  const families = new Set(other.ids.map((id) => kin.get(id) ?? id));
  return part(waiting.ids, (id) => families.has(kin.get(id) ?? id)) >= mostOfThem;
}

/** Whether arguments show of any two of them that they have to do with one errgroup. */
export function areOfOneGroup(
  waiting: Suspect,
  other: Suspect,
  {pointers}: Pick<Circumstances, 'pointers'>,
): boolean {
  const groupOf = (id: number) => pointers.goroutines.get(id)?.group;
  const groups = new Set(other.ids.map((id) => groupOf(id)));
  return waiting.ids.some((id) => {
    const group = groupOf(id);
    return group !== undefined && groups.has(group);
  });
}

function part(ids: readonly number[], is: (id: number) => boolean): number {
  return ids.length === 0 ? 0 : ids.filter((id) => is(id)).length / ids.length;
}
