import type {Frame, Group} from '../profile/model.ts';
import type {StacksLook} from '../session/session.ts';
import {findKin} from './kin.ts';
import type {Slices} from './slices.ts';
import {placesOf, type Place} from './place.ts';
import {packageOf} from '../profile/frame.ts';
import {
  isAccepting,
  isBetweenRequests,
  isBodyRead,
  isClientConnection,
  isClientWatch,
  isNetworkWait,
  isRequestBodyRead,
  isRequestHandler,
  isStreamHandler,
} from './recognise.ts';
import {isStreamKeeper, isStreamReader, isStreamWait} from './streams.ts';

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
  /** Goroutines in Accept, and the packages that called it. */
  readonly acceptors: ReadonlySet<number>;
  readonly accepting: ReadonlySet<string>;
  /** Hardly any of the streams that this process has opened is read from. */
  readonly areStreamsLeft: boolean;
  /** The ids of all goroutines at a place, and of those that started them (0: not known), in the same order. */
  readonly membersOf: (place: string) => PlaceMembers;
};

export type PlaceMembers = {readonly ids: readonly number[]; readonly createdBy: readonly number[]};

/** What can be said of a stack without its goroutines, once for each. */
type Kind = {
  readonly isOpen: boolean;
  readonly isWatch: boolean;
  readonly isBody: boolean;
  readonly accepts: boolean;
  readonly keepsStream: boolean;
  readonly readsStream: boolean;
};

/** Readers of streams are elsewhere now and then: with so many for each stream, they are left. */
const fewestReadersPerStream = 0.2;

const kinds = new WeakMap<readonly Frame[], Kind>();

function kindOf(place: Place): Kind {
  let kind = kinds.get(place.stack);
  if (kind === undefined) {
    kind = {
      isOpen: holdsConnection(place) || isStreamHandler(place) || isStreamWait(place),
      isWatch: isClientWatch(place),
      isBody: isRequestBodyRead(place),
      accepts: isAccepting(place),
      keepsStream: isStreamKeeper(place),
      readsStream: isStreamReader(place),
    };
    kinds.set(place.stack, kind);
  }

  return kind;
}

export async function sceneOf(look: StacksLook, slices: Slices, lookEveryMs = 0): Promise<Scene> {
  const {snapshot, firstSeen} = look;
  const places = placesOf(snapshot.groups);
  if (slices.isOver()) await slices.breathe();
  const kin = findKin(snapshot.groups, firstSeen, lookEveryMs);
  if (slices.isOver()) await slices.breathe();
  const connected = new Set<number>();
  let bodyReaders = 0;
  const acceptors = new Set<number>();
  const accepting = new Set<string>();
  const areStreamsLeft = areLeft(places.values());
  const groups = new Map<string, Group[]>();
  for (const group of snapshot.groups) {
    if (slices.isOver()) await slices.breathe();
    const {identity, members} = group;
    const place = places.get(identity.place);
    if (members === undefined || place === undefined) continue;
    const known = groups.get(identity.place);
    if (known === undefined) groups.set(identity.place, [group]);
    else known.push(group);
    const {isOpen, isWatch, isBody, accepts, keepsStream} = kindOf(place);
    if (isBody) bodyReaders += members.ids.length;
    if (accepts) for (const name of callersOfAccept(place)) accepting.add(name);
    if (accepts) for (const id of members.ids) acceptors.add(id);
    if (isOpen && !(keepsStream && areStreamsLeft))
      for (const id of members.ids) connected.add(kin.get(id) ?? id);
    // It was started by the goroutine of the request, which may be much older.
    if (isWatch) for (const starter of members.createdBy) connected.add(kin.get(starter) ?? starter);
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
    membersOf(place) {
      const ids: number[] = [];
      const createdBy: number[] = [];
      for (const {members} of groups.get(place) ?? []) {
        for (const id of members?.ids ?? []) ids.push(id);
        for (const starter of members?.createdBy ?? []) createdBy.push(starter);
      }

      return {ids, createdBy};
    },
  };
}

function areLeft(places: Iterable<Place>): boolean {
  let streams = 0;
  let readers = 0;
  for (const place of places) {
    const {keepsStream, readsStream} = kindOf(place);
    if (keepsStream) streams += place.count;
    if (readsStream) readers += place.count;
  }

  return readers < streams * fewestReadersPerStream;
}

/**
 * Waits for a peer of its own: not for one that would connect, nor for the answer to a request. What a request has
 * started, and left behind, is not there for the connection, which is kept for the next request.
 */
function holdsConnection(place: Place): boolean {
  return (
    isNetworkWait(place) &&
    !isClientConnection(place) &&
    !isAccepting(place) &&
    !isBodyRead(place) &&
    !isBetweenRequests(place)
  );
}

/** The packages that call Accept themselves: not of those which only called something that serves. */
function callersOfAccept({stack}: Place): readonly string[] {
  const caller = stack.find(({function: name}) => !/^(?:internal\/poll|net|crypto\/tls)\./.test(name));
  return caller === undefined ? [] : [packageOf(caller.function)];
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
  const others = isRequestHandler(place) ? Math.min(bodyReaders, ids.length - together) : 0;
  return (together + others) / ids.length;
}
