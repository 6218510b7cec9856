// What becomes of requests that alone bring nothing, while the target is there.

import {backOffMs, refusedStacksMs} from './gears.ts';
import {isOfOneRequest} from './one-request.ts';
import type {Session} from './session.ts';

type FailingGear = 'groups' | 'stacks';

type GearFailures = {
  /**
   * Makes a gear's request. Resolves to how long not to make it again where it alone brought nothing useful, in
   * milliseconds; to undefined where it did. Rejects when nothing is heard of the target at all.
   */
  readonly attempt: (gear: FailingGear, request: () => Promise<unknown>) => Promise<number | undefined>;
  readonly isFailing: (gear: FailingGear) => boolean;
};

/** Goes on without what a target does not give: that is told once, and asked for again more and more rarely. */
export function createGearFailures(session: Session): GearFailures {
  const failed: Record<FailingGear, number> = {groups: 0, stacks: 0};
  const told: Partial<Record<FailingGear, string | undefined>> = {};

  return {
    async attempt(gear, request) {
      try {
        await request();
        failed[gear] = 0;
        told[gear] = undefined;
        return undefined;
      } catch (error) {
        if (session.latest === undefined || !isOfOneRequest(error)) throw error;
        failed[gear]++;
        if (told[gear] !== error.message) session.addEvent('problem', error.message);
        told[gear] = error.message;
        return gear === 'stacks' ? refusedStacksMs : backOffMs(failed[gear]);
      }
    },

    isFailing: (gear) => failed[gear] > 0,
  };
}
