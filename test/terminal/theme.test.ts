import {describe, expect, test} from 'vitest';
import {makeTheme, type Background, type ColourDepth} from '../../source/terminal/theme.ts';
import {styleNames} from '../../source/view/text/style.ts';
import {colourOf256, contrast, parseHex, type Rgb} from './contrast.ts';

const backgrounds: Record<Background, readonly string[]> = {
  // Black, VS Code, GNOME, Tomorrow Night, Solarized, One Dark.
  dark: ['#000000', '#1e1e1e', '#171421', '#1d1f21', '#002b36', '#282c34'],
  // White, One Light, Solarized.
  light: ['#ffffff', '#fafafa', '#fdf6e3'],
};

// Their own shades of the sixteen: xterm's and VGA's.
const sets16: readonly Readonly<Record<number, Rgb>>[] = [
  {
    31: [205, 0, 0],
    34: [0, 0, 238],
    35: [205, 0, 205],
    91: [255, 0, 0],
    92: [0, 255, 0],
    93: [255, 255, 0],
    95: [255, 0, 255],
    96: [0, 255, 255],
  },
  {
    31: [170, 0, 0],
    34: [0, 0, 170],
    35: [170, 0, 170],
    91: [255, 85, 85],
    92: [85, 255, 85],
    93: [255, 255, 85],
    95: [255, 85, 255],
    96: [85, 255, 255],
  },
];

const escape = '\u001B';
const sequence = new RegExp(String.raw`${escape}\[([\d;]*)m`, 'g');

/** The parameters of every SGR sequence that a style writes before its text. */
function opened(styled: string): string[] {
  return [...styled.slice(0, styled.indexOf('x')).matchAll(sequence)].map(([, parameters]) => parameters!);
}

function colours(depth: ColourDepth, background: Background): string[] {
  const theme = makeTheme(depth, background);
  const found = styleNames.flatMap((name) =>
    opened(theme[name]('x')).filter((part) => Number.parseInt(part) >= 30),
  );
  return [...new Set(found)];
}

describe.each(['dark', 'light'] as const)('on a %s background', (background) => {
  test('every colour of the true-colour theme is readable: 4.5 : 1 or more', () => {
    const found = colours('truecolor', background);
    expect(found.length).toBeGreaterThanOrEqual(6);
    for (const colour of found) {
      const [red, green, blue] = colour.split(';').slice(2).map(Number);
      for (const behind of backgrounds[background]) {
        expect(
          contrast([red!, green!, blue!], parseHex(behind)),
          `${colour} on ${behind}`,
        ).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('so is every colour that is left of it on 256 colours', () => {
    const found = colours('256', background);
    expect(found.length).toBeGreaterThanOrEqual(6);
    for (const colour of found) {
      const rgb = colourOf256(Number(colour.split(';')[2]));
      for (const behind of backgrounds[background]) {
        expect(contrast(rgb, parseHex(behind)), `${colour} on ${behind}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('the names chosen of the sixteen are readable with the common sets', () => {
    const found = colours('16', background);
    expect(found.length).toBeGreaterThanOrEqual(3);
    for (const colour of found) {
      for (const shades of sets16) {
        const shade = shades[Number(colour)];
        expect(shade, `${colour} is one of the safe names`).toBeDefined();
        expect(
          contrast(shade!, parseHex(background === 'dark' ? '#000000' : '#ffffff')),
        ).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

test('without colour there is emphasis but not one colour sequence', () => {
  const theme = makeTheme('mono');
  const all = styleNames.flatMap((name) => opened(theme[name]('x')));
  expect(all).toContain('1');
  expect(all).toContain('7');
  for (const parameter of all) {
    expect(['1', '2', '4', '7'], 'bold, dim, underline, inverse').toContain(parameter);
  }
});

test('for a terminal that can do nothing, text stays as it is', () => {
  const theme = makeTheme('none');
  for (const name of styleNames) {
    expect(theme[name]('main.worker')).toBe('main.worker');
  }
});

test('without colour, the states of the session still look different from plain text and from being live', () => {
  const theme = makeTheme('mono');
  const live = theme.live('x');
  for (const name of ['paused', 'lost', 'replay', 'alert', 'selected'] as const) {
    expect(theme[name]('x')).not.toBe(live);
    expect(theme[name]('x')).not.toBe('x');
  }
});

test('the cursor is shown by inversion on every terminal that has styles', () => {
  for (const depth of ['mono', '16', '256', 'truecolor'] as const) {
    expect(opened(makeTheme(depth).selected('x'))).toEqual(['7']);
  }
});
