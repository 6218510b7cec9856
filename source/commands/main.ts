// The command line from its words to the exit status, failures included.

import packageJson from '../../package.json' with {type: 'json'};
import {escapeText} from '../target/escape.ts';
import {errorSentence} from '../view/output/error-sentence.ts';
import {describeFailure, internalErrorExitCode} from '../terminal/restore.ts';
import {commands} from './arguments/command-table.ts';
import {helpText} from './arguments/help-text.ts';
import {readArguments} from './arguments/read-arguments.ts';

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

  const command = commands.find(({name}) => name === given.command);
  return command === undefined ? 2 : command.run(given);
}

/** Says what went wrong and what to do, and returns the exit status that belongs to it. */
export function sayFailure(error: unknown): number {
  const status = error instanceof Error ? statusOf(error) : undefined;
  if (!(error instanceof Error) || status === undefined) {
    // Status 1, which Node would end with, means that something was found.
    process.stderr.write(`${describeFailure(error)}\n`);
    return internalErrorExitCode;
  }

  // What was typed stands in it as it was typed.
  process.stderr.write(`gorowatch: ${escapeText(errorSentence(error))}\n`);
  return status;
}

/** Errors that a person can do something about carry their exit status. */
function statusOf(error: Error): number | undefined {
  return 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : undefined;
}
