// What to save of a process with so many goroutines: full stacks, counts, or whatever the person says.

import {maxGoroutinesUnasked} from '../session/gears.ts';

/** Up to which cost the full stacks are fetched without anyone's consent. */
type DumpLimits = {
  readonly maxGoroutines: number;
  /** Longest estimated stop of the target. */
  readonly maxStopMs: number;
};

/** Deep stacks can cost as much with fewer goroutines. */
export const defaultDumpLimits: DumpLimits = {
  maxGoroutines: maxGoroutinesUnasked,
  maxStopMs: 1000,
};

/** `stacks`: debug=2. `groups`: debug=0 or debug=1, which do not stop the target. `ask`: the person decides. */
type DumpPlan = 'stacks' | 'groups' | 'ask';

/**
 * What to save now. `goroutines` is the last count known; unknown counts as too many, since the target may be too
 * busy to tell. `estimatedStopMs` comes from what earlier requests cost and may be unknown. `consent`: the person has
 * answered the question, or has switched it off beforehand for unattended dumps.
 */
export function planDump(
  situation: {
    readonly goroutines: number | undefined;
    readonly estimatedStopMs: number | undefined;
    readonly attended: boolean;
    readonly consent: boolean;
  },
  limits: DumpLimits = defaultDumpLimits,
): DumpPlan {
  if (situation.consent) return 'stacks';
  const few = situation.goroutines !== undefined && situation.goroutines <= limits.maxGoroutines;
  const quick = situation.estimatedStopMs === undefined || situation.estimatedStopMs <= limits.maxStopMs;
  if (few && quick) return 'stacks';
  return situation.attended ? 'ask' : 'groups';
}
