import {createInterface} from 'node:readline';
import {maxGoroutinesUnasked} from '../session/gears.ts';
import {estimateStacks} from '../target/cost.ts';
import {formatCount, formatMs} from '../view/format.ts';
import type {Arguments} from './read-arguments.ts';

/**
 * Says what the full stacks of many goroutines cost, and asks when somebody is there to answer. Without anybody, the
 * command itself is the answer. Resolves to whether to go on.
 */
export async function confirmCost(goroutines: number, given: Arguments): Promise<boolean> {
  if (goroutines <= maxGoroutinesUnasked || given.flag('yes') === true) return true;
  const {stoppedMs} = estimateStacks(goroutines);
  const cost = `Full stacks of ${formatCount(goroutines)} goroutines stop the process for about ${formatMs(stoppedMs)}.`;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    process.stderr.write(`gorowatch: ${cost}\n`);
    return true;
  }

  const isYes = /^y(?:es)?$/i.test((await ask(`${cost} Go on? [y/N] `)).trim());
  if (!isYes) process.stderr.write('gorowatch: Left as it is; nothing was taken.\n');
  return isYes;
}

/** The line that is typed; empty when the input ends without one (ctrl-d). */
function ask(question: string): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({input: process.stdin, output: process.stderr});
    lines.once('SIGINT', () => {
      lines.close();
      // The terminal is in raw mode while a line is edited: ctrl-c is a key then, and the signal is ours to send.
      process.kill(process.pid, 'SIGINT');
    });
    lines.once('close', () => {
      resolve('');
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
