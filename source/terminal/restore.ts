// Puts the terminal back on every way out of the program.

import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';
import {endingSignals, statusOf, type EndingSignal} from './ending-signal.ts';
import {restoreSequence} from './modes.ts';

/** sysexits.h EX_SOFTWARE: no result of a check, and not 1, which means that something was found. */
export const internalErrorExitCode = 70;

/** Whoever ends the program is not kept waiting for longer, whatever is still to be written. */
const finishWithinMs = 5_000;

/** Why the program ends. */
export type Ending =
  | {readonly kind: 'exit'; readonly code: number}
  | {readonly kind: 'signal'; readonly signal: EndingSignal}
  /** A mistake of ours: an exception or rejection that nobody caught. */
  | {readonly kind: 'error'; readonly error: unknown}
  /** Nobody is there any more: the terminal was closed, or what reads our output. */
  | {readonly kind: 'gone'; readonly code: string};

type Listener = (argument: unknown) => void;

/** The part of `process` that is needed; handed in so that tests can do without dying. */
type EndingProcess = {
  readonly pid: number;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  removeAllListeners(event: string): unknown;
  kill(pid: number, signal: string): unknown;
  exit(code: number): unknown;
};

type Stream = {
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  removeAllListeners(event: string): unknown;
};

type TerminalGuard = {
  /** To be called just before the alternate screen is entered. */
  enterScreen(): void;
  /**
   * Puts the terminal back and ends the program. Only the first call counts, but for a signal that comes while
   * something is being finished: it ends the program at once.
   */
  end(ending: Ending): void;
  /** Whether the program is on its way out: nothing else is to speak or to end it then. */
  isEnding(): boolean;
  /** Puts the terminal back and takes the listeners away: the program goes on without a screen. */
  release(): void;
};

/**
 * Puts the terminal back on every way out: quitting, signals, exceptions and rejections anywhere, `process.exit`,
 * closed output, a terminal that is gone. The program then dies by the signal it got, or with the exit code.
 *
 * `onEnd` runs first, on the screen's side of things (unmount, close), and may return a last message; that is
 * written to stderr when the terminal is back, never before, and with nothing to read it, not at all. `finish` is
 * for what takes a moment, such as the end of a file: the terminal is back before it, and it too may return a message.
 *
 * With this in place Ink leaves signals alone (its signal-exit steps back for other listeners), but it still
 * restores its own part when unmounted.
 */
export function guardTerminal({
  stdout,
  stdin,
  stderr,
  process,
  onEnd,
  finish,
  startTimer = (callback, ms) => setTimeout(callback, ms),
}: {
  stdout: Stream & {
    readonly isTTY?: boolean | undefined;
    write(text: string): unknown;
    listeners(event: string): unknown[];
  };
  stdin: Stream & {readonly isTTY?: boolean | undefined; setRawMode?(on: boolean): unknown};
  stderr: {write(text: string): unknown};
  process: EndingProcess;
  onEnd?: (ending: Ending) => string | undefined;
  finish?: (() => Promise<string>) | undefined;
  startTimer?: (callback: () => void, ms: number) => unknown;
}): TerminalGuard {
  let alternateScreen = false;
  let restored = false;
  let ended = false;
  let finishing = false;

  const restore = () => {
    if (restored) {
      return;
    }

    restored = true;
    if (stdin.isTTY) {
      attempt(() => stdin.setRawMode?.(false));
    }

    if (stdout.isTTY) {
      attempt(() => stdout.write(restoreSequence({alternateScreen})));
    }
  };

  const end = (ending: Ending) => {
    if (ended) {
      // A terminal that closes brings several signs of it, none of which means haste.
      const isHurried = ending.kind === 'signal' && ending.signal !== 'SIGHUP';
      if (finishing && isHurried) die(process, ending);
      return;
    }

    ended = true;
    let message: string | undefined;
    let failure: unknown;
    try {
      message = onEnd?.(ending);
    } catch (error) {
      failure = error;
    }

    // Whoever else listens would end the program over a closed terminal, before it has finished.
    stdout.removeAllListeners('error');
    stdout.on('error', () => {});
    restore();
    const last = [
      describeError(ending),
      message,
      failure === undefined ? undefined : describeFailure(failure),
    ];
    const tell = (text: string | undefined) => {
      if (ending.kind === 'gone' || text === undefined || text === '') return;
      attempt(() => stderr.write(text.endsWith('\n') ? text : `${text}\n`));
    };
    last.forEach(tell);
    if (finish === undefined) {
      die(process, ending);
      return;
    }

    finishing = true;
    startTimer(() => {
      die(process, ending);
    }, finishWithinMs);
    finish()
      .then(tell, (error: unknown) => {
        tell(describeFailure(error));
      })
      .finally(() => {
        die(process, ending);
      });
  };

  const onGone = (argument: unknown) => {
    end({kind: 'gone', code: errorCode(argument) ?? 'EIO'});
  };

  const listeners: [Stream, string, Listener][] = [
    ...endingSignals.map((signal): [Stream, string, Listener] => [
      process,
      signal,
      () => {
        end({kind: 'signal', signal});
      },
    ]),
    [process, 'uncaughtException', (error) => onUncaught(error, end)],
    [process, 'unhandledRejection', (error) => onUncaught(error, end)],
    [process, 'exit', restore],
    [stdout, 'error', onGone],
    [stdin, 'error', onGone],
    [stdin, 'end', onGone],
  ];
  // Whoever listened before would end the program first, in its own way: unfinished, and with another status.
  const listenersBefore = stdout.listeners('error').filter((one) => isListener(one));
  stdout.removeAllListeners('error');
  for (const [emitter, event, listener] of listeners) {
    emitter.on(event, listener);
  }

  return {
    enterScreen() {
      alternateScreen = true;
      restored = false;
    },
    end,
    isEnding: () => ended,
    release() {
      restore();
      for (const [emitter, event, listener] of listeners) {
        emitter.off(event, listener);
      }

      for (const listener of listenersBefore.splice(0)) stdout.on('error', listener);
    },
  };
}

function isListener(value: unknown): value is Listener {
  return typeof value === 'function';
}

function onUncaught(error: unknown, end: (ending: Ending) => void): void {
  const code = errorCode(error);
  end(code === 'EPIPE' || code === 'EIO' ? {kind: 'gone', code} : {kind: 'error', error});
}

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

function die(process: EndingProcess, ending: Ending): void {
  if (ending.kind === 'signal') {
    // The parent is to see the signal, not a number. Without listeners it has its usual, deadly effect.
    process.removeAllListeners(ending.signal);
    attempt(() => process.kill(process.pid, ending.signal));
  }

  process.exit(exitCodeOf(ending));
}

function describeError(ending: Ending): string | undefined {
  return ending.kind === 'error' ? describeFailure(ending.error) : undefined;
}

/** The stack tells the developers where; the first line is for everyone. */
export function describeFailure(error: unknown): string {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = detail.split('\n').map((line) => escapeText(line));
  return `gorowatch ended because of a mistake of its own. Please report it with these lines:\n${lines.join('\n')}`;
}

/** On the way out nothing may stand in the way: a closed terminal throws at every turn. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // There is nobody left to tell.
  }
}
