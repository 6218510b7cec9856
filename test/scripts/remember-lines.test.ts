import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {beforeAll, expect, test} from 'vitest';
import {rememberLines} from '../../scripts/remember-lines.mjs';

type Operation = {readonly x: number; readonly y: number; readonly text: string; readonly mark?: boolean};
type InkOutput = {
  write(x: number, y: number, text: string, options: {transformers: unknown[]}): void;
  clip(clip: object): void;
  unclip(): void;
  get(): {output: string; height: number};
};
type MakeOutput = new (size: {width: number; height: number}) => InkOutput;

/** The parts of Ink that are changed. */
type Ink = {
  readonly Output: MakeOutput;
  readonly sanitizeAnsi: (text: string) => string;
  readonly stringWidth: (text: string) => number;
  readonly lineUpdate: (previous: string, next: string, columns: number) => string;
};

const resolveDir = fileURLToPath(new URL('../../node_modules/ink/build', import.meta.url));
const contents = `export {default as Output} from './output.js';
export {default as sanitizeAnsi} from './sanitize-ansi.js';
export {default as stringWidth} from 'string-width';
export {default as lineUpdate} from './line-update.js';`;

async function bundled(plugins: (typeof rememberLines)[]): Promise<Ink> {
  const {outputFiles} = await build({
    stdin: {contents, resolveDir},
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins,
  });
  const text = Buffer.from(outputFiles[0]!.contents).toString('base64');
  const loaded: Ink = await import(`data:text/javascript;base64,${text}`);
  return loaded;
}

let plain: Ink;
let remembering: Ink;

beforeAll(async () => {
  plain = await bundled([]);
  remembering = await bundled([rememberLines]);
});

function frameOf(Output: MakeOutput, operations: readonly Operation[], clip?: object) {
  const output = new Output({width: 30, height: 6});
  if (clip !== undefined) output.clip(clip);
  for (const {x, y, text, mark = false} of operations) {
    output.write(x, y, text, {
      transformers: mark ? [(line: string, index: number) => `\u001B[1m${index}${line}\u001B[22m`] : [],
    });
  }

  if (clip !== undefined) output.unclip();
  return output.get();
}

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;
const blue = (text: string) => `\u001B[38;2;1;2;3m${text}\u001B[39m`;
const bold = (text: string) => `\u001B[1m${text}\u001B[22m`;
const texts = [
  'plain',
  red('red'),
  `${red('two')} ${red('parts')}   `,
  `a ${red('style that\ngoes over')} lines`,
  'wide 漢字 and 👍🏽 e\u0301',
  'longer than the thirty cells there are in this row',
  '\n\nbelow',
  '\u001B[48;2;1;2;3m\u001B[38;5;9mboth\u001B[39m\u001B[49m',
  '   ',
  // As our lines are.
  `▸ ${red('1,204')}${blue(' ▁▂▃█▇')} ─┬─ ${bold('chan send')}  `,
  `${bold(red('a') + blue('b'))}${red('c')}${blue('d')}│`,
  '\u001B[7m selected…                   \u001B[27m',
  '\u001B[1mbold \u001B[2mand faint\u001B[22m neither',
  '\u001B[48;5;9m on \u001B[49m\u001B[48;2;1;2;3m and on \u001B[49m',
  // Not closed, closed at once, unknown.
  '\u001B[31mnever closed',
  '\u001B[0mreset\u001B[m and again',
  '\u001B[1;31mtwo at once\u001B[0m',
  '\u001B[58;5;3munderlined in colour\u001B[59m',
  '\u001B[31:1mcolon\u001B[39m',
];

const anyStyle = new RegExp(String.raw`(${'\u001B'}\[[\d;:]*m)`);

/** What a terminal shows in each cell: its character, in its styles. The same picture can be written in several ways. */
function cellsOf(frame: string): string[][] {
  return frame.split('\n').map((line) => {
    const styles = new Map<string, string>();
    const cells: string[] = [];
    for (const part of line.split(anyStyle)) {
      const code = part.startsWith('\u001B') ? part.slice(2, -1) : undefined;
      if (code === undefined) {
        for (const character of part) {
          const shown = Array.from(styles, ([slot, value]) => `${slot}=${value}`).toSorted((a, b) =>
            a < b ? -1 : 1,
          );
          cells.push(`${character} ${shown.join(',')}`);
        }
      } else if (code === '' || code === '0') styles.clear();
      else if (/^[12]$/.test(code)) styles.set(`weight ${code}`, code);
      else if (code === '22') for (const weight of ['weight 1', 'weight 2']) styles.delete(weight);
      else if (/^2[34789]$/.test(code)) styles.delete(`style ${code.slice(1)}`);
      else if (/^[34789]$/.test(code)) styles.set(`style ${code}`, code);
      else if (code === '39' || code === '49') styles.delete(code);
      else if (/^(?:3[0-8]|9)/.test(code)) styles.set('39', code);
      else if (/^(?:4|10)/.test(code)) styles.set('49', code);
      else styles.set('other', code);
    }

    return cells;
  });
}

function randomBelow(seed: number) {
  let state = seed;
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * most);
  };
}

test('a frame is the same with what is remembered as without, again and again', () => {
  const next = randomBelow(7);
  for (let round = 0; round < 1500; round++) {
    const operations = Array.from({length: next(6)}, (_, at) => ({
      x: next(3) === 0 ? next(28) : 0,
      y: next(4) === 0 ? next(8) - 1 : at,
      text: texts[next(texts.length)]!,
      mark: next(4) === 0,
    }));
    const clip = next(5) === 0 ? {x1: next(5), x2: 5 + next(20), y1: next(3), y2: 3 + next(3)} : undefined;

    const remembered = frameOf(remembering.Output, operations, clip);
    const known = frameOf(plain.Output, operations, clip);
    expect(remembered.height).toBe(known.height);
    expect({operations, clip, cells: cellsOf(remembered.output)}).toEqual({
      operations,
      clip,
      cells: cellsOf(known.output),
    });
  }
});

test('a colour that another follows is not ended first', () => {
  const operations = [{x: 0, y: 0, text: `${red('c')}${blue('d')}│`}];
  const [mine, theirs] = [remembering, plain].map(({Output}) => frameOf(Output, operations).output);
  expect(mine).toBe(theirs);
});

test('text is as safe and as wide as without', () => {
  const odd = [
    '\u001B[2J',
    '\u001B]8;;x\u0007link',
    'e\u0301',
    '\u001B[31m\u0301x',
    '7\u20E3',
    '▲\uFE0F',
    '\u009B31m',
    'a\tb',
  ];
  for (const text of [...texts, ...odd, ...odd.map((one) => red(one)), ...texts.map((one) => one.slice(1))]) {
    expect(remembering.sanitizeAnsi(text)).toBe(plain.sanitizeAnsi(text));
    expect(remembering.stringWidth(text)).toBe(plain.stringWidth(text));
  }
});

test('of a line that changed the same is written as without', () => {
  const next = randomBelow(3);
  const pieces = [
    '─',
    '█',
    'a',
    ' ',
    '1,204',
    red('x'),
    blue('▁'),
    '漢',
    'e\u0301',
    '▲',
    '\uFE0F',
    bold('…'),
  ];
  const line = (length: number) => Array.from({length}, () => pieces[next(pieces.length)]!).join('');
  for (let round = 0; round < 2000; round++) {
    const start = line(next(12));
    const [one, other] = [start + line(next(8)), start + line(next(8))];
    expect(remembering.lineUpdate(one, other, 40)).toBe(plain.lineUpdate(one, other, 40));
  }
});
