// Finds goroutines that a look met ready to run at the line where they had waited.

import type {Frame, Group} from '../../profile/model.ts';
import {placeKey} from '../../profile/group-key.ts';
import type {Family} from '../../profile/wait-reason.ts';
import type {GroupsByPlace} from './look-groups.ts';

/** Waits that a tick ends: whose period is short is met awake now and then. */
const tickedFamilies: readonly Family[] = ['select', 'chan receive'];

/** The hashes of a stack are made once. */
const waits = new WeakMap<readonly Frame[], readonly string[]>();

function waitsAt(stack: readonly Frame[]): readonly string[] {
  let places = waits.get(stack);
  if (places === undefined) {
    places = tickedFamilies.map((family) => placeKey(family, stack));
    waits.set(stack, places);
  }

  return places;
}

/** Goroutines that have been woken and have not moved on yet, by the place where they would have waited. */
export function awakeAt(byPlace: GroupsByPlace): GroupsByPlace {
  const awake = new Map<string, Group[]>();
  for (const groups of byPlace.values()) {
    const [first] = groups;
    if (first === undefined) continue;
    const {family, stack} = first.identity;
    if (family !== 'runnable' && family !== 'running') continue;
    for (const place of waitsAt(stack)) {
      if (byPlace.has(place)) awake.set(place, [...(awake.get(place) ?? []), ...groups]);
    }
  }

  return awake;
}

/** The groups at a place, with those of the awake that were there at the look before: they have not left it. */
export function withAwake(
  groups: readonly Group[],
  awake: readonly Group[] | undefined,
  since: ReadonlyMap<number, number>,
): readonly Group[] {
  if (awake === undefined) return groups;
  const still = awake.flatMap((group) => {
    const {members} = group;
    const rows = [...(members?.ids.keys() ?? [])].filter((row) => since.has(members!.ids[row]!));
    if (members === undefined || rows.length === 0) return [];
    const ids = Float64Array.from(rows, (row) => members.ids[row]!);
    const createdBy = Float64Array.from(rows, (row) => members.createdBy[row] ?? 0);
    return [{...group, count: rows.length, members: {...members, ids, createdBy}}];
  });
  return [...groups, ...still];
}
