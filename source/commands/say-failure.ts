import {escapeText} from '../target/escape.ts';
import {describeFailure, internalErrorExitCode} from '../terminal/ending.ts';
import {errorSentence} from '../view/output/error-sentence.ts';

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
