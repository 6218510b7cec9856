// Where the code of each command is.

import type {CommandName} from './arguments/options.ts';
import type {Arguments} from './arguments/read-arguments.ts';

/** The code of one is loaded when it is called: the first line on the screen must not wait for all. */
const code: Readonly<Record<CommandName, (given: Arguments) => Promise<number>>> = {
  watch: async (given) => (await import('./watch.ts')).watch(given),
  demo: async (given) => (await import('./demo.ts')).demo(given),
  snapshot: async (given) => (await import('./snapshot.ts')).snapshot(given),
  dump: async (given) => (await import('./dump.ts')).dump(given),
  check: async (given) => (await import('./check/check.ts')).check(given),
  record: async (given) => (await import('./record.ts')).record(given),
  replay: async (given) => (await import('./replay.ts')).replay(given),
  report: async (given) => (await import('./report.ts')).report(given),
  diff: async (given) => (await import('./diff.ts')).diff(given),
  info: async (given) => (await import('./info.ts')).info(given),
};

/** Runs what was typed. Resolves to the exit status. */
export async function runCommand(given: Arguments): Promise<number> {
  return code[given.command](given);
}
