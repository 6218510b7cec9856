import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {fixtureServer} from '../helpers/fixture-server.ts';
import {cli} from '../helpers/gorowatch.ts';
import {hanging, hostileServer} from '../helpers/hostile-server.ts';
import {inspect, keys, modesAfter, modesLeftBehind, onTerminal} from '../helpers/inspector.ts';
import type {TerminalProgram} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

/** Loaded into the program before it starts: what goes wrong in it on a signal that it does not use itself. */
const mistakes = {
  exception: 'throw new TypeError("provoked \\u001B]0;owned\\u0007")',
  rejection: 'Promise.reject(new TypeError("provoked"))',
};

type UnderShell = {
  readonly screen: TerminalProgram;
  readonly pid: () => number;
  /** What the shell saw, when the program has ended and the terminal is the shell's again. */
  readonly after: () => Promise<{status: number; output: string; sttyBefore: string; sttyAfter: string}>;
};

/** The program run by a shell on a pseudo-terminal, with the settings of the terminal before and after. */
function underShell(host: string, {mistake}: {mistake?: string} = {}): UnderShell {
  const folder = temporaryFolder();
  const file = (name: string) => path.join(folder, name);
  const preload =
    mistake === undefined
      ? ''
      : `--import 'data:text/javascript,process.on("SIGUSR2", () => { ${encodeURIComponent(mistake)} })'`;
  const script = [
    'ulimit -c 0',
    'stty -a > before',
    `sh -c 'echo $$ > pid; exec "$0" "$@"' "$TEST_NODE" ${preload} "$TEST_CLI" ${host}`,
    'status=$?',
    'stty -a > after',
    'echo "ended with $status"',
    'sleep 60',
  ].join('\n');
  const env = {TEST_NODE: process.execPath, TEST_CLI: cli};
  const screen = onTerminal('bash', ['-c', `cd ${folder}\n${script}`], {env});
  return {
    screen,
    pid: () => Number(readFileSync(file('pid'), 'utf8')),
    async after() {
      await screen.waitFor('ended with ');
      const output = screen.output();
      return {
        status: Number(/ended with (\d+)/.exec(output)?.[1]),
        output,
        sttyBefore: readFileSync(file('before'), 'utf8'),
        sttyAfter: readFileSync(file('after'), 'utf8'),
      };
    },
  };
}

const ends: readonly (readonly [string, number, (shell: UnderShell) => void])[] = [
  ['q', 0, ({screen}) => screen.write('q')],
  ['ctrl-c', 130, ({screen}) => screen.write(keys.interrupt)],
  ['INT', 130, ({pid}) => process.kill(pid(), 'SIGINT')],
  ['TERM', 143, ({pid}) => process.kill(pid(), 'SIGTERM')],
  ['HUP', 129, ({pid}) => process.kill(pid(), 'SIGHUP')],
  ['QUIT', 131, ({pid}) => process.kill(pid(), 'SIGQUIT')],
];

function expectPutBack({screen}: UnderShell, ended: Awaited<ReturnType<UnderShell['after']>>): void {
  expect(modesAfter(ended.output).get(1049)).toBe(false);
  expect(modesAfter(ended.output).get(25)).toBe(true);
  expect(modesLeftBehind(ended.output)).toEqual([]);
  expect(ended.sttyAfter).toBe(ended.sttyBefore);
  expect(ended.sttyAfter).toMatch(/ icanon .* echo /s);
  const {terminal} = screen;
  expect(terminal.buffer.active.type).toBe('normal');
  expect(terminal.modes).toMatchObject({
    bracketedPasteMode: false,
    mouseTrackingMode: 'none',
    sendFocusMode: false,
    applicationCursorKeysMode: false,
    wraparoundMode: true,
  });
  // Every keyboard protocol that was pushed was popped.
  const count = (pattern: RegExp) => ended.output.match(pattern)?.length ?? 0;
  // oxlint-disable-next-line no-control-regex -- it is what the sequence begins with
  expect(count(/\u001B\[>\d*u/g)).toBe(count(/\u001B\[<\d*u/g));
}

test.each(ends)('%s gives the terminal back, and ends with %i', async (_, status, end) => {
  const {host} = await fixtureServer();
  const shell = underShell(host);
  await shell.screen.waitFor('LIVE');
  expect(modesAfter(shell.screen.output()).get(1049)).toBe(true);
  end(shell);
  const ended = await shell.after();
  expect(ended.status).toBe(status);
  expectPutBack(shell, ended);
});

test.each(ends)('%s does so too while the target hangs', async (_, status, end) => {
  const {host} = await hostileServer(hanging);
  const shell = underShell(host);
  await shell.screen.waitFor('CONNECTING');
  end(shell);
  const ended = await shell.after();
  expect(ended.status).toBe(status);
  expectPutBack(shell, ended);
});

test.each(Object.entries(mistakes))(
  'a mistake anywhere (%s) gives the terminal back, then says what happened, and ends with 70',
  async (_, mistake) => {
    const {host} = await fixtureServer();
    const shell = underShell(host, {mistake});
    await shell.screen.waitFor('LIVE');
    process.kill(shell.pid(), 'SIGUSR2');
    const ended = await shell.after();
    expect(ended.status).toBe(70);
    expectPutBack(shell, ended);
    const told = ended.output.slice(ended.output.lastIndexOf('\u001B[?1049l'));
    expect(told).toContain('gorowatch ended because of a mistake of its own.');
    expect(told).toContain('TypeError: provoked');
    expect(told).not.toContain('\u001B]0;owned');
  },
);

test.each(['LIVE', 'CONNECTING'])('a terminal that is closed under it ends it (%s)', async (state) => {
  const {host} = state === 'LIVE' ? await fixtureServer() : await hostileServer(hanging);
  const screen = inspect([host]);
  await screen.waitFor(state);
  screen.hangUp();
  const {exitCode, signal} = await screen.ended;
  expect(exitCode === 129 || signal === 1).toBe(true);
});

test('signals of the window and of job control do not end it', async () => {
  const {host} = await fixtureServer();
  const shell = underShell(host);
  await shell.screen.waitFor('LIVE');
  for (const signal of ['SIGWINCH', 'SIGCONT'] as const) process.kill(shell.pid(), signal);
  shell.screen.write('?');
  await shell.screen.waitFor('── help');
  shell.screen.write('qq');
  expect((await shell.after()).status).toBe(0);
});
