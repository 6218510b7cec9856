import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {fixtureGoroutines, fixturePages, fixtureServer} from '../helpers/fixture-server.ts';
import {cli, homeEnvironment} from '../helpers/gorowatch.ts';
import {answer, hanging, hostileServer, loginPage, routes} from '../helpers/hostile-server.ts';
import {inspect, inspectLive, keys, onTerminal, type TerminalProgram} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {fixture} from '../profile/fixtures.ts';

// oxlint-disable-next-line no-control-regex -- it is what a colour begins with
const colour = /\u001B\[[\d;]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m/;

describe('while nothing comes from the target', () => {
  test('the first thing on the screen is what it is connecting to', async () => {
    const server = await hostileServer(hanging);
    const screen = inspect([server.host]);
    await screen.waitFor('CONNECTING');
    expect(screen.output().indexOf('connecting to')).toBeGreaterThan(-1);
    expect(screen.output().indexOf('connecting to')).toBeLessThan(screen.output().indexOf('\u001B[?1049h'));
    expect(screen.lines().join('\n')).toContain(server.host);
  });

  test('keys work: help, and q', async () => {
    const {host} = await hostileServer(hanging);
    const screen = inspect([host]);
    await screen.waitFor('CONNECTING');
    screen.write('?');
    await screen.waitFor('── help');
    screen.write(keys.escape);
    await waitUntilGone(screen, '── help');
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });

  test('keys that were typed before the screen was there are not lost', async () => {
    const {host} = await fixtureServer();
    const screen = inspect([host]);
    await screen.waitFor('connecting to');
    screen.write('?q');
    await screen.waitFor('LIVE');
    // The help was opened and closed again: that q did not quit.
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });

  test.each([
    ['', true],
    [', also where the terminal answers nothing', false],
  ])(
    'a target that will never do ends it with 4 and one sentence, on the normal screen%s',
    async (_, answers) => {
      const {host} = await hostileServer(loginPage);
      const screen = inspect([host], {answers});
      expect(await screen.exited).toBe(4);
      await screen.waitFor('gorowatch: ');
      expect(screen.terminal.buffer.active.type).toBe('normal');
    },
  );
});

describe('with a target', () => {
  test('it shows total, reasons and groups, and drills in and back', async () => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host, '--sort', 'count']);
    await screen.waitFor(`goroutines ${fixtureGoroutines}`);
    for (const text of ['chan receive', 'IO wait', 'mutex', 'main.main.func37']) await screen.waitFor(text);
    screen.write('g');
    screen.write(keys.enter);
    await screen.waitFor('runtime/pprof.Do');
    screen.write(`${keys.tab}G${keys.enter}`);
    await screen.waitFor('goroutine ');
    await screen.waitFor('created by main.spawn');
    screen.write(keys.escape);
    await waitUntilGone(screen, 'created by main.spawn in goroutine');
    screen.write(keys.escape);
    await screen.waitFor('REASON');
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });

  test('a filter narrows the list as it is typed, and esc drops it', async () => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host]);
    screen.write('/state:sleep');
    await screen.waitFor('1 of ');
    await waitUntilGone(screen, 'main.main.func37');
    await screen.waitFor('main.main.func13');
    screen.write(keys.escape);
    await screen.waitFor('main.main.func37');
    screen.write('/sync.Cond\r');
    await screen.waitFor('main.main.func21');
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });

  test('d saves what the target sends to a file that only the user can read', async () => {
    const {host} = await fixtureServer();
    const home = temporaryFolder();
    const screen = await inspectLive([host], {env: homeEnvironment(home), columns: 160});
    screen.write('d');
    await screen.waitFor('gorowatch-dump-00001');
    const folder = path.join(home, 'state', 'gorowatch', 'dumps');
    const [file, ...others] = readdirSync(folder).filter((name) => name.endsWith('.txt'));
    expect(others).toEqual([]);
    expect(new Uint8Array(readFileSync(path.join(folder, file!)))).toEqual(fixture('go1.26/g2.txt'));
    expect(statSync(path.join(folder, file!)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('pausing stops the screen, not the collection', async () => {
    const server = await fixtureServer();
    const screen = await inspectLive([server.host]);
    screen.write(keys.space);
    await screen.waitFor('PAUSED');
    const before = server.requests.length;
    await server.nextRequest();
    expect(server.requests.length).toBeGreaterThan(before);
    expect(screen.lines().join('\n')).toContain('PAUSED');
    screen.write(keys.space);
    await waitUntilGone(screen, 'PAUSED');
  });

  test('what it had stays on the screen when the target is gone', async () => {
    let isDead = false;
    const alive = routes(fixturePages);
    const {host} = await hostileServer((socket, request) => {
      if (isDead) socket.destroy();
      else alive(socket, request);
    });
    const screen = await inspectLive([host]);
    isDead = true;
    await screen.waitFor('RECONNECTING IN');
    expect(screen.lines().join('\n')).toContain('main.main.func37');
    isDead = false;
    await screen.waitFor('LIVE');
    screen.write('4');
    await screen.waitFor('back on');
  });

  test('--for ends it with 0', async () => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host, '--for', '2s']);
    expect(await screen.exited).toBe(0);
  });
});

