/** How much of one core here some work may take, and how rare that may make it. */
export type OwnLimit = {readonly share: number; readonly mostWaitMs: number};

/** Of counts. gorowatch often runs on the machine that it watches; but counts five seconds old are still fresh. */
export const ownCountsLimit: OwnLimit = {share: 0.01, mostWaitMs: 5_000};
/** At first everything is new and costs several times as much, and those who have just come want to see it. */
export const livelyMs = 20_000;
/** The least of so many: what meets other work seems to cost more than it does. */
const costsKept = 3;

/** Keeps account of what some work costs this program itself. */
type OwnCost = {
  /** Notes the processor time that is used until the work is done. */
  readonly measure: <T>(work: () => Promise<T>) => Promise<T>;
  /** For how long it must not be done again, in milliseconds from when it was last begun. */
  readonly waitMs: () => number;
};

/** @param usedMs milliseconds of processor time that this program has used so far */
export function createOwnCost(usedMs: () => number, {share, mostWaitMs}: OwnLimit): OwnCost {
  let costs: readonly number[] = [];
  return {
    async measure(work) {
      const beforeMs = usedMs();
      const result = await work();
      costs = [...costs.slice(1 - costsKept), usedMs() - beforeMs];
      return result;
    },
    waitMs: () => (costs.length === 0 ? 0 : Math.min(mostWaitMs, Math.min(...costs) / share)),
  };
}
