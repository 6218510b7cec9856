import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openRecording} from '../../source/recording/open-recording.ts';
import {fixtureGoroutines, fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, startGorowatch} from '../helpers/gorowatch.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

test('record writes what is watched to one file, and prints its name', async () => {
  const {host} = await fixtureServer();
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const ended = await gorowatch(['record', host, '-o', file, '--interval', '200ms', '--for', '1500ms']);
  expect(ended).toMatchObject({status: 0, stdout: `${file}\n`});
  expect(ended.stderr).toMatch(
    /^gorowatch: Recording to .*\.\ngorowatch: Recorded 0:0\d to .* \(\d+ KiB\)\.\n$/,
  );
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const recording = openRecording(file);
  const last = recording.snapshotAt(recording.last()!.atMs);
  expect(last?.snapshot.total).toBe(fixtureGoroutines);
  expect(recording.events().map(({kind}) => kind)).toEqual(['attached']);
  recording.close();
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends it with %i, and the file is finished', async (signal, status) => {
  const {host} = await fixtureServer();
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const recording = startGorowatch(['record', host, '-o', file, '--interval', '200ms']);
  await recording.saysOnStderr(/Recording to/);
  recording.child.kill(signal);
  expect(await recording.ended).toMatchObject({status, signal: null});
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test('a hang-up does not end it', async () => {
  const {host} = await fixtureServer();
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const recording = startGorowatch(['record', host, '-o', file, '--interval', '200ms', '--for', '2s']);
  await recording.saysOnStderr(/Recording to/);
  recording.child.kill('SIGHUP');
  expect(await recording.ended).toMatchObject({status: 0, signal: null});
  const opened = openRecording(file);
  expect(opened.last()!.atMs - opened.first()!.atMs).toBeGreaterThan(1_000);
  opened.close();
});

test('a process that is not there leaves no file; one that cannot be written is said before anything is asked', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'shop.gorowatch');
  const {status, stderr} = await gorowatch(['record', '127.0.0.1:9', '-o', file]);
  expect({status, stderr}).toEqual({status: 3, stderr: expect.stringContaining('Nothing was seen')});
  expect(existsSync(file)).toBe(false);

  const notes = path.join(folder, 'notes.txt');
  writeFileSync(notes, 'do not lose this');
  const refused = await gorowatch(['record', '127.0.0.1:9', '-o', notes]);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('is not a recording.');
  expect(readFileSync(notes, 'utf8')).toBe('do not lose this');
  expect((await gorowatch(['record', '127.0.0.1:9', '-o', file, '--max-size', '3'])).status).toBe(2);
  expect((await gorowatch(['record', '127.0.0.1:9', '-o', file, '--keep', 'x'])).status).toBe(2);
});

test('without -o it goes to the folder for recordings', async () => {
  const {host} = await fixtureServer();
  const home = temporaryFolder();
  const ended = await gorowatch(['record', host, '--for', '1s'], {env: {XDG_STATE_HOME: home}});
  expect(ended.status).toBe(0);
  expect(path.dirname(ended.stdout.trim())).toBe(path.join(home, 'gorowatch', 'recordings'));
  expect(statSync(path.dirname(ended.stdout.trim())).mode & 0o777).toBe(0o700);
});

test('a place where nothing can be made is said, not reported as a mistake of gorowatch', async () => {
  const notes = path.join(temporaryFolder(), 'notes.txt');
  writeFileSync(notes, 'mine');
  const below = path.join(notes, 'shop.gorowatch');
  const named = await gorowatch(['record', '127.0.0.1:9', '-o', below]);
  expect(named).toMatchObject({status: 2, stderr: expect.stringContaining('Nothing can be recorded to')});
  const unnamed = await gorowatch(['record', '127.0.0.1:9'], {env: {XDG_STATE_HOME: notes}});
  expect(unnamed).toMatchObject({status: 2, stderr: expect.stringContaining('The recording was not saved:')});
  const read = await gorowatch(['replay', below]);
  expect(read).toMatchObject({status: 4, stderr: expect.stringMatching(/cannot be read|does not exist/)});
});

test('what is left of a damaged recording is shown with --salvage, and the file is left as it is', async () => {
  const {host} = await fixtureServer();
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  await gorowatch(['record', host, '-o', file, '--interval', '200ms', '--for', '1500ms']);
  // A page that SQLite misses, though nothing of it is needed to read the rest.
  const damaged = readFileSync(file);
  damaged.writeUInt32BE(damaged.readUInt32BE(28) + 1, 28);
  writeFileSync(file, damaged);
  const before = readFileSync(file);
  const refused = await gorowatch(['replay', file]);
  expect(refused).toMatchObject({status: 4, stdout: ''});
  expect(refused.stderr).toMatch(/is damaged: .* Add --salvage to read what is left of it\.\n$/);

  const shown = await gorowatch(['replay', '--salvage', file]);
  expect(shown.status).toBe(0);
  expect(shown.stderr).toContain(', 1 stretch was found, ');
  expect(shown.stdout).toContain(`${fixtureGoroutines} goroutines`);
  expect(readFileSync(file)).toEqual(before);
});
