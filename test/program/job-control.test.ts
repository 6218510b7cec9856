import {expect, test} from 'vitest';
import {fixtureServer} from '../helpers/fixture-server.ts';
import {cli} from '../helpers/gorowatch.ts';
import {keys, modesAfter, modesLeftBehind, onTerminal} from '../helpers/inspector.ts';

const prompt = 'ready>';

/** An interactive shell, which alone does job control. */
async function interactiveShell() {
  const screen = onTerminal('bash', ['--norc', '--noprofile', '-i'], {
    env: {
      PS1: `${prompt} `,
      TEST_NODE: process.execPath,
      TEST_CLI: cli,
      BASH_SILENCE_DEPRECATION_WARNING: '1',
    },
  });
  await screen.waitFor(prompt);
  let mark = 0;
  return {
    screen,
    type: (text: string): void => {
      mark = screen.output().length;
      screen.write(text);
    },
    /** What was written since the last typing, when the shell is ready again. */
    whenReady: async (): Promise<string> => {
      await expect.poll(() => screen.output().slice(mark), {timeout: 30_000, interval: 10}).toContain(prompt);
      return screen.output().slice(mark);
    },
  };
}

test.each([
  ['the same size', undefined],
  ['a smaller terminal', [60, 20]],
  ['a larger terminal', [140, 40]],
] as const)('ctrl-z gives the terminal to the shell, and fg comes back on %s', async (_, size) => {
  const {host} = await fixtureServer();
  const {screen, type, whenReady} = await interactiveShell();
  type(`"$TEST_NODE" "$TEST_CLI" ${host}\r`);
  await screen.waitFor('LIVE');
  type(keys.suspend);
  const stopped = await whenReady();
  expect(stopped).toContain('Stopped');
  expect(modesAfter(stopped).get(1049)).toBe(false);
  expect(modesLeftBehind(stopped.slice(0, stopped.indexOf('Stopped')))).toEqual([]);
  type('stty -a\r');
  expect(await whenReady()).toMatch(/ icanon .* echo /s);
  expect(screen.terminal.buffer.active.type).toBe('normal');
  if (size !== undefined) screen.resize(size[0], size[1]);

  type('fg\r');
  await screen.waitFor('LIVE');
  expect(screen.terminal.buffer.active.type).toBe('alternate');
  await screen.waitFor('quit');
  screen.write('?');
  await screen.waitFor('── help');
  type('qq');
  await whenReady();
  type('echo "it ended with $?"\r');
  expect(await whenReady()).toContain('it ended with 0');
  expect(screen.terminal.buffer.active.type).toBe('normal');
});

test('ctrl-z and a signal end it without a trace on the terminal', async () => {
  const {host} = await fixtureServer();
  const {screen, type, whenReady} = await interactiveShell();
  type(`"$TEST_NODE" "$TEST_CLI" ${host}\r`);
  await screen.waitFor('LIVE');
  type(keys.suspend);
  await whenReady();
  type('kill %1; fg; echo "it ended with $?"\r');
  const output = await whenReady();
  expect(output).toContain('it ended with 143');
  expect(modesAfter(output).get(1049) ?? false).toBe(false);
  expect(screen.terminal.buffer.active.type).toBe('normal');
});

test('ctrl-c in the screen is to the shell what it is in any other program', async () => {
  const {host} = await fixtureServer();
  const {screen, type, whenReady} = await interactiveShell();
  type(`while true; do "$TEST_NODE" "$TEST_CLI" ${host}; done\r`);
  await screen.waitFor('LIVE');
  type(keys.interrupt);
  await whenReady();
  type('echo "it ended with $?"\r');
  expect(await whenReady()).toContain('it ended with 130');
  expect(screen.terminal.buffer.active.type).toBe('normal');
});
