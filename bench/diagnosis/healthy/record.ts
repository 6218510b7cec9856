// Records what the pprof pages of healthy servers and programs answer, so that the diagnosis can be tried on it:
//
//   node bench/diagnosis/healthy/record.ts --out DIR [--cache DIR] [--only NAME,…] [--jobs 4] [--go 1.26|1.27]
//
// Programs are recorded from --after (4s) on, --for 30s; servers through all phases of their load, 90 s in all.
// DIR gets NAME.answers.gz for each, as bench/diagnosis/record.ts writes them, and NAME.phases.json for each server:
// which phase of its load was when, in milliseconds since the beginning.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {each} from '../each.ts';
import {openLoad, phasesOf} from './load.ts';
import {buildPrograms, type HealthyPrograms} from './programs.ts';
import {recordAnswers, type Recording} from './recorder.ts';
import {buildServer, defaultCache, type HealthyServer, healthyServers, runServer} from './servers.ts';

const {values} = parseArgs({
  options: {
    out: {type: 'string'},
    cache: {type: 'string', default: defaultCache},
    only: {type: 'string'},
    jobs: {type: 'string', default: '4'},
    go: {type: 'string', default: '1.26'},
    after: {type: 'string', default: '4s'},
    for: {type: 'string', default: '30s'},
  },
});
const out = values.out;
if (out === undefined)
  throw new Error('usage: record.ts --out DIR [--cache DIR] [--only NAME,…] [--jobs 4] [--go 1.26|1.27]');
const only = values.only?.split(',');
const phaseMs = 13_000;
const programSettlesMs = Number.parseFloat(values.after) * 1000;
const programMs = Number.parseFloat(values.for) * 1000;

function keep(name: string, {packed, moments, missed}: Recording): void {
  writeFileSync(join(out!, `${name}.answers.gz`), packed);
  console.log(`${name}: ${moments} moments, ${missed} missed, ${packed.byteLength} bytes`);
}

async function recordServer(server: HealthyServer): Promise<void> {
  const binary = await buildServer(server, values.cache);
  const folder = mkdtempSync(join(tmpdir(), 'healthy-'));
  const running = await runServer(server, binary, folder);
  const load = openLoad(running.connect);
  const over = new AbortController();
  const recording = recordAnswers(running.url, server.name, over.signal);
  const startMs = performance.now();
  const phases = [];
  for (const phase of phasesOf(phaseMs)) {
    const fromMs = Math.round(performance.now() - startMs);
    await load.run(phase);
    phases.push({phase: phase.name, fromMs, toMs: Math.round(performance.now() - startMs)});
  }

  over.abort();
  keep(server.name, await recording);
  writeFileSync(join(out!, `${server.name}.phases.json`), `${JSON.stringify(phases, undefined, 2)}\n`);
  if (load.failures() > 0) console.log(`${server.name}: ${load.failures()} clients failed`);
  await load.close();
  await running.stop();
  rmSync(folder, {recursive: true, force: true});
}

async function recordProgram(programs: HealthyPrograms, name: string): Promise<void> {
  const running = await programs.start(name);
  await sleep(programSettlesMs);
  keep(name, await recordAnswers(running.url, name, AbortSignal.timeout(programMs)));
  await running.stop();
}

mkdirSync(out, {recursive: true});
const programs = await buildPrograms(values.cache, values.go);
const wanted = (name: string) => only === undefined || only.includes(name);
await each(programs.names.filter(wanted), Number(values.jobs), (name) => recordProgram(programs, name));
// One at a time: their load needs the machine.
for (const server of healthyServers.filter(({name}) => wanted(name))) await recordServer(server);
