// The escape sequences that put a terminal back as it was.

const escape = '\u001B';

/** A line that turned out longer than the screen is cut by the terminal then, instead of breaking the layout. */
export const autoWrapOff = `${escape}[?7l`;
const autoWrapOn = `${escape}[?7h`;

const leaveAlternateScreen = `${escape}[?1049l`;

/**
 * What puts a terminal back, whatever was switched on: a mode that is off already stays off.
 *
 * Leaving the alternate screen also moves the cursor to where it was on entering, so it is written only when the
 * screen was entered. Synchronized output ends first: a terminal holds back all the rest until then.
 * kitty's keyboard protocol is a stack, so that taking off one too many would take a shell's: that is left to Ink.
 * Source: xterm's ctlseqs; mode 2026 by its specification.
 */
export function restoreSequence({alternateScreen}: {alternateScreen: boolean}): string {
  const modes = [
    `${escape}[?2026l`,
    `${escape}[0m`,
    // Mouse: clicks, drags, all motion, and the encodings of their reports.
    `${escape}[?1000l${escape}[?1002l${escape}[?1003l${escape}[?1006l${escape}[?1015l`,
    // Focus reports, bracketed paste, application cursor keys and keypad.
    `${escape}[?1004l${escape}[?2004l${escape}[?1l${escape}>`,
  ];
  return `${modes.join('')}${alternateScreen ? leaveAlternateScreen : ''}${autoWrapOn}${escape}[?25h`;
}
