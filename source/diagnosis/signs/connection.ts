import {packageOf} from '../../profile/frame.ts';
import type {Place} from '../places/place.ts';
import {
  isAccepting,
  isBodyRead,
  isClientConnection,
  isClientWatch,
  isNetworkWait,
  isStreamHandler,
} from '../recognise.ts';
import {kindOf} from './stack-kind.ts';
import {isStreamKeeper, isStreamWait} from './streams.ts';
import type {Scene} from '../scene.ts';

/**
 * Whose the connections are that goroutines at a place wait on:
 * - `accepted`: this process serves them; their number is up to those who connect.
 * - `assumed`: taken for accepted, as somebody in a package on its stack accepts; the source may show otherwise.
 * - `opened`: this process has opened them, and nothing limits how long it waits.
 * - `stream`: one of many on a connection; either may be.
 * Undefined for what is no wait for a peer.
 */
export type Connection = 'accepted' | 'assumed' | 'opened' | 'stream';

/** For so many of the goroutines it must hold. */
const mostOfThem = 0.5;

export function connectionOf(place: Place, scene: Scene): Connection | undefined {
  if (!kindOf(place).waitsForPeer) return undefined;
  // Who opens streams, and asks none of them for a message, has left them: no peer keeps them.
  if (scene.areStreamsLeft && isStreamKeeper(place)) return undefined;
  if (kindOf(place).isQuic) return scene.isQuicServed ? 'accepted' : undefined;
  if (isStreamWait(place) || isStreamHandler(place)) return 'stream';
  if (isClientWatch(place)) return 'accepted';
  if (!isNetworkWait(place) || isClientConnection(place) || isAccepting(place) || isBodyRead(place))
    return undefined;
  if (isStartedByAcceptor(place, scene)) return 'accepted';
  const packages = new Set(place.stack.map(({function: name}) => packageOf(name)));
  const accepting = [...packages].filter((name) => scene.accepting.has(name));
  if (accepting.length === 0) return 'opened';
  // Somebody in this package accepts. When what it accepts is read elsewhere, these are others.
  const others = [...scene.places.values()].filter((other) => other !== place && isNetworkWait(other));
  return others.some((other) => isStartedByAcceptor(other, scene, accepting)) ? 'opened' : 'assumed';
}

/** @param packages those that are to have accepted; any, unless given. */
function isStartedByAcceptor(
  {place}: Place,
  {membersOf, acceptors}: Scene,
  packages?: readonly string[],
): boolean {
  const {createdBy} = membersOf(place);
  const started = createdBy.filter((id) => {
    const acceptedBy = acceptors.get(id);
    return acceptedBy !== undefined && packages?.includes(acceptedBy) !== false;
  });
  return createdBy.length > 0 && started.length / createdBy.length >= mostOfThem;
}
