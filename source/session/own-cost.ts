// What work costs this program itself, and how long to wait until it is done again.

/** How much of one core here some work may take, and how rare that may make it. */
export type OwnLimit = {
  /** Of work that costs at most `cheapMs` each time. */
  readonly share: number;
  readonly cheapMs: number;
  /** Of what it costs beyond that: the dearer each time is, the less of the core is used in all. */
  readonly dearShare: number;
  readonly mostWaitMs: number;
};

/** The least of so many: what meets other work seems to cost more than it does. */
const costsKept = 3;

/** Keeps account of what some work costs this program itself. */
type OwnCost = {
  /** Notes the processor time that it has taken, in milliseconds. */
  readonly note: (costMs: number) => void;
  /** What it takes when nothing else happens meanwhile; 0 while nothing is known. */
  readonly leastMs: () => number;
};

export function createOwnCost(): OwnCost {
  let costs: readonly number[] = [];
  return {
    note(costMs) {
      costs = [...costs.slice(1 - costsKept), costMs];
    },
    leastMs: () => (costs.length === 0 ? 0 : Math.min(...costs)),
  };
}

/** For how long work that costs so much must not be done again, in milliseconds from when it was last begun. */
export function ownWaitMs(costMs: number, {share, cheapMs, dearShare, mostWaitMs}: OwnLimit): number {
  const dearMs = Math.max(0, costMs - cheapMs);
  return Math.min(mostWaitMs, (costMs - dearMs) / share + dearMs / dearShare);
}
