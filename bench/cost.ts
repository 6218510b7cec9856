// What watching costs the target: how long a real Go process is kept stopped in each minute, by its own account.
// node bench/cost.ts [--seconds 75] [--requests 50] [--screen 1]. Needs Go.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {groupsPauseMs} from '../source/session/gears.ts';
import {startListening} from './fake.ts';
import {type Figure, milliseconds, printFigures, quantile, sleep} from './figures.ts';
import {benchOptions, onTerminal} from './program.ts';

const {cli, numbers} = benchOptions({seconds: 75, requests: 50, screen: 0});
const crowds = [1000, 10_000, 100_000];
const limitMs = 60;
const settleMs = 3000;

/** Everything that stopped the process but garbage collection, since it began. Milliseconds; see demo-go-app's /pauses. */
type Pauses = {readonly count: number; readonly ms: number; readonly lowMs: number; readonly highMs: number};

async function readPauses(port: number): Promise<Pauses> {
  const response = await fetch(`http://127.0.0.1:${port}/pauses`, {headers: {connection: 'close'}});
  const {other}: {other: {count: number; seconds: number; lowSeconds: number; highSeconds: number}} =
    JSON.parse(await response.text());
  return {
    count: other.count,
    ms: other.seconds * 1000,
    lowMs: other.lowSeconds * 1000,
    highMs: other.highSeconds * 1000,
  };
}

function difference(after: Pauses, before: Pauses): Pauses {
  return {
    count: after.count - before.count,
    ms: after.ms - before.ms,
    lowMs: after.lowMs - before.lowMs,
    highMs: after.highMs - before.highMs,
  };
}

async function pausesDuring(port: number, work: () => Promise<unknown>): Promise<Pauses> {
  const before = await readPauses(port);
  await work();
  return difference(await readPauses(port), before);
}

/** Watches without a terminal by default settings; resolves to the last line that it printed. */
function watchLines(port: number): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, `:${port}`, '--for', `${numbers.seconds}s`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('exit', () => {
      resolve(output.trim().split('\n').at(-1) ?? '');
    });
  });
}

async function watchScreen(port: number): Promise<string> {
  const screen = onTerminal(cli, [`:${port}`]);
  await sleep(numbers.seconds * 1000);
  await screen.end();
  return '';
}

/** How long each of many debug=0 requests stops a process. The first two are left out: they fill caches. */
async function groupsRequests(port: number): Promise<Pauses[]> {
  const url = `http://127.0.0.1:${port}/debug/pprof/goroutine?debug=0`;
  const ask = async () => (await fetch(url)).arrayBuffer();
  await ask();
  await ask();
  const each: Pauses[] = [];
  for (let request = 0; request < numbers.requests; request++) {
    each.push(await pausesDuring(port, ask));
    await sleep(20);
  }

  return each;
}

async function figuresOf(program: string, goroutines: number): Promise<Figure[]> {
  const app = await startListening(program, [
    '-addr',
    '127.0.0.1:0',
    '-until-stdin-closes',
    '-traffic',
    'off',
    '-for',
    '30m',
    '-crowd',
    `n=${goroutines}&stacks=20&depth=10`,
  ]);
  try {
    await sleep(settleMs);
    const idle = await pausesDuring(app.port, () => sleep(numbers.seconds * 1000));
    let said = '';
    const watched = await pausesDuring(app.port, async () => {
      said = await (numbers.screen > 0 ? watchScreen(app.port) : watchLines(app.port));
    });
    const perMinute = (watched.ms - idle.ms) * (60 / numbers.seconds);
    const single = await groupsRequests(app.port);
    const stops = quantile(
      single.map(({count}) => count),
      0.5,
    );
    const [median, most] = [0.5, 1].map((share) =>
      quantile(
        single.map(({ms}) => ms),
        share,
      ).toFixed(2),
    );
    const isWithin = single.filter(({lowMs}) => lowMs <= groupsPauseMs).length;
    const name = goroutines.toLocaleString('en');
    return [
      {
        name: `stopped by watching ${name} goroutines`,
        target: `≤ ${limitMs} ms of each minute`,
        measured: `${milliseconds(perMinute)} (${watched.count - idle.count} stops in ${numbers.seconds} s; idle ${milliseconds(idle.ms)})`,
        ok: perMinute <= limitMs,
      },
      {name: '… as gorowatch says', target: '', measured: /cost .*/.exec(said)?.[0] ?? ''},
      {
        name: `one debug=0 request, ${name} goroutines`,
        target: `≤ ${groupsPauseMs} ms, as assumed`,
        measured: `median ${median} ms in ${stops} stops, most ${most} ms, ${isWithin} of ${single.length} within`,
        ok: isWithin >= single.length * 0.95,
      },
    ];
  } finally {
    await app.stop();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-bench-'));
try {
  const program = path.join(folder, 'demo-go-app');
  const source = fileURLToPath(new URL('../demo-go-app', import.meta.url));
  const build = spawnSync('go', ['build', '-o', program, '.'], {cwd: source, stdio: 'inherit'});
  if (build.status === 0) {
    const figures: Figure[] = [];
    for (const goroutines of crowds) figures.push(...(await figuresOf(program, goroutines)));
    printFigures(figures);
  } else {
    printFigures([
      {name: 'stopped by watching', target: `≤ ${limitMs} ms of each minute`, measured: 'needs Go'},
    ]);
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
