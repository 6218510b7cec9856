// Whether the target is in reach: told to the session, and how often to try again.

import {TargetError} from '../target/target-error.ts';
import {backOffMs} from './gears.ts';
import type {Session} from './session.ts';

type Contact = {
  /** The target has told what it was asked for, for the first time or again: what fails next is the first of a row. */
  readonly answered: () => void;
  /** Ends an outage before anything that the target tells is taken in. */
  readonly endOutage: () => void;
  /** It does not answer. When to try again, monotonic milliseconds. */
  readonly lost: (error: unknown) => number;
  /** Whether the very first contact failed in a way that waiting will not change: the wrong port or path was typed. */
  readonly isFinal: (error: unknown) => boolean;
};

/** Keeps a session told of whether its target is in reach, and spaces out the tries while it is not. */
export function createContact(session: Session): Contact {
  const {clock} = session;
  /** Tries in a row. */
  let failed = 0;

  function found(): void {
    const wasLost = session.status.kind === 'lost';
    // Told before the status, or the first sample would be shown before it.
    session.addEvent(
      wasLost ? 'back' : 'attached',
      `${wasLost ? 'back on' : 'attached to'} ${session.facts.name}`,
    );
    // Whoever goes back to the event is to find it in reach, and out of reach where it was lost.
    session.setStatus({kind: 'live'}, session.events.at(-1));
  }

  return {
    endOutage() {
      if (session.status.kind === 'lost') found();
    },

    answered() {
      failed = 0;
      if (session.status.kind !== 'live') found();
    },

    lost(error) {
      failed++;
      const retryAtMs = clock.monotonicMs() + backOffMs(failed);
      const problem = error instanceof Error ? error.message : String(error);
      session.loseContact();
      if (session.lastSeen === undefined) {
        session.setStatus({kind: 'connecting', sinceMs: session.attachedAtMs, problem});
        return retryAtMs;
      }

      const isNews = session.status.kind === 'live';
      if (isNews) session.addEvent('lost', problem);
      const {wallMs: lastSeenWallMs} = session.lastSeen;
      const status = {kind: 'lost', problem, retryAtMs, lastSeenWallMs} as const;
      session.setStatus(status, isNews ? session.events.at(-1) : undefined);
      return retryAtMs;
    },

    isFinal(error) {
      const isTimeOut = error instanceof TargetError && error.kind === 'timed out';
      return session.lastSeen === undefined && failed === 0 && !isTimeOut;
    },
  };
}
