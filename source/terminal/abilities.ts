import {chooseColourDepth, type ColourChoice} from './colour-depth.ts';
import type {Environment} from './environment.ts';
import type {Background, ColourDepth} from './theme.ts';

/** What a terminal can do, as far as it can be known without asking it. */
export type TerminalAbilities = {
  /** Both ends are a terminal that can move its cursor: the screen can be used. */
  readonly interactive: boolean;
  readonly colour: ColourDepth;
  /** False: every byte written has to be ASCII. */
  readonly unicode: boolean;
  /** `undefined`: it does not say; ask it (`askBackground`), else take it for dark. */
  readonly background: Background | undefined;
  readonly columns: number;
  readonly rows: number;
};

type Output = {readonly isTTY?: boolean | undefined; readonly columns?: number; readonly rows?: number};

/** What a terminal is taken to measure when it does not say. */
const usualSize = {columns: 80, rows: 24} as const;

/** Reads what flags, environment and streams say of the terminal; asks it nothing. */
export function readAbilities({
  env,
  stdout,
  stdin,
  color = 'auto',
  ascii = false,
}: {
  env: Environment;
  stdout: Output;
  stdin: {readonly isTTY?: boolean | undefined};
  color?: ColourChoice | undefined;
  ascii?: boolean | undefined;
}): TerminalAbilities {
  const isTerminal = stdout.isTTY === true;
  return {
    interactive: isTerminal && stdin.isTTY === true && env['TERM'] !== 'dumb',
    colour: chooseColourDepth({choice: color, env, isTerminal}),
    unicode: !ascii && speaksUnicode(env),
    background: readColorFgBg(env['COLORFGBG']),
    columns: positive(stdout.columns) ?? positive(env['COLUMNS']) ?? usualSize.columns,
    rows: positive(stdout.rows) ?? positive(env['LINES']) ?? usualSize.rows,
  };
}

/**
 * Whether the locale and the terminal can show more than ASCII. A locale that is not set says nothing: containers
 * and SSH sessions often have none, on terminals that do. The Linux console has no eighths of a block.
 */
export function speaksUnicode(env: Environment): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  if (/^(?:linux|dumb|vt\d+)$/.test(env['TERM'] ?? '')) {
    return false;
  }

  return locale === undefined || /utf-?8/i.test(locale);
}

/**
 * Reads COLORFGBG, which some terminals set: colours of text and background among the sixteen.
 *
 * Example input:  `15;0` or `0;default;15`
 * Example output: `dark` or `light`
 * Source: rxvt; the meaning of 7 and 9 to 15 as light follows Vim's 'background'.
 */
export function readColorFgBg(value: string | undefined): Background | undefined {
  const colour = /(?:^|;)(\d{1,2})$/.exec(value ?? '')?.[1];
  if (colour === undefined || Number(colour) > 15) {
    return undefined;
  }

  return Number(colour) < 7 || Number(colour) === 8 ? 'dark' : 'light';
}

function positive(value: number | string | undefined): number | undefined {
  const size = Number(value);
  return Number.isInteger(size) && size > 0 ? size : undefined;
}
