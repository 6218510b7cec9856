// Records what every scenario of demo-go-app answers, leaky and fixed, for the tests of the diagnosis on machines
// without Go. Needs Go, and two minutes for every dozen:
//
//   node scripts/record-scenarios.ts [--only NAME,…] [--out test/fixtures/diagnosis] [--for 22s] [--jobs 6]
//
// Each file holds the lines that bench/diagnosis/recorded-answers.ts describes, packed with brotli: moments that follow each
// other are nearly the same, and only a window of some MiB sees it. The program is built with -trimpath.
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {brotliCompressSync, constants, gunzipSync} from 'node:zlib';
import {each} from '../bench/diagnosis/each.ts';
import {buildGo, startProgram} from '../bench/diagnosis/go-program.ts';
import {recordAnswers} from '../bench/diagnosis/healthy/recorder.ts';
import type {RecordedAnswers} from '../bench/diagnosis/recorded-answers.ts';

type Scenario = {
  readonly name: string;
  readonly healthy: boolean;
  readonly variants: readonly {readonly name: string; readonly leaves: readonly {perStart: number}[]}[];
};

const {values} = parseArgs({
  options: {
    only: {type: 'string'},
    out: {type: 'string', default: 'test/fixtures/diagnosis'},
    for: {type: 'string', default: '22s'},
    jobs: {type: 'string', default: '6'},
  },
});
const only = values.only?.split(',');
const forMs = Number.parseFloat(values.for) * 1000;
/** A program that has just started does much that it never does again. */
const settlesMs = 2000;
/** So many are started each second; one where each leaves several, so that the dumps stay small. */
const startsPerSecond = 2;
const manyLeft = 3;
const folder = mkdtempSync(join(tmpdir(), 'scenarios-'));
/** Each takes a core for two minutes. */
const takesCore = 'busy-select';

// demo-go-app's own test sees that the file is right.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const {scenarios} = JSON.parse(readFileSync('demo-go-app/scenarios.json', 'utf8')) as {
  scenarios: readonly Scenario[];
};
const wanted = scenarios
  .filter(({name}) => only === undefined || only.includes(name))
  .flatMap((scenario) =>
    scenario.variants.map(({name: variant}) => ({scenario, variant, file: fileOf(scenario.name, variant)})),
  );

function fileOf(name: string, variant: string): string {
  return join(values.out, `${name}.${variant}.answers.br`);
}

function argumentsFor({name, healthy, variants}: Scenario, variant: string): readonly string[] {
  const always = ['-addr', '127.0.0.1:0', '-until-stdin-closes', '-for', '5m', '-variant', variant];
  // The healthy are services that run once.
  if (healthy || name === takesCore) return [...always, '-scenario', `${name}=1`];
  const left = variants[0]?.leaves.reduce((sum, {perStart}) => sum + perStart, 0) ?? 0;
  return [...always, '-scenario', `${name}=${left >= manyLeft ? 1 : startsPerSecond}`, '-every', '1s'];
}

/** A profile names the program by its path: this machine's is nobody's business. Lengths stay, or it would break. */
function withoutFolder(counts: string): string {
  const neutral = '/srv'.padEnd(folder.length, '/');
  const profile = Buffer.from(counts, 'base64').toString('latin1').replaceAll(folder, neutral);
  return Buffer.from(profile, 'latin1').toString('base64');
}

/** Leaves out what no test needs, and packs it as small as can be. */
function repack(packed: Buffer): Buffer {
  const [head = '', ...lines] = gunzipSync(packed).toString().split('\n');
  const thin = lines.map((line) => {
    // As recordAnswers has written it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const {atMs, tookMs, counts, stacks} = JSON.parse(line) as RecordedAnswers;
    return JSON.stringify({atMs, tookMs, index: '', counts: withoutFolder(counts), stacks});
  });
  const text = Buffer.from([head, ...thin].join('\n'));
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.byteLength,
    },
  });
}

mkdirSync(values.out, {recursive: true});
try {
  const binary = join(folder, 'demo-go-app');
  await buildGo({folder: 'demo-go-app', output: binary, go: '1.26', trimPath: true, proof: false});
  await each(wanted, Number(values.jobs), async ({scenario, variant, file}) => {
    const program = await startProgram(binary, argumentsFor(scenario, variant));
    try {
      await sleep(settlesMs);
      const recording = await recordAnswers(program.url, 'demo-go-app', AbortSignal.timeout(forMs));
      const small = repack(recording.packed);
      writeFileSync(file, small);
      console.log(
        `${file}: ${recording.moments} moments, ${recording.missed} missed, ${small.byteLength} bytes`,
      );
    } finally {
      await program.stop();
    }
  });
} finally {
  rmSync(folder, {recursive: true, force: true});
}
