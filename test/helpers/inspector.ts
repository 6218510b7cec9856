import {onTestFinished} from 'vitest';
import {cli, homeEnvironment} from './gorowatch.ts';
import {launch} from './pty.ts';

const escape = '\u001B';
export const keys = {
  enter: '\r',
  escape,
  tab: '\t',
  space: ' ',
  up: `${escape}[A`,
  down: `${escape}[B`,
  interrupt: '\u0003',
  suspend: '\u001A',
} as const;

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** False for a terminal that does not know the queries it gets, or is far away. */
  readonly answers?: boolean;
};

export type TerminalProgram = ReturnType<typeof launch>;

/** Any program on a pseudo-terminal, in a user's environment; it ends with the running test at the latest. */
export function onTerminal(
  file: string,
  args: readonly string[],
  {columns = 100, rows = 30, env = {}, answers = true}: TerminalOptions = {},
): TerminalProgram {
  const all = {...homeEnvironment(), LANG: 'C.UTF-8', LC_ALL: undefined, ...env};
  const program = launch(file, [...args], {columns, rows, env: all, answers});
  onTestFinished(() => {
    program.kill();
  });
  return program;
}

/** The built program on a pseudo-terminal. */
export function inspect(args: readonly string[], options?: TerminalOptions): TerminalProgram {
  return onTerminal(process.execPath, [cli, ...args], options);
}

/** Waits until the screen shows something of a target. */
export async function inspectLive(
  args: readonly string[],
  options?: TerminalOptions,
): Promise<TerminalProgram> {
  const screen = inspect(args, options);
  await screen.waitFor('LIVE');
  return screen;
}

/**
 * Modes of the terminal after some output, by number: true is on.
 *
 * Example input:  `ESC[?1049h ESC[?25l text ESC[?25h`
 * Example output: `Map {1049 => true, 25 => true}`
 */
export function modesAfter(output: string): ReadonlyMap<number, boolean> {
  const modes = new Map<number, boolean>();
  // oxlint-disable-next-line no-control-regex -- it is what a mode begins with
  for (const [, numbers = '', onOrOff] of output.matchAll(/\u001B\[\?([\d;]+)([hl])/g)) {
    for (const number of numbers.split(';')) modes.set(Number(number), onOrOff === 'h');
  }

  return modes;
}

/** Modes that are not as a shell needs them; empty when the terminal was put back. */
export function modesLeftBehind(output: string): readonly number[] {
  const modes = modesAfter(output);
  // Cursor and auto-wrap are on in a shell, everything else that a program may touch is off.
  const wanted = new Map([25, 7].map((mode) => [mode, true]));
  return [...modes].flatMap(([mode, isOn]) => (isOn === (wanted.get(mode) ?? false) ? [] : [mode]));
}
