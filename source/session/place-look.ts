import type {Creator, Group} from '../profile/model.ts';
import type {LookAges, PlaceLook} from './model.ts';
import {older, oldestOf} from './goroutine-ages.ts';

/** What one look at full stacks says of each place, labels added up. */
export function placeLooksOf(groups: readonly Group[], ages: LookAges): ReadonlyMap<string, PlaceLook> {
  const places = new Map<string, PlaceLook>();
  for (const {identity, members, creators, leaked} of groups) {
    const oldest = members === undefined ? undefined : oldestOf(members, ages);
    const known = places.get(identity.place);
    places.set(identity.place, {
      creators: known === undefined ? creators : addCreators(known.creators, creators),
      oldest: older(known?.oldest, oldest),
      leaked: (known?.leaked ?? 0) + leaked,
    });
  }

  return places;
}

/** Adds up creators that are the same line of code, largest first, equal ones from A to Z. */
export function addCreators(some: readonly Creator[], others: readonly Creator[]): readonly Creator[] {
  const sums = new Map<string, Creator>();
  for (const creator of [...some, ...others]) {
    const key = `${creator.frame.function}:${creator.frame.line}`;
    const sum = sums.get(key);
    sums.set(key, {
      frame: creator.frame,
      count: creator.count + (sum?.count ?? 0),
      alive: sum === undefined ? creator.alive : sumOfKnown(creator.alive, sum.alive),
    });
  }

  return Array.from(sums)
    .toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([, creator]) => creator);
}

function sumOfKnown(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
