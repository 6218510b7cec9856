// What kind of work a stack shows, each question answered once per stack.

import {isDependency, isElision, isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import type {Place} from '../places/place.ts';
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
} from '../recognise.ts';
import {isQuicWait} from './quic.ts';
import {isStreamKeeper, isStreamReader, isStreamWait} from './streams.ts';

/** All that is asked of. */
type Wait = Pick<Place, 'family' | 'stack'>;

/** What can be said of a stack without its goroutines, once for each. */
export type StackKind = {
  /** Has to do with a peer in any of these ways. */
  readonly isOfPeer: boolean;
  readonly isOpen: boolean;
  readonly isWatch: boolean;
  readonly isBody: boolean;
  readonly accepts: boolean;
  /** Waits for a peer, whoever that is. */
  readonly waitsForPeer: boolean;
  /** Waits for the peer of a connection that somebody else than net/http's client keeps. */
  readonly carriesConnection: boolean;
  readonly isHandler: boolean;
  readonly keepsStream: boolean;
  readonly readsStream: boolean;
  readonly isQuic: boolean;
  /**
   * The innermost frame of the program's own code; of who rests in it, that of its caller, if there is one: a function that
   * only sleeps, or waits for the next turn, does nothing itself.
   */
  readonly ownFrame: Frame | undefined;
};

const kinds = new WeakMap<readonly Frame[], StackKind>();

export function kindOf(place: Wait): StackKind {
  let kind = kinds.get(place.stack);
  if (kind === undefined) {
    const accepts = isAccepting(place);
    const isQuic = isQuicWait(place);
    const waitsForPeer =
      isQuic || isStreamWait(place) || isStreamHandler(place) || isClientWatch(place) || isNetworkWait(place);
    const isBody = isRequestBodyRead(place);
    const keepsStream = isStreamKeeper(place);
    const readsStream = isStreamReader(place);
    kind = {
      isOfPeer: waitsForPeer || accepts || isBody || keepsStream || readsStream,
      isOpen: holdsConnection(place) || isStreamHandler(place) || isStreamWait(place),
      isWatch: isClientWatch(place),
      isBody,
      accepts,
      waitsForPeer,
      carriesConnection: waitsForPeer && !isQuic && !accepts && !isClientConnection(place),
      isHandler: isRequestHandler(place),
      keepsStream,
      readsStream,
      isQuic,
      ownFrame: ownFrameOf(place.stack),
    };
    kinds.set(place.stack, kind);
  }

  return kind;
}

/**
 * Waits for a peer of its own: not for one that would connect, nor for the answer to a request. What a request has
 * started, and left behind, is not there for the connection, which is kept for the next request.
 */
function holdsConnection(place: Wait): boolean {
  return (
    isNetworkWait(place) &&
    !isClientConnection(place) &&
    !isAccepting(place) &&
    !isBodyRead(place) &&
    !isBetweenRequests(place)
  );
}

function ownFrameOf(stack: readonly Frame[]): Frame | undefined {
  const [frame, caller] = stack.filter(
    (one) => !isElision(one) && !isStandardLibrary(one) && !isDependency(one),
  );
  const [innermost] = stack;
  const isResting = innermost === frame || innermost?.function === 'time.Sleep';
  return isResting ? (caller ?? frame) : frame;
}
