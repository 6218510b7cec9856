// The command line from its words to the exit status, failures included.

import packageJson from '../../package.json' with {type: 'json'};
import {helpText} from './arguments/help-text.ts';
import {readArguments} from './arguments/read-arguments.ts';
import {runCommand} from './run-command.ts';
import {sayFailure} from './say-failure.ts';

/** Reads the command line, runs one command, and sets the exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough, such as head, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`gorowatch: The output cannot be written (${error.code ?? error.message}).\n`);
    process.exit(2);
  });
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.exitCode = sayFailure(error);
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (given.flag('version') === true) {
    process.stdout.write(`${packageJson.version}\n`);
    return 0;
  }

  if (given.flag('help') === true) {
    const named = given.operands.length === 0 && given.command === 'watch' ? undefined : given.command;
    process.stdout.write(helpText(named));
    return 0;
  }

  return runCommand(given);
}
