// How often counts may be asked for, by what they cost this program itself.

import {createOwnCost, ownWaitMs, type OwnLimit} from './own-cost.ts';

/**
 * Of counts, with all that they bring about here: gorowatch often runs on the machine that it watches. Where they take
 * ten seconds, ten thousand groups change, and the process itself would hardly be asked more often.
 */
export const ownCountsLimit: OwnLimit = {
  share: 0.01,
  cheapMs: 10,
  dearShare: 0.003,
  mostWaitMs: 10_000,
};
/** At first everything is new and costs several times as much, and those who have just come want to see it. */
export const livelyCountsLimit: OwnLimit = {...ownCountsLimit, share: 0.03, dearShare: 0.006};
export const livelyMs = 20_000;

/** Tells what counts cost this program from what each turn costs, with counts or without: each is drawn anew. */
type TurnCosts = {
  /** Begins a turn; what it returns notes its end. */
  readonly begin: () => (isCounted: boolean) => void;
  /** For how long counts must not be taken again, in milliseconds from when they were last begun. */
  readonly waitMs: (limit: OwnLimit) => number;
};

/** @param usedMs milliseconds of processor time that this program has used so far */
export function createTurnCosts(usedMs: () => number): TurnCosts {
  const counted = createOwnCost();
  const others = createOwnCost();
  return {
    begin() {
      const beforeMs = usedMs();
      return (isCounted) => {
        (isCounted ? counted : others).note(usedMs() - beforeMs);
      };
    },
    waitMs: (limit) => ownWaitMs(Math.max(0, counted.leastMs() - others.leastMs()), limit),
  };
}
