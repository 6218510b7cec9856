// Puts the terminal back on every way out of the program.

import {errorCode} from '../target/error-code.ts';
import {endingSignals} from './ending-signal.ts';
import {attempt, describeFailure, die, type DyingProcess, type Ending} from './ending.ts';
import {restoreSequence} from './modes.ts';

/** Whoever ends the program is not kept waiting for longer, whatever is still to be written. */
const finishWithinMs = 5_000;

type Listener = (argument: unknown) => void;

type Stream = {
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  removeAllListeners(event: string): unknown;
};

/** The part of `process` that is needed. */
type EndingProcess = DyingProcess & Stream;

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

function describeError(ending: Ending): string | undefined {
  return ending.kind === 'error' ? describeFailure(ending.error) : undefined;
}
