import type {StacksLook} from '../session/session.ts';
import {findKin} from './kin.ts';
import {placesOf, type Place} from './place.ts';
import {isClientConnection, isNetworkWait} from './recognise.ts';

/** What the newest full stacks show of how goroutines belong together. */
export type Scene = {
  readonly look: StacksLook;
  readonly places: ReadonlyMap<string, Place>;
  /** Equal for goroutines that came together. */
  readonly kin: ReadonlyMap<number, number>;
  /** Kin of goroutines that read from a connection which is open. */
  readonly connected: ReadonlySet<number>;
  /** By place: the ids of all goroutines there, and of those that started them (0: not known), in the same order. */
  readonly members: ReadonlyMap<
    string,
    {readonly ids: readonly number[]; readonly createdBy: readonly number[]}
  >;
};

export function sceneOf(look: StacksLook): Scene {
  const {snapshot, firstSeen} = look;
  const places = placesOf(snapshot.groups);
  const kin = findKin(snapshot.groups, firstSeen);
  const connected = new Set<number>();
  const members = new Map<string, {ids: number[]; createdBy: number[]}>();
  for (const {identity, members: columns} of snapshot.groups) {
    if (columns === undefined) continue;
    const place = places.get(identity.place);
    const holds = place !== undefined && isNetworkWait(place) && !isClientConnection(place);
    let known = members.get(identity.place);
    if (known === undefined) {
      known = {ids: [], createdBy: []};
      members.set(identity.place, known);
    }

    for (const [row, id] of columns.ids.entries()) {
      known.ids.push(id);
      known.createdBy.push(columns.createdBy[row] ?? 0);
      if (holds) connected.add(kin.get(id) ?? id);
    }
  }

  return {look, places, kin, connected, members};
}

/** Of these goroutines, the part that came together with one that reads from an open connection, 0 to 1. */
export function partWithConnection({kin, connected}: Scene, ids: readonly number[]): number {
  return ids.length === 0 ? 0 : ids.filter((id) => connected.has(kin.get(id) ?? id)).length / ids.length;
}
