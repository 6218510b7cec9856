import {innermostUserFrame, shortFunction} from '../../profile/frame.ts';
import type {Frame, GroupIdentity} from '../../profile/model.ts';
import {notStartedYet} from './not-started.ts';

/** What the screen wants to know of a group and what never changes about it. */
type GroupFacts = {
  /** Innermost frame of the user's own code. */
  readonly frame: Frame | undefined;
  readonly name: string;
  /** A goroutine of the runtime itself: no frame of anybody's program is in its stack. */
  readonly isRuntimesOwn: boolean;
};

// An identity is the same object in every snapshot, so each stack of 10,000 is looked at once and not every second.
const known = new WeakMap<GroupIdentity, GroupFacts>();

export function groupFactsOf(identity: GroupIdentity): GroupFacts {
  let facts = known.get(identity);
  if (facts === undefined) {
    const {stack} = identity;
    const frame = innermostUserFrame(stack);
    facts = {
      frame,
      name: frame === undefined ? notStartedYet : shortFunction(frame.function),
      isRuntimesOwn:
        stack.length > 0 &&
        stack.every(({function: name}) => /^(?:runtime[./]|os\/signal\.|internal\/)/.test(name)),
    };
    known.set(identity, facts);
  }

  return facts;
}