describe('every size', () => {
  test.each([
    [200, 60, 'main.main.func37'],
    [80, 24, 'main.main.func37'],
    [40, 10, 'runnable'],
    [20, 5, String(fixtureGoroutines)],
    [1, 1, ''],
  ])('%i x %i', async (columns, rows, text) => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host]);
    screen.resize(columns, rows);
    await screen.waitFor(text);
    // Back again: nothing of the small size is left.
    screen.resize(100, 30);
    await screen.waitFor('main.main.func37');
    await screen.waitFor('quit');
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });

  test('nothing is missing after a size that was there too briefly to be seen', async () => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host], {columns: 100, rows: 30});
    await screen.waitFor('quit');
    screen.write(' ');
    await screen.waitFor('PAUSED');
    const before = screen.lines();
    screen.terminal.resize(20, 5);
    screen.terminal.resize(100, 30);
    expect(screen.lines()).not.toEqual(before);
    screen.signal('SIGWINCH');
    await expect.poll(() => screen.lines(), {timeout: 30_000}).toEqual(before);
  });

  test('ctrl-l paints anew what something else has written over', async () => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host], {columns: 100, rows: 30});
    await screen.waitFor('quit');
    screen.write(' ');
    await screen.waitFor('PAUSED');
    const before = screen.lines();
    screen.terminal.write('\u001B[H\u001B[2Jno space left on device\r\nwall: down at five\r\n');
    await screen.waitFor('down at five');
    screen.write('\u000C');
    await expect.poll(() => screen.lines(), {timeout: 30_000}).toEqual(before);
  });

  test('a storm of sizes leaves it usable', async () => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host]);
    for (let round = 0; round < 200; round++)
      screen.resize(1 + ((round * 37) % 180), 1 + ((round * 13) % 60));
    screen.resize(100, 30);
    await screen.waitFor('main.main.func37');
    await screen.waitFor('quit');
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });
});

describe('colours and characters', () => {
  test('there are colours by default', async () => {
    const {host} = await fixtureServer();
    expect((await inspectLive([host])).output()).toMatch(colour);
  });

  test.each<[string, string[], Record<string, string>]>([
    ['NO_COLOR', [], {NO_COLOR: '1'}],
    ['--color never', ['--color', 'never'], {}],
  ])('%s: no colour in any byte', async (_, args, env) => {
    const {host} = await fixtureServer();
    const screen = await inspectLive([host, ...args], {env});
    await tour(screen);
    expect(screen.output()).not.toMatch(colour);
  });

  test('an empty NO_COLOR means nothing', async () => {
    const {host} = await fixtureServer();
    expect((await inspectLive([host], {env: {NO_COLOR: ''}})).output()).toMatch(colour);
  });

  test.each<[string, string[], Record<string, string>]>([
    ['--ascii', ['--ascii'], {}],
    ['a locale without Unicode', [], {LC_ALL: 'C'}],
  ])('%s: every byte is ASCII', async (_, args, env) => {
    const {host} = await hostileServer(
      routes({...fixturePages, '/debug/pprof/cmdline': answer('/srv/größe/日本')}),
    );
    const screen = await inspectLive([host, ...args], {env, columns: 160});
    await screen.waitFor('/srv/gr??e/????');
    await tour(screen, '-- help');
    expect(Buffer.from(screen.output()).every((byte) => byte < 0x80)).toBe(true);
  });

  test('TERM=dumb gets lines', async () => {
    const {host} = await fixtureServer();
    // The pseudo-terminal sets TERM itself.
    const screen = onTerminal('env', ['TERM=dumb', process.execPath, cli, host]);
    await screen.waitFor(`${fixtureGoroutines} goroutines`);
    expect(screen.output()).not.toContain('\u001B');
  });
});

/** Through every view, so that all of them have been drawn. */
async function tour(screen: TerminalProgram, help = '── help'): Promise<void> {
  screen.write(keys.enter);
  await screen.waitFor('runtime/pprof.Do');
  screen.write(keys.escape);
  screen.write('3');
  await screen.waitFor('main.main.func12');
  screen.write('4');
  await screen.waitFor('attached to');
  screen.write('1');
  screen.write(keys.tab);
  screen.write('?');
  await screen.waitFor(help);
  screen.write('q');
  await waitUntilGone(screen, help);
  screen.write('/sleep');
  await screen.waitFor('1 of ');
}

async function waitUntilGone(screen: TerminalProgram, text: string): Promise<void> {
  await expect.poll(() => screen.lines().join('\n'), {timeout: 30_000, interval: 10}).not.toContain(text);
}
