// What styles look like, in each depth of colour, on light and on dark.

import {Chalk, type ChalkInstance} from 'chalk';
import type {Theme} from '../view/text/style.ts';

/** `none`: not one escape sequence. `mono`: bold, dim, underline and inverse, no colour (NO_COLOR asks for this). */
export type ColourDepth = 'none' | 'mono' | '16' | '256' | 'truecolor';

export type Background = 'dark' | 'light';

type Colour = (chalk: ChalkInstance) => ChalkInstance;

/** The few colours that styles are made of. */
type Palette = Readonly<Record<'muted' | 'accent' | 'good' | 'warning' | 'danger' | 'special', Colour>>;

// Blue against orange and vermilion instead of green against red: also told apart with red-green blindness. Light
// enough, and dark enough, for 4.5 : 1 on the usual backgrounds of terminals, on 256 colours too (tested).
const darkPalette: Palette = {
  muted: exact('#a8a8a8', 248),
  accent: exact('#5fd7ff', 81),
  good: exact('#5fd7af', 79),
  warning: exact('#ffd75f', 221),
  danger: exact('#ff875f', 209),
  special: exact('#d7afff', 183),
};

const lightPalette: Palette = {
  muted: exact('#585858', 240),
  accent: exact('#005faf', 25),
  good: exact('#005f5f', 23),
  warning: exact('#875f00', 94),
  danger: exact('#af0000', 124),
  special: exact('#5f00af', 55),
};

// Sixteen colours are whatever the user made of them. Left out are those that common sets make unreadable: blue on
// black, yellow, green and cyan on white, and bright black, which Solarized makes nearly its background.
const dark16Palette: Palette = {
  muted: (chalk) => chalk.dim,
  accent: (chalk) => chalk.cyanBright,
  good: (chalk) => chalk.greenBright,
  warning: (chalk) => chalk.yellowBright,
  danger: (chalk) => chalk.redBright,
  special: (chalk) => chalk.magentaBright,
};

const light16Palette: Palette = {
  muted: (chalk) => chalk.dim,
  accent: (chalk) => chalk.blue,
  good: (chalk) => chalk.blue,
  warning: (chalk) => chalk.magenta,
  danger: (chalk) => chalk.red,
  special: (chalk) => chalk.magenta,
};

const monoPalette: Palette = {
  muted: (chalk) => chalk.dim,
  accent: (chalk) => chalk.bold,
  good: (chalk) => chalk,
  warning: (chalk) => chalk.bold,
  danger: (chalk) => chalk.bold.underline,
  special: (chalk) => chalk.bold,
};

const chalkLevels = {none: 0, mono: 1, '16': 1, '256': 2, truecolor: 3} as const;

/**
 * The styles for a terminal. Meaning never hangs on colour alone: every style accompanies a word or a mark, and
 * without colour the ones that matter differ in weight, underline or inversion.
 */
export function makeTheme(depth: ColourDepth, background: Background = 'dark'): Theme {
  const chalk = new Chalk({level: chalkLevels[depth]});
  const palette = paletteFor(depth, background);
  const muted = palette.muted(chalk);
  const accent = palette.accent(chalk);
  const warning = palette.warning(chalk);
  const danger = palette.danger(chalk);
  const special = palette.special(chalk);
  return {
    text: asIs,
    title: chalk.bold,
    heading: depth === 'none' || depth === 'mono' ? chalk.underline : muted.underline,
    muted,
    selected: chalk.inverse,
    selectedMuted: chalk.underline,
    accent,
    good: palette.good(chalk),
    warning,
    danger,
    up: warning,
    down: palette.good(chalk),
    library: muted,
    own: chalk.bold,
    live: palette.good(chalk).bold,
    paused: chalk.bold.inverse,
    lost: danger.bold.inverse,
    replay: special.bold.inverse,
    alert: danger.bold.inverse,
    threshold: danger,
    baseline: special,
    axis: muted,
    curve: accent,
    spark: accent,
    key: accent.bold,
    match: warning.underline.bold,
  };
}

/** A colour, with its number among the 256: chalk's own rounding picks a paler neighbour of the dark ones. */
function exact(hex: string, index: number): Colour {
  return (chalk) => (chalk.level === chalkLevels['256'] ? chalk.ansi256(index) : chalk.hex(hex));
}

function paletteFor(depth: ColourDepth, background: Background): Palette {
  if (depth === 'none' || depth === 'mono') {
    return monoPalette;
  }

  if (depth === '16') {
    return background === 'dark' ? dark16Palette : light16Palette;
  }

  return background === 'dark' ? darkPalette : lightPalette;
}

function asIs(text: string): string {
  return text;
}
