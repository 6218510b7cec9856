import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openRecording} from '../../source/recording/open-recording.ts';
import {fixtureGoroutines, fixtureServer} from '../helpers/fixture-server.ts';
import {cli} from '../helpers/gorowatch.ts';
import {inspectLive, keys, onTerminal} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

/** The inspector, with a folder of its own for what it writes, and what is in there. */
async function withFolder(name: string) {
  const {host} = await fixtureServer();
  const state = temporaryFolder();
  const screen = await inspectLive([host], {columns: 200, env: {XDG_STATE_HOME: state}});
  await screen.waitFor('main.main.func37');
  const folder = path.join(state, 'gorowatch', name);
  return {screen, files: () => readdirSync(folder).map((file) => path.join(folder, file))};
}

test('R records what is remembered to a file that is whole when the screen is left', async () => {
  const {screen, files} = await withFolder('recordings');
  screen.write('R');
  await screen.waitFor('Recording to ');
  await screen.waitFor('● REC 0:0');
  screen.write('q');
  expect(await screen.exited).toBe(0);
  const [file = '', ...others] = files();
  expect(others).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(screen.output().split('\u001B[?1049l').at(-1)).toContain(`to ${file} (`);
  const recording = openRecording(file);
  const first = recording.first();
  const last = recording.last();
  expect(first).toBeDefined();
  expect(recording.totals(first!.atMs, last!.atMs + 1, 1)).toEqual([fixtureGoroutines]);
  recording.close();
});

test.each([
  ['ctrl-c', 'SIGINT'],
  ['a signal', 'SIGTERM'],
  ['a terminal that goes away', 'SIGHUP'],
] as const)(
  'a recording is whole, and the shell is told of it, when %s ends the screen',
  async (_, signal) => {
    const {screen, files} = await withFolder('recordings');
    screen.write('R');
    await screen.waitFor('● REC 0:0');
    if (signal === 'SIGINT') screen.write(keys.interrupt);
    else screen.signal(signal);
    await screen.exited;
    const [file = '', ...others] = files();
    expect(others).toEqual([]);
    expect(screen.output().split('\u001B[?1049l').at(-1)).toContain(`to ${file} (`);
    const recording = openRecording(file);
    const last = recording.last()!;
    expect(recording.totals(last.atMs, last.atMs + 1, 1)).toEqual([fixtureGoroutines]);
    recording.close();
  },
);

test('e writes the report of the moment on the screen, and the shell is told where', async () => {
  const {screen, files} = await withFolder('reports');
  screen.write('e');
  await screen.waitFor('report to');
  screen.write('\r');
  await screen.waitFor('Report written: ');
  screen.write('q');
  expect(await screen.exited).toBe(0);
  const [file = '', ...others] = files();
  expect(others).toEqual([]);
  expect(screen.output().split('\u001B[?1049l').at(-1)).toContain(`Report written: ${file}`);
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/i);
});

test('what comes through a pipe is replayed on the screen, with keys from the terminal', async () => {
  const dump = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine', 'go1.26', 'g2.txt');
  const program = [process.execPath, cli, 'replay', '-'];
  const screen = onTerminal('sh', ['-c', 'cat "$0" | "$@"', dump, ...program]);
  await screen.waitFor('stdin  FILES');
  screen.write('3');
  await screen.waitFor('── goroutines');
  screen.write('q');
  expect(await screen.exited).toBe(0);
});
