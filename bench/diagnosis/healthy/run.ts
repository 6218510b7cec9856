// Whether `gorowatch check` is silent on healthy servers and programs under load:
//
//   npm run build && node bench/diagnosis/healthy/run.ts [--cache DIR] [--only NAME,…] [--jobs 4] [--go 1.26|1.27] [--for 20s] [--proof]
//     [--cli FILE]
//
// Servers are built on the first run (a quarter of an hour), into --cache or GOROWATCH_BENCH_CACHE. Each is checked
// once in each phase of its load, each program as many times as `attachAfterMs` says. A verdict at level likely or
// proven is a false alarm; what the rule of peers flags meanwhile stands beside. Exits 1 when there is one.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {each} from '../each.ts';
import {check, type Checked} from './check.ts';
import {openLoad, phasesOf} from './load.ts';
import {buildPrograms, type HealthyPrograms} from './programs.ts';
import {buildServer, defaultCache, type HealthyServer, healthyServers, runServer} from './servers.ts';

const {values} = parseArgs({
  options: {
    cache: {type: 'string', default: defaultCache},
    only: {type: 'string'},
    jobs: {type: 'string', default: '4'},
    go: {type: 'string', default: '1.26'},
    for: {type: 'string', default: '20s'},
    proof: {type: 'boolean', default: false},
    cli: {type: 'string', default: fileURLToPath(new URL('../../../dist/cli.js', import.meta.url))},
  },
});
const only = values.only?.split(',');
const wanted = (name: string) => only === undefined || only.includes(name);
const lastsMs = Number.parseFloat(values.for) * 1000;
const asked = {cli: values.cli, lastsMs, proof: values.proof};
/** A phase goes on for a little longer than its check, so that the next begins with nobody watching. */
const marginMs = 3000;
/** Programs do most of what they do at the start; a check begins soon after it, and others later. */
const attachAfterMs = [1000, 6000, 15_000];

const checks: Checked[] = [];

function report(where: string, checked: Checked): void {
  checks.push(checked);
  const {alarms, watched, byPeers, failure} = checked;
  const said = failure ?? (alarms.length === 0 ? 'silent' : `${alarms.length} FALSE ALARMS`);
  console.log(
    `${where}: ${said}${watched === 0 ? '' : `, ${watched} watched`}; peers flag ${byPeers.length}`,
  );
  for (const alarm of alarms) console.log(`    ${alarm}`);
}

async function checkServer(server: HealthyServer): Promise<void> {
  const binary = await buildServer(server, values.cache);
  const folder = mkdtempSync(join(tmpdir(), 'healthy-'));
  const running = await runServer(server, binary, folder);
  const load = openLoad(running.connect);
  try {
    for (const phase of phasesOf(lastsMs + marginMs)) {
      const [checked] = await Promise.all([check(running.url, asked), load.run(phase)]);
      report(`${server.name}, ${phase.name}`, checked);
    }
  } finally {
    await load.close();
    await running.stop();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function checkProgram(programs: HealthyPrograms, name: string): Promise<void> {
  const running = await programs.start(name);
  try {
    await Promise.all(
      attachAfterMs.map(async (afterMs) => {
        await sleep(afterMs);
        report(`${name}, from ${afterMs / 1000} s`, await check(running.url, asked));
      }),
    );
  } finally {
    await running.stop();
  }
}

const programs = await buildPrograms(values.cache, values.go);
await each(programs.names.filter(wanted), Number(values.jobs), (name) => checkProgram(programs, name));
// One at a time: their load needs the machine.
for (const server of healthyServers.filter(({name}) => wanted(name))) {
  try {
    await checkServer(server);
  } catch (error) {
    report(server.name, {alarms: [], watched: 0, byPeers: [], failure: String(error)});
  }
}

const alarmed = checks.filter(({alarms}) => alarms.length > 0);
const failed = checks.filter(({failure}) => failure !== undefined);
const byPeers = checks.filter((checked) => checked.byPeers.length > 0);
const flags = byPeers.reduce((sum, checked) => sum + checked.byPeers.length, 0);
console.log(
  `\nThe rule of peers: ${byPeers.length} of ${checks.length} runs with a false alarm, ${flags} in all`,
);
console.log(`${failed.length} runs failed`);
console.log(`${checks.length} runs, ${alarmed.length} runs with a false alarm`);
process.exitCode = alarmed.length + failed.length === 0 ? 0 : 1;
