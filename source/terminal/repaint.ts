// Paints the whole screen anew, after something else has written to the terminal.

import type {StartTimer} from '../target/timer.ts';

const escape = '\u001B';

/** Synchronized output begins, so that nobody sees the empty screen; then all is erased, cursor to the top. */
const eraseScreen = `${escape}[?2026h${escape}[0m${escape}[H${escape}[2J`;
const showScreen = `${escape}[?2026l`;

/** A window that is dragged larger sends a size with every step. */
const settleMs = 60;

type WindowSignals = {
  on(event: 'SIGWINCH', listener: () => void): unknown;
  off(event: 'SIGWINCH', listener: () => void): unknown;
};

/** Paints every line of the screen anew: on a key, and when the window has stopped changing its size. */
export type Repainter = {readonly repaint: () => void; readonly release: () => void};

/**
 * Ink writes only lines that differ from what it wrote before. That is no longer there after something else has
 * written to the terminal, nor after two sizes of which Node has seen only the last: the terminal cut lines off for
 * the first, and where both sizes together are the old one, Node tells nobody that anything has happened.
 *
 * @param forget makes Ink forget what it has written (`clear` of what `render` returns)
 */
export function createRepainter({
  stdout,
  process,
  forget,
  startTimer,
}: {
  stdout: {write(text: string): unknown; emit(event: 'resize'): unknown};
  process: WindowSignals;
  forget: () => void;
  startTimer: StartTimer;
}): Repainter {
  let stopTimer: (() => void) | undefined;

  function repaint(): void {
    forget();
    stdout.write(eraseScreen);
    // Ink draws on a new size, also when it is the old one.
    stdout.emit('resize');
    stdout.write(showScreen);
  }

  function onWindow(): void {
    stopTimer?.();
    stopTimer = startTimer(repaint, settleMs);
  }

  process.on('SIGWINCH', onWindow);
  return {
    repaint,
    release() {
      stopTimer?.();
      process.off('SIGWINCH', onWindow);
    },
  };
}
