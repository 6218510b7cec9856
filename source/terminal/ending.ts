// Why the program ends, and how: with what status, by what signal, with what last words.

import {escapeText} from '../target/escape.ts';
import {statusOf, type EndingSignal} from './ending-signal.ts';

/** sysexits.h EX_SOFTWARE: no result of a check, and not 1, which means that something was found. */
export const internalErrorExitCode = 70;

/** Why the program ends. */
export type Ending =
  | {readonly kind: 'exit'; readonly code: number}
  | {readonly kind: 'signal'; readonly signal: EndingSignal}
  /** A mistake of ours: an exception or rejection that nobody caught. */
  | {readonly kind: 'error'; readonly error: unknown}
  /** Nobody is there any more: the terminal was closed, or what reads our output. */
  | {readonly kind: 'gone'; readonly code: string};

/** The part of `process` that ends it; handed in so that tests can do without dying. */
export type DyingProcess = {
  readonly pid: number;
  removeAllListeners(event: string): unknown;
  kill(pid: number, signal: string): unknown;
  exit(code: number): unknown;
};

/** The status a shell sees; 128 + n for signal n, also where the signal is that of a closed pipe or terminal. */
export function exitCodeOf(ending: Ending): number {
  switch (ending.kind) {
    case 'exit': {
      return ending.code;
    }

    case 'signal': {
      return statusOf(ending.signal);
    }

    case 'gone': {
      return statusOf(ending.code === 'EPIPE' ? 'SIGPIPE' : 'SIGHUP');
    }

    default: {
      return internalErrorExitCode;
    }
  }
}

/** Ends the program: by the signal it got, or with a status. */
export function die(process: DyingProcess, ending: Ending): void {
  if (ending.kind === 'signal') {
    // The parent is to see the signal, not a number. Without listeners it has its usual, deadly effect.
    process.removeAllListeners(ending.signal);
    attempt(() => process.kill(process.pid, ending.signal));
  }

  process.exit(exitCodeOf(ending));
}

/** The stack tells the developers where; the first line is for everyone. */
export function describeFailure(error: unknown): string {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = detail.split('\n').map((line) => escapeText(line));
  return `gorowatch ended because of a mistake of its own. Please report it with these lines:\n${lines.join('\n')}`;
}

/** On the way out nothing may stand in the way: a closed terminal throws at every turn. */
export function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // There is nobody left to tell.
  }
}
