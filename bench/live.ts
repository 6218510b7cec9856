// What watching a real Go process with thousands of different stacks costs here: processor time, memory, key to paint,
// and how often its groups are read. node bench/live.ts [--seconds 60] [--keys 90]. Linux only; needs Go.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {startListening} from './fake.ts';
import {type Figure, milliseconds, printFigures, quantile, sleep} from './figures.ts';
import {cursorKeys, pressKeys} from './press-keys.ts';
import {benchOptions, onTerminal, processorSeconds, residentBytes} from './program.ts';

const {cli, numbers} = benchOptions({seconds: 60, keys: 90});
const crowds = [
  'n=1000&stacks=200&depth=10',
  'n=10000&stacks=10000&depth=10',
  'n=20000&stacks=10000&depth=10',
  'n=20000&stacks=10000&depth=10&churn=500',
];
/** Connecting, the first judgements and V8 making faster code: told apart. */
const settleSeconds = 20;
const mebibyte = 2 ** 20;

/** Passes bytes on to a port and counts how often the groups were asked for. */
async function startRelay(port: number) {
  let reads = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes) => {
      if (bytes.includes('goroutine?debug=0')) reads++;
    });
    near.pipe(far).pipe(near);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      socket.setNoDelay(true).on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {port: address.port, reads: () => reads, stop: () => server.close()};
}

async function figuresOf(program: string, crowd: string): Promise<Figure[]> {
  const options = ['-addr', '127.0.0.1:0', '-until-stdin-closes', '-traffic', 'off', '-for', '30m'];
  const app = await startListening(program, [...options, '-crowd', crowd]);
  const relay = await startRelay(app.port);
  await sleep(2000);
  const screen = onTerminal(cli, [`:${relay.port}`]);
  /** Shares of a core, here and there, and how often groups are read. */
  const during = async (seconds: number) => {
    const [here, there, reads] = [processorSeconds(screen.pid), processorSeconds(app.pid), relay.reads()];
    await sleep(seconds * 1000);
    return {
      here: (processorSeconds(screen.pid) - here) / seconds,
      there: (processorSeconds(app.pid) - there) / seconds,
      everySeconds: seconds / (relay.reads() - reads),
    };
  };
  try {
    await screen.waitFor('LIVE');
    const first = await during(settleSeconds);
    const then = await during(numbers.seconds);
    const moving = await pressKeys(screen, cursorKeys(numbers.keys));
    const resident = residentBytes(screen.pid);
    const p95 = quantile(moving.delays, 0.95);
    return [
      {
        name: `watching ${crowd}`,
        target: '≤ 2 % of a core here',
        measured: `${percent(then.here)} (first ${settleSeconds} s: ${percent(first.here)})`,
        ok: then.here <= 0.02,
      },
      {
        name: '… groups are read every',
        target: '',
        measured: `${then.everySeconds.toFixed(1)} s (first ${settleSeconds} s: ${first.everySeconds.toFixed(1)} s); ${percent(then.there)} of a core there`,
      },
      {
        name: '… key to paint',
        target: 'p95 ≤ 10 ms',
        measured: `p50 ${milliseconds(quantile(moving.delays, 0.5))}, p95 ${milliseconds(p95)} (${moving.delays.length} keys)`,
        ok: p95 <= 10,
      },
      {
        name: '… memory (RSS)',
        target: '≤ 200 MiB',
        measured: `${(resident / mebibyte).toFixed(0)} MiB`,
        ok: resident <= 200 * mebibyte,
      },
    ];
  } finally {
    await screen.end();
    relay.stop();
    await app.stop();
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-bench-'));
try {
  const program = path.join(folder, 'demo-go-app');
  const source = fileURLToPath(new URL('../demo-go-app', import.meta.url));
  const build = spawnSync('go', ['build', '-o', program, '.'], {cwd: source, stdio: 'inherit'});
  const figures: Figure[] = [];
  if (build.status === 0) for (const crowd of crowds) figures.push(...(await figuresOf(program, crowd)));
  else figures.push({name: 'watching a Go process', target: '≤ 2 % of a core here', measured: 'needs Go'});
  printFigures(figures);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
