// Tells a request that failed by itself from a target that is gone.

import {DecodeError} from '../profile/decode-error.ts';
import {TargetError, type TargetErrorKind} from '../target/target-error.ts';

/**
 * The target may be there all the same, and only this one request does not bring what it should: a server with a
 * WriteTimeout cuts full stacks short for ever. Whether it is there, the index page of the next round tells.
 */
const ofOneRequest: ReadonlySet<TargetErrorKind> = new Set([
  'unauthorized',
  'forbidden',
  'not found',
  'server error',
  'unexpected status',
  'redirect',
  'not pprof',
  'too large',
  'timed out',
  'cut short',
]);

/** Whether an error says nothing about other requests to the same target. */
export function isOfOneRequest(error: unknown): error is DecodeError | TargetError {
  return error instanceof DecodeError || (error instanceof TargetError && ofOneRequest.has(error.kind));
}
