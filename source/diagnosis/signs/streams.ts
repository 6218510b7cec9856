// Recognises goroutines that wait for messages of a stream.

import type {Place} from '../places/place.ts';

/** Waits for a message of a stream; many share one connection, so that no reader of a connection stands beside each. */
export function isStreamWait(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(
    place,
    /^google\.golang\.org\/grpc(?:\/internal\/transport)?\.(?:\(\*recvBufferReader\)\.|newClientStream)/,
  );
}

/**
 * Keeps a stream that this side has opened, until its context ends.
 * Source: google.golang.org/grpc stream.go newClientStreamWithParams.
 */
export function isStreamKeeper(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(place, /^google\.golang\.org\/grpc\.newClientStream\w*\.func\d+$/);
}

/** Waits for the next message of a stream that this side has opened. */
export function isStreamReader(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(place, /^google\.golang\.org\/grpc\.\(\*clientStream\)\.RecvMsg/);
}

function hasIn({stack}: Pick<Place, 'stack'>, pattern: RegExp): boolean {
  return stack.some((frame) => pattern.test(frame.function));
}
