import type {StacksPace} from '../session/gears.ts';

/** Of a check, full stacks may stop the target for so long in all; counting each second adds a third of that. */
const checkStopMs = 25;
/** A check that takes longer keeps to what holds for any minute of watching. */
const leastShare = 0.001;
/** Ids over time are the strongest evidence: each second, a little less so that no turn is missed by a hair. */
const floorMs = 900;

/** How often a check takes full stacks: often in a small process, and evenly over its time in a large one. */
export function checkPace(forMs: number): StacksPace {
  return {floorMs, share: Math.min(checkStopMs / 20_000, Math.max(leastShare, checkStopMs / forMs))};
}
