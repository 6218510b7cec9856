// How much colour to use, as options, environment and terminal say.

import {isSet, type Environment} from './environment.ts';
import type {ColourDepth} from './theme.ts';

/** What `--color` takes. */
export const colourChoices = ['auto', 'always', 'never', '16', '256', 'truecolor'] as const;

export type ColourChoice = (typeof colourChoices)[number];

export function isColourChoice(text: string): text is ColourChoice {
  return colourChoices.some((choice) => choice === text);
}

/** Terminals that have true colour and say so by their name alone, as over SSH, where COLORTERM is not passed on. */
const trueColourTerminals = /kitty|ghostty|wezterm|alacritty|foot|contour|-direct|truecolor/;
const trueColourPrograms = new Set(['iTerm.app', 'WezTerm', 'ghostty', 'vscode', 'Hyper', 'rio']);
/** Terminals of a time, or a make, without colour. */
const colourlessTerminals = /^(?:vt\d+|.*-m|.*-mono|unknown|)$/;

/**
 * How much colour to use. What was asked for on the command line comes first; then NO_COLOR (set and not empty),
 * FORCE_COLOR, CLICOLOR_FORCE and CLICOLOR; then what the terminal says it can do.
 *
 * Without colour, a terminal still gets bold and inverse (`mono`); anything else gets plain text (`none`).
 * Sources: no-color.org, bixense.com/clicolors, force-color.org.
 */
export function chooseColourDepth({
  choice = 'auto',
  env,
  isTerminal,
}: {
  choice?: ColourChoice;
  env: Environment;
  isTerminal: boolean;
}): ColourDepth {
  const isDumb = env['TERM'] === 'dumb';
  const colourless = isTerminal && !isDumb ? 'mono' : 'none';
  if (choice === '16' || choice === '256' || choice === 'truecolor') {
    return choice;
  }

  if (choice === 'always') {
    return atLeast16(detectDepth(env));
  }

  if (choice === 'never' || isSet(env['NO_COLOR'])) {
    return colourless;
  }

  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) {
    return forcedDepth(forced, env) ?? colourless;
  }

  if (isSet(env['CLICOLOR_FORCE']) && env['CLICOLOR_FORCE'] !== '0') {
    return atLeast16(detectDepth(env));
  }

  if (!isTerminal || isDumb || env['CLICOLOR'] === '0') {
    return colourless;
  }

  return detectDepth(env);
}

/** What the terminal can do, judged by its name and by what it says of itself. */
function detectDepth(env: Environment): ColourDepth {
  const terminal = env['TERM'] ?? '';
  const program = env['TERM_PROGRAM'] ?? '';
  if (
    /^(?:truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') ||
    trueColourTerminals.test(terminal) ||
    trueColourPrograms.has(program) ||
    isSet(env['WT_SESSION'])
  ) {
    return 'truecolor';
  }

  if (/256/.test(terminal) || program === 'Apple_Terminal') {
    return '256';
  }

  return colourlessTerminals.test(terminal) ? 'mono' : '16';
}

function forcedDepth(forced: string, env: Environment): ColourDepth | undefined {
  switch (forced.toLowerCase()) {
    case '0':
    case 'false': {
      return undefined;
    }

    case '2': {
      return '256';
    }

    case '3': {
      return 'truecolor';
    }

    default: {
      return atLeast16(detectDepth(env));
    }
  }
}

function atLeast16(depth: ColourDepth): ColourDepth {
  return depth === 'mono' || depth === 'none' ? '16' : depth;
}
