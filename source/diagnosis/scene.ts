// What the newest full stacks show besides single places: kin, pointers, locks, connections.

import type {Group} from '../profile/model.ts';
import type {StacksLook} from '../session/model.ts';
import {findKin, type FirstLook} from './places/kin.ts';
import {groupsOf, type LookGroups} from './places/look-groups.ts';
import type {Slices} from './slices.ts';
import {placesOf, type Place} from './places/place.ts';
import {packageOf} from '../profile/frame.ts';
import {isQuicServed} from './signs/quic.ts';
import {kindOf} from './signs/stack-kind.ts';

/** What the newest full stacks show of how goroutines belong together. */
export type Scene = {
  readonly look: StacksLook;
  readonly places: ReadonlyMap<string, Place>;
  /** Equal for goroutines that came together. */
  readonly kin: ReadonlyMap<number, number>;
  /** Kin of goroutines that have to do with a connection or a stream which is open. */
  readonly connected: ReadonlySet<number>;
  /** How many goroutines read bodies for requests that others answer. */
  readonly bodyReaders: number;
  /** Goroutines in Accept, each with the package that called it; all of these packages. */
  readonly acceptors: ReadonlyMap<number, string>;
  readonly accepting: ReadonlySet<string>;
  /** Hardly any of the streams that this process has opened is read from. */
  readonly areStreamsLeft: boolean;
  /** Those who have connected over QUIC have come to this process. */
  readonly isQuicServed: boolean;
  /** The ids of all goroutines at a place, and of those that started them (0: not known), in the same order. */
  readonly membersOf: (place: string) => PlaceMembers;
};

type PlaceMembers = {readonly ids: readonly number[]; readonly createdBy: readonly number[]};

/** Readers of streams are elsewhere now and then: with so many for each stream, they are left. */
const fewestReadersPerStream = 0.2;

type SceneParts = {
  /** How much time was between the last two looks. */
  readonly lookEveryMs?: number;
  readonly firstLook?: FirstLook;
  /** The scene before this one: what is the same is taken from there. */
  readonly before?: Scene | undefined;
};

export async function sceneOf(
  look: StacksLook,
  slices: Slices,
  {lookEveryMs = 0, firstLook, before}: SceneParts = {},
): Promise<Scene> {
  const {snapshot, firstSeen} = look;
  const {byPlace, ofPeers} = groupsOf(snapshot);
  const places = placesOf(snapshot.groups, before?.places);
  if (slices.isOver()) await slices.breathe();
  const kin = findKin(snapshot.groups, firstSeen, lookEveryMs, firstLook);
  if (slices.isOver()) await slices.breathe();
  const connected = new Set<number>();
  let bodyReaders = 0;
  const acceptors = new Map<number, string>();
  const accepting = new Set<string>();
  const areStreamsLeft = areLeft(ofPeers);
  const members = new Map<string, PlaceMembers>();
  for (const {
    group: {identity, members: inGroup},
    kind,
  } of ofPeers) {
    if (slices.isOverInLoop()) await slices.breathe();
    if (inGroup === undefined) continue;
    const {ids, createdBy} = inGroup;
    const {isOpen, isWatch, isBody, accepts, keepsStream} = kind;
    if (isBody) bodyReaders += ids.length;
    const acceptedBy = accepts ? callerOfAccept(identity) : undefined;
    if (acceptedBy !== undefined) accepting.add(acceptedBy);
    if (accepts) for (const id of ids) acceptors.set(id, acceptedBy ?? '');
    if (isOpen && !(keepsStream && areStreamsLeft)) for (const id of ids) connected.add(kin.get(id) ?? id);
    // It was started by the goroutine of the request, which may be much older.
    if (isWatch) for (const starter of createdBy) connected.add(kin.get(starter) ?? starter);
  }

  return {
    look,
    places,
    kin,
    connected,
    bodyReaders,
    acceptors,
    accepting,
    areStreamsLeft,
    isQuicServed: isQuicServed(
      quicPlaces(ofPeers, places),
      (place) => look.places.get(place)?.creators ?? [],
    ),
    membersOf(place) {
      let known = members.get(place);
      if (known === undefined) {
        known = membersIn(byPlace.get(place) ?? []);
        members.set(place, known);
      }

      return known;
    },
  };
}

function membersIn(groups: readonly Group[]): PlaceMembers {
  const ids: number[] = [];
  const createdBy: number[] = [];
  for (const {members} of groups) {
    for (const id of members?.ids ?? []) ids.push(id);
    for (const starter of members?.createdBy ?? []) createdBy.push(starter);
  }

  return {ids, createdBy};
}

function areLeft(ofPeers: LookGroups['ofPeers']): boolean {
  let streams = 0;
  let readers = 0;
  for (const {group, kind} of ofPeers) {
    if (kind.keepsStream) streams += group.count;
    if (kind.readsStream) readers += group.count;
  }

  return readers < streams * fewestReadersPerStream;
}

function quicPlaces(ofPeers: LookGroups['ofPeers'], places: Scene['places']): Iterable<Place> {
  const found = new Set<Place>();
  for (const {group, kind} of ofPeers) {
    const place = kind.isQuic ? places.get(group.identity.place) : undefined;
    if (place !== undefined) found.add(place);
  }

  return found;
}

/** The package that calls Accept itself: not that of who only called something that serves. */
function callerOfAccept({stack}: Pick<Place, 'stack'>): string | undefined {
  const caller = stack.find(({function: name}) => !/^(?:internal\/poll|net|crypto\/tls)\./.test(name));
  return caller === undefined ? undefined : packageOf(caller.function);
}

/**
 * Of these goroutines of one place, the part that came together with one that reads from an open connection, 0 to 1.
 * Those that answer requests whose bodies others still read are not told apart one by one.
 */
export function partWithConnection(
  {kin, connected, bodyReaders}: Scene,
  place: Place,
  ids: readonly number[],
): number {
  if (ids.length === 0) return 0;
  const together = ids.filter((id) => connected.has(kin.get(id) ?? id)).length;
  const others = kindOf(place).isHandler ? Math.min(bodyReaders, ids.length - together) : 0;
  return (together + others) / ids.length;
}
