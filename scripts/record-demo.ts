// Records demo-go-app for `gorowatch demo` on machines without Go, and for the incident of docs/incident: minutes of
// healthy traffic, then feeds that break one after the other, an alert, and what follows. Needs Go; takes MINUTES.
//
//   npm run build && node scripts/record-demo.ts [MINUTES]
import {spawn, spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';

const file = 'source/commands/demo-recording.gorowatch';
const [, , minutes = '12'] = process.argv;
const totalMs = Number(minutes) * 60_000;
/** A fifth of the time is healthy; then about twenty goroutines a minute stay. */
const healthyPart = 0.2;
const leakEveryMs = 3_000;
const threshold = '120';
const address = '127.0.0.1:6060';

// Where the alert saves its stacks is part of what is recorded, and read by everybody: a plain name, the same each time.
const folder = path.join(tmpdir(), 'gorowatch-demo');
mkdirSync(folder);
try {
  // Paths of this machine are nobody's business.
  const built = spawnSync('go', ['build', '-trimpath', '-o', path.join(folder, 'demo-go-app'), '.'], {
    cwd: 'demo-go-app',
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('demo-go-app could not be built.');
  const app = spawn('./demo-go-app', ['-addr', address, '-until-stdin-closes'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => createInterface({input: app.stdout}).once('line', resolve));
  const recorded = path.join(folder, 'demo.gorowatch');
  const wanted = `record ${address} -o ${recorded} --for ${totalMs / 1000}s --threshold ${threshold}`;
  const recorder = spawn(
    process.execPath,
    ['dist/cli.js', ...wanted.split(' '), '--dump-dir', path.join(folder, 'dumps')],
    {stdio: 'inherit'},
  );
  const ended = new Promise<number | null>((resolve) => recorder.once('exit', resolve));
  await Promise.race([ended, sleep(totalMs * healthyPart)]);
  while (recorder.exitCode === null) {
    await fetch(`http://${address}/scenario/errgroup-producers?n=1`);
    await Promise.race([ended, sleep(leakEveryMs)]);
  }

  app.stdin.end();
  if ((await ended) !== 0) throw new Error('Recording failed.');
  copyFileSync(recorded, file);
  console.log(`${file} is new.`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
