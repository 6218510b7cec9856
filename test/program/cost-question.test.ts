import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {fixture} from '../profile/fixtures.ts';
import {fixturePages} from '../helpers/fixture-server.ts';
import {answer, hostileServer, routes} from '../helpers/hostile-server.ts';
import {inspect, keys, modesLeftBehind} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const interruptNumber = 2;

/** The command to dump a process that says it has 20,000 goroutines, at its question. */
function asked() {
  return askedTo((host, file) => ['dump', host, '-o', file]);
}

/** A command on that process, at its question. */
async function askedTo(command: (host: string, file: string) => readonly string[]) {
  const index = Buffer.from(fixture('go1.26/index.html')).toString().replace('<td>54</td>', '<td>20000</td>');
  const server = await hostileServer(routes({...fixturePages, '/debug/pprof/': answer(index)}));
  const file = path.join(temporaryFolder(), 'dump.txt');
  const terminal = inspect(command(server.host, file));
  await terminal.waitFor('Go on? [y/N]');
  return {file, terminal, server};
}

test('above 10,000 goroutines a dump is taken only after a yes', async () => {
  const {file, terminal} = await asked();
  terminal.write('y\r');
  expect(await terminal.exited).toBe(0);
  expect(existsSync(file)).toBe(true);
});

test.for([
  ['n', 'n\r'],
  ['enter alone', '\r'],
  ['ctrl-d', '\u0004'],
])('%s leaves it', async ([, typed]) => {
  const {file, terminal, server} = await asked();
  terminal.write(typed!);
  expect(await terminal.exited).toBe(0);
  expect(existsSync(file)).toBe(false);
  expect(server.requests.filter((request) => request.includes('debug=2'))).toEqual([]);
});

test('a diff that is left is none that found nothing', async () => {
  const {terminal, server} = await askedTo((host, file) => {
    writeFileSync(file, fixture('go1.26/g2.txt'));
    return ['diff', '--stacks', file, host];
  });
  terminal.write('n\r');
  expect(await terminal.exited).toBe(2);
  expect(server.requests.filter((request) => request.includes('debug=2'))).toEqual([]);
});

test('ctrl-c ends it by its signal, without a word', async () => {
  const {file, terminal} = await asked();
  terminal.write(keys.interrupt);
  const {signal} = await terminal.ended;
  expect(signal).toBe(interruptNumber);
  expect(existsSync(file)).toBe(false);
  expect(terminal.output()).not.toContain('Error');
  expect(modesLeftBehind(terminal.output())).toEqual([]);
});
