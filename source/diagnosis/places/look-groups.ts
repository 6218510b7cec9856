// Sorts the groups of a look by what is asked of them, once for all who ask.

import type {Group, Snapshot} from '../../profile/model.ts';
import {kindOf, type StackKind} from '../signs/stack-kind.ts';

export type GroupsByPlace = ReadonlyMap<string, readonly Group[]>;

/** The groups of one look, in the order of its dump. */
export type LookGroups = {
  /** Most places have one group. */
  readonly byPlace: GroupsByPlace;
  /** Those that have to do with a peer, which are few in most programs. */
  readonly ofPeers: readonly {readonly group: Group; readonly kind: StackKind}[];
  /** Those with nothing of the program itself on their stacks. */
  readonly ofLibraries: readonly Group[];
};

const known = new WeakMap<Snapshot, LookGroups>();

export function groupsOf(snapshot: Snapshot): LookGroups {
  let groups = known.get(snapshot);
  if (groups === undefined) {
    groups = sorted(snapshot);
    known.set(snapshot, groups);
  }

  return groups;
}

function sorted({groups}: Snapshot): LookGroups {
  const byPlace = new Map<string, Group[]>();
  const ofPeers: {group: Group; kind: StackKind}[] = [];
  const ofLibraries: Group[] = [];
  for (const group of groups) {
    const {identity} = group;
    const there = byPlace.get(identity.place);
    if (there === undefined) byPlace.set(identity.place, [group]);
    else there.push(group);
    const kind = kindOf(identity);
    if (kind.isOfPeer) ofPeers.push({group, kind});
    if (kind.ownFrame === undefined) ofLibraries.push(group);
  }

  return {byPlace, ofPeers, ofLibraries};
}
