import {expectedStopMs, maxGoroutinesUnasked} from '../session/gears.ts';
import {formatMs} from '../text/duration.ts';
import {formatCount} from '../view/text/format.ts';
import {answersYes, isSomebodyThere} from './ask.ts';
import type {Arguments} from './arguments/read-arguments.ts';

/**
 * Says what the full stacks of many goroutines cost, and asks when somebody is there to answer. Without anybody, the
 * command itself is the answer. Resolves to whether to go on.
 */
export async function confirmCost(goroutines: number, given: Arguments): Promise<boolean> {
  if (goroutines <= maxGoroutinesUnasked || given.flag('yes') === true) return true;
  const cost = `Full stacks of ${formatCount(goroutines)} goroutines stop the process for about ${formatMs(expectedStopMs(goroutines))}.`;
  if (!isSomebodyThere()) {
    process.stderr.write(`gorowatch: ${cost}\n`);
    return true;
  }

  const isYes = await answersYes(`${cost} Go on? [y/N] `);
  if (!isYes) process.stderr.write('gorowatch: Left as it is; nothing was taken.\n');
  return isYes;
}
