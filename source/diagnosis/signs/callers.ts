import {innermostUserFrame, isStandardLibrary} from '../../profile/frame.ts';
import type {TrackedGroup} from '../../session/tracked-group.ts';
import type {PatternName} from '../pattern-name.ts';
import type {Suspect} from '../suspect.ts';
import type {Evidence} from '../verdict.ts';

/** What requests of HTTP clients leave behind; who made them is on no stack of these. */
const leftByRequests: ReadonlySet<PatternName> = new Set([
  'http-body-not-closed',
  'http-transport-per-request',
  'http2-body-not-closed',
]);

/**
 * Which of the user's functions were seen to make requests, for goroutines that a request has left behind: of all that
 * is known it is the nearest to the line that needs mending.
 *
 * @param requests groups of requests that clients wait for, those that are gone too.
 */
export function callersOf(
  {pattern, signs: {place}}: Pick<Suspect, 'pattern' | 'signs'>,
  requests: readonly TrackedGroup[],
): Evidence | undefined {
  if (!leftByRequests.has(pattern) || (place.frame !== undefined && !isStandardLibrary(place.frame)))
    return undefined;
  const functions = new Set<string>();
  for (const {identity} of requests) {
    const caller = innermostUserFrame(identity.stack);
    if (caller !== undefined && !isStandardLibrary(caller)) functions.add(caller.function);
  }

  return functions.size === 0 ? undefined : {kind: 'callers', functions: [...functions].toSorted()};
}
