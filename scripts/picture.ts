// Draws the pictures of the README from the real program over a real Go process:
//
//   npm run picture        (needs Go, and a free port 6060; takes two minutes)
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {launch} from '../test/helpers/pty.ts';
import {svg} from '../test/helpers/svg.ts';

const columns = 120;
const rows = 36;
const address = 'localhost:6060';
/** A quiet stretch first, then a leak: what a curve is for. */
const quietMs = 35_000;
const leakingMs = 80_000;

const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-picture-'));
const executable = path.join(folder, 'demo-go-app');
// Without -trimpath the pictures would show where this checkout lies.
execFileSync('go', ['build', '-trimpath', '-o', executable, '.'], {cwd: 'demo-go-app', stdio: 'inherit'});
// Its stdin is the rope: it ends with us, however we end.
const app = spawn(executable, ['-until-stdin-closes'], {
  argv0: 'demo-go-app',
  cwd: folder,
  stdio: ['pipe', 'pipe', 'inherit'],
});

try {
  await once(createInterface({input: app.stdout}), 'line');
  await draw();
} finally {
  app.stdin.end();
  rmSync(folder, {recursive: true, force: true});
}

async function draw(): Promise<void> {
  await start('worker-pool?n=1');
  await start('ticker-not-stopped?n=12');
  await start('mutex-not-released?n=2');
  await start('sleep-loop?n=5');
  await start('waitgroup-never-done?n=3');
  const screen = launch(process.execPath, ['dist/cli.js', address, '--threshold', '1000'], {
    columns,
    rows,
    env: {TZ: 'UTC', LANG: 'C.UTF-8', XDG_STATE_HOME: folder},
  });
  try {
    await screen.waitFor('LIVE');
    await wait(quietMs);
    await start('checks-early-return?n=1&every=2s');
    await start('context-never-cancelled?n=1&every=5s');
    await wait(leakingMs);
    save('docs/screen.svg', screen);
    screen.write('\r');
    await screen.waitFor('members');
    await wait(3000);
    save('docs/group.svg', screen);
    screen.write('2');
    await screen.waitFor('leaks 1 of');
    await wait(1000);
    save('docs/leak.svg', screen);
    screen.write('q');
    await screen.exited;
  } finally {
    screen.kill();
  }
}

async function start(scenario: string): Promise<void> {
  const response = await fetch(`http://${address}/scenario/${scenario}`);
  if (!response.ok) throw new Error(`${scenario}: ${response.status} ${await response.text()}`);
}

function save(file: string, screen: ReturnType<typeof launch>): void {
  const picture = svg(screen.terminal);
  for (const own of [process.cwd(), tmpdir(), homedir()]) {
    if (picture.includes(own)) throw new Error(`${file} would show ${own}.`);
  }

  writeFileSync(file, picture);
  console.log(`${file}\n${screen.lines().join('\n')}`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
