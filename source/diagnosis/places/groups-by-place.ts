import type {Group, Snapshot} from '../../profile/model.ts';

export type GroupsByPlace = ReadonlyMap<string, readonly Group[]>;

/** The groups of a dump by their places: most have one. */
export function groupsByPlace({groups}: Snapshot): GroupsByPlace {
  const byPlace = new Map<string, Group[]>();
  for (const group of groups) {
    const {place} = group.identity;
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, [group]);
    else known.push(group);
  }

  return byPlace;
}
