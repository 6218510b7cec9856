// Judges `gorowatch check` by programs that leak beside healthy work, and prints how often it is right:
//
//   node bench/diagnosis/run.ts [--collection leaks|goker|all] [--only NAME,…] [--jobs 3] [--go 1.26|1.27] [--for 20s]
//     [--proof] [--out FILE.jsonl]
//
// Needs Go and a built dist/cli.js. Takes about ten minutes for each collection with three jobs on two cores.
import {execFile} from 'node:child_process';
import {appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {buildCollection, type LeakingProgram} from './collection.ts';
import {collections} from './wanted.ts';
import {each} from './each.ts';
import {judge, type Judgement, totals, type Verdict} from './judge-result.ts';
import {wordsOf, wordsOfTotals} from './judge-words.ts';
import {asSeen, readDump, type Seen} from './seen-places.ts';

const {values} = parseArgs({
  options: {
    collection: {type: 'string', default: 'all'},
    only: {type: 'string', default: ''},
    jobs: {type: 'string', default: '3'},
    go: {type: 'string', default: '1.26'},
    for: {type: 'string', default: '20s'},
    proof: {type: 'boolean', default: false},
    out: {type: 'string'},
    cli: {type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url))},
  },
});
const warmUpMs = {least: 3000, most: 10_000};
const maxOutputBytes = 64 * 1024 * 1024;

/** A copy of the program, so that a build in between does not take it away. */
function copyProgram(cli: string, to: string): string {
  cpSync(dirname(cli), join(to, 'dist'), {recursive: true});
  cpSync(join(dirname(cli), '..', 'package.json'), join(to, 'package.json'));
  return join(to, 'dist', basename(cli));
}

type Checked = {readonly exitStatus: number; readonly verdicts: readonly Verdict[]};

function check(url: string): Promise<Checked> {
  const args = [cli, 'check', '--json', '--for', values.for, ...(values.proof ? ['--proof'] : []), url];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, {maxBuffer: maxOutputBytes}, (error, stdout, stderr) => {
      const exitStatus = error === null ? 0 : Number(error.code);
      if (exitStatus !== 0 && exitStatus !== 1) {
        reject(new Error(`check ended with ${error?.code}: ${stderr}`));
        return;
      }

      try {
        resolve({exitStatus, verdicts: JSON.parse(stdout).verdicts});
      } catch {
        reject(new Error(`check wrote no JSON: ${stdout.slice(0, 200)} ${stderr}`));
      }
    });
  });
}

async function dump(url: string): Promise<Seen[]> {
  const response = await fetch(`${url}goroutine?debug=2`);
  return readDump(await response.text());
}

/** Starts a program, watches it after a while, and compares. Nothing, when its bug has not shown. */
async function tryProgram({truth, start}: LeakingProgram): Promise<Judgement | undefined> {
  const program = await start();
  try {
    await sleep(warmUpMs.least + Math.random() * (warmUpMs.most - warmUpMs.least));
    const before = await dump(program.url);
    const {exitStatus, verdicts} = await check(program.url);
    const seen = asSeen(truth, [before, await dump(program.url)]);
    if (seen === undefined) return undefined;
    const judgement = judge(seen, verdicts);
    if (values.out !== undefined) {
      appendFileSync(values.out, `${JSON.stringify({...judgement, exitStatus, go: values.go, verdicts})}\n`);
    }

    return judgement;
  } finally {
    await program.stop();
  }
}

const wanted = collections.filter((name) => values.collection === 'all' || values.collection === name);
const only = values.only.split(',').filter((name) => name !== '');
const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
const cli = copyProgram(values.cli, folder);
const failed: string[] = [];
if (values.out !== undefined) writeFileSync(values.out, '');
try {
  const programs: LeakingProgram[] = [];
  for (const collection of wanted) {
    programs.push(...(await buildCollection({collection, only, go: values.go, proof: values.proof, folder})));
  }

  if (programs.length === 0) throw new Error('no such program');
  const judgements = await each(programs, Number(values.jobs), async (program) => {
    try {
      const judgement = await tryProgram(program);
      console.log(
        judgement === undefined ? `${program.truth.name}: did not show this time` : wordsOf(judgement),
      );
      return judgement;
    } catch (error) {
      failed.push(program.truth.name);
      console.log(`${program.truth.name}: FAILED ${String(error)}`);
    }
  });
  console.log(`\n${wordsOfTotals(totals(judgements.filter((judgement) => judgement !== undefined)))}`);
  if (failed.length > 0) console.log(`failed: ${failed.join(' ')}`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}

process.exitCode = failed.length === 0 ? 0 : 1;
