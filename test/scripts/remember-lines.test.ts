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

const outputFile = fileURLToPath(new URL('../../node_modules/ink/build/output.js', import.meta.url));

async function bundled(plugins: (typeof rememberLines)[]): Promise<MakeOutput> {
  const {outputFiles} = await build({
    entryPoints: [outputFile],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins,
  });
  const text = Buffer.from(outputFiles[0]!.contents).toString('base64');
  const loaded: {default: MakeOutput} = await import(`data:text/javascript;base64,${text}`);
  return loaded.default;
}

let Plain: MakeOutput;
let Remembering: MakeOutput;

beforeAll(async () => {
  Plain = await bundled([]);
  Remembering = await bundled([rememberLines]);
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
];

test('a frame is the same with what is remembered as without, again and again', () => {
  let seed = 7;
  const next = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * most);
  };
  for (let round = 0; round < 600; round++) {
    const operations = Array.from({length: next(6)}, (_, at) => ({
      x: next(3) === 0 ? next(28) : 0,
      y: next(4) === 0 ? next(8) - 1 : at,
      text: texts[next(texts.length)]!,
      mark: next(4) === 0,
    }));
    const clip = next(5) === 0 ? {x1: next(5), x2: 5 + next(20), y1: next(3), y2: 3 + next(3)} : undefined;

    const remembered = frameOf(Remembering, operations, clip);
    expect({operations, clip, ...remembered}).toEqual({
      operations,
      clip,
      ...frameOf(Plain, operations, clip),
    });
  }
});
