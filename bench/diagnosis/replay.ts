// Judges recordings of leaking and of healthy programs, in a minute or two, and prints how often that is right:
//
//   node bench/diagnosis/replay.ts DIR… [--every n] [--looks n] [--for 20s] [--step 5s] [--only NAME,…] [--sources]
//
// A DIR with a truth.json is one that `record.ts` has written: each program is judged once, from its beginning. In any
// other whatever is said at likely or proven is false: each program is judged from every --step of it on. --every and
// --looks leave out full stacks, as a target does that is slow to give them; --sources reads source where the stacks
// say that it is. Exits 1 when an alarm is false.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {readingSource} from '../../source/commands/reading-source.ts';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {alarmsOf, judge, totals, type Judgement} from './judge-result.ts';
import {wordsOf, wordsOfAlarm, wordsOfPrecision, wordsOfTotals} from './judge-words.ts';
import {readAnswers} from './recorded-answers.ts';
import {judgeRecording, seen, told} from './replayed.ts';
import type {Truth} from './truth.ts';

const {values, positionals: folders} = parseArgs({
  allowPositionals: true,
  options: {
    every: {type: 'string', default: '1'},
    looks: {type: 'string', default: 'Infinity'},
    for: {type: 'string', default: '20s'},
    step: {type: 'string', default: '5s'},
    only: {type: 'string', default: ''},
    sources: {type: 'boolean', default: false},
  },
});
if (folders.length === 0) throw new Error('usage: replay.ts DIR… [--every n] [--looks n] [--only NAME,…]');
const sight = {
  every: Number(values.every),
  looks: Number(values.looks),
  forMs: Number.parseFloat(values.for) * 1000,
};
const stepMs = Number.parseFloat(values.step) * 1000;
/** A stretch that ends sooner than it should by more than this is none. */
const shortMs = 2000;
const only = values.only.split(',').filter((name) => name !== '');
const ending = '.answers.gz';
const readSource = values.sources ? readingSource([]) : undefined;
const decoder = new ProfileDecoder();

async function judgeLeaks(folder: string): Promise<Judgement[]> {
  // Written by record.ts.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const truths = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth[];
  const judgements: Judgement[] = [];
  for (const truth of truths) {
    const file = join(folder, truth.name + ending);
    // One without a place has not shown.
    if (!isWanted(truth.name) || !existsSync(file) || truth.places.length === 0) continue;
    const moments = seen(readAnswers(file), {...sight, fromMs: 0});
    const judgement = judge(truth, told(await judgeRecording(moments, decoder, readSource)));
    judgements.push(judgement);
    const {firstRight, patternRight, missing, falseAlarms} = judgement;
    if (!firstRight || !patternRight || missing.length + falseAlarms.length > 0)
      console.log(wordsOf(judgement));
  }

  return judgements;
}

/** How many stretches of healthy programs there were, and what was said of each that had a false alarm. */
async function judgeHealthy(folder: string): Promise<{stretches: number; alarms: number; alarmed: number}> {
  const sum = {stretches: 0, alarms: 0, alarmed: 0};
  for (const file of readdirSync(folder).filter((name) => name.endsWith(ending))) {
    const name = file.slice(0, -ending.length);
    if (!isWanted(name)) continue;
    const answers = readAnswers(join(folder, file));
    const endMs = answers.at(-1)?.atMs ?? 0;
    for (let fromMs = 0; fromMs + sight.forMs - shortMs <= endMs; fromMs += stepMs) {
      const moments = seen(answers, {...sight, fromMs});
      const alarms = alarmsOf(told(await judgeRecording(moments, decoder, readSource)));
      sum.stretches++;
      sum.alarms += alarms.length;
      if (alarms.length > 0) sum.alarmed++;
      for (const alarm of alarms) console.log(`${name}, from ${fromMs / 1000} s: ${wordsOfAlarm(alarm)}`);
    }
  }

  return sum;
}

function isWanted(name: string): boolean {
  return only.length === 0 || only.includes(name);
}

const leaks: Judgement[] = [];
const healthy = {stretches: 0, alarms: 0, alarmed: 0};
for (const folder of folders) {
  if (existsSync(join(folder, 'truth.json'))) {
    leaks.push(...(await judgeLeaks(folder)));
    continue;
  }

  const {stretches, alarms, alarmed} = await judgeHealthy(folder);
  healthy.stretches += stretches;
  healthy.alarms += alarms;
  healthy.alarmed += alarmed;
}

await decoder.close();
const all = totals(leaks);
if (leaks.length > 0) console.log(`\n${wordsOfTotals(all)}`);
if (healthy.stretches > 0)
  console.log(`${healthy.alarmed} of ${healthy.stretches} healthy stretches with a false alarm`);
console.log(wordsOfPrecision(all, healthy.alarms));
process.exitCode = all.falseAlarms + healthy.alarms === 0 ? 0 : 1;
