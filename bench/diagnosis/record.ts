// Records what the pprof pages of each leaking program answer, so that the diagnosis can be tried on it in no time:
//
//   node bench/diagnosis/record.ts --out DIR [--collection leaks|goker] [--only NAME,…] [--jobs 6] [--go 1.26|1.27] [--for 25s]
//
// DIR gets NAME.answers.gz for each (recorded-answers.ts tells what is in them; each moment also has `wallMs`, the
// wall time) and truth.json. Says which places of the truth did not show, or did not grow.
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {gunzipSync} from 'node:zlib';
import {randomUnevenness} from '../../source/session/gears.ts';
import {buildCollection, type LeakingProgram} from './collection.ts';
import {collections} from './wanted.ts';
import {each} from './each.ts';
import {packAnswers, type RecordedAnswers} from './recorded-answers.ts';
import {placesSeen, readDump, strangers, asSeen} from './seen-places.ts';
import type {Truth} from './truth.ts';

const {values} = parseArgs({
  options: {
    out: {type: 'string'},
    collection: {type: 'string', default: 'leaks'},
    only: {type: 'string', default: ''},
    jobs: {type: 'string', default: '6'},
    go: {type: 'string', default: '1.26'},
    for: {type: 'string', default: '25s'},
  },
});
const out = values.out;
const collection = collections.find((name) => name === values.collection);
if (out === undefined || collection === undefined)
  throw new Error('usage: record.ts --out DIR [--collection leaks|goker]');
const lastsMs = Number.parseFloat(values.for) * 1000;
const stepMs = 1000;
const recorded = new Map<string, Truth>();

type Moment = RecordedAnswers & {readonly wallMs: number; readonly stacks: string};

async function fetchPage(url: string): Promise<{body: Buffer; tookMs: number}> {
  const startMs = performance.now();
  const response = await fetch(url);
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body.toString()}`);
  return {body, tookMs: Math.round((performance.now() - startMs) * 100) / 100};
}

async function watch(url: string): Promise<Moment[]> {
  const moments: Moment[] = [];
  const startMs = performance.now();
  for (let step = 0; step * stepMs < lastsMs; step++) {
    const dueMs = startMs + (step - 1 + randomUnevenness()) * stepMs;
    await sleep(Math.max(0, dueMs - performance.now()));
    const atMs = Math.round(performance.now() - startMs);
    const wallMs = Date.now();
    const index = await fetchPage(url);
    const counts = await fetchPage(`${url}goroutine?debug=0`);
    const stacks = await fetchPage(`${url}goroutine?debug=2`);
    moments.push({
      atMs,
      wallMs,
      tookMs: {index: index.tookMs, counts: counts.tookMs, stacks: stacks.tookMs},
      index: index.body.toString(),
      counts: gunzipSync(counts.body).toString('base64'),
      stacks: stacks.body.toString(),
    });
  }

  return moments;
}

async function record({truth, start}: LeakingProgram): Promise<string> {
  const program = await start();
  try {
    await sleep(3000 + Math.random() * 7000);
    const moments = await watch(program.url);
    const dumps = moments.map(({stacks}) => readDump(stacks));
    const seen = asSeen(truth, dumps);
    if (seen === undefined) return `${truth.name}: did not show`;
    const head = {
      format: 'gorowatch-answers@1',
      name: truth.name,
      commandLine: `/srv/${truth.name}`,
    } as const;
    writeFileSync(join(out!, `${truth.name}.answers.gz`), packAnswers(head, moments));
    recorded.set(truth.name, seen);
    return describe(truth, moments);
  } finally {
    await program.stop();
  }
}

function describe(truth: Truth, moments: readonly Moment[]): string {
  const dumps = moments.map(({stacks}) => readDump(stacks));
  const places = placesSeen(truth, dumps).map(({place, first, last, survivors}) => {
    const note =
      survivors === 0 ? (place.optional === true ? 'absent ' : 'MISSING ') : last <= first ? 'STILL ' : '';
    return `${note}${place.functions[0]!.split('/').at(-1)} ${place.families[0]} ${first} → ${last}`;
  });
  const others = strangers(truth, dumps).map((text) => `\n    ? ${text}`);
  return `${truth.name}: ${dumps[0]!.length} → ${dumps.at(-1)!.length}; ${places.join('; ')}${others.join('')}`;
}

mkdirSync(out, {recursive: true});
const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
try {
  const programs = await buildCollection({
    collection,
    only: values.only.split(',').filter((name) => name !== ''),
    go: values.go,
    proof: false,
    folder,
  });
  const failed: string[] = [];
  await each(programs, Number(values.jobs), async (program) => {
    try {
      console.log(await record(program));
    } catch (error) {
      failed.push(program.truth.name);
      console.log(`${program.truth.name}: FAILED ${String(error)}`);
    }
  });
  writeTruth();
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}

/** Keeps the truth of recordings that an earlier run left in the folder. */
function writeTruth(): void {
  const file = join(out!, 'truth.json');
  let before: Truth[] = [];
  try {
    // Written below.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    before = JSON.parse(readFileSync(file, 'utf8')) as Truth[];
  } catch {
    before = [];
  }

  const all = [...before.filter(({name}) => !recorded.has(name)), ...recorded.values()];
  writeFileSync(
    file,
    `${JSON.stringify(
      all.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      undefined,
      2,
    )}\n`,
  );
}
