import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {fixtureGoroutines, fixturePages, fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, startGorowatch} from '../helpers/gorowatch.ts';
import {closesAtOnce, hanging, hostileServer, routes} from '../helpers/hostile-server.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const sample = new RegExp(String.raw`^\d\d:\d\d:\d\d  ${fixtureGoroutines} goroutines .*cost [\d.]+ %$`, 'm');

test('stdout that is no terminal gets a line for each interval, and --for ends it with 0', async () => {
  const {host} = await fixtureServer();
  const {status, stdout, stderr} = await gorowatch([host, '--interval', '200ms', '--for', '1500ms']);
  expect({status, stderr}).toEqual({status: 0, stderr: ''});
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => sample.test(line)).length).toBeGreaterThan(1);
  expect(lines.filter((line) => !sample.test(line))).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d  ATTACHED  /),
  ]);
  expect(stdout).not.toContain('\u001B');
});

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it with %i, with nothing half written', async (signal, status) => {
    const {host} = await fixtureServer();
    const watching = startGorowatch([host, '--interval', '200ms']);
    await watching.saysOnStdout(sample);
    watching.child.kill(signal);
    const ended = await watching.ended;
    expect(ended).toMatchObject({status, signal: null, stderr: ''});
    expect(ended.stdout).toMatch(/\n$/);
  });

  test('ends it while the target hangs, too', async () => {
    const server = await hostileServer(hanging);
    const watching = startGorowatch([server.host]);
    await server.nextRequest();
    watching.child.kill('SIGTERM');
    expect(await watching.ended).toMatchObject({status: 143, signal: null});
  });
});

test('a target that dies in between is told on stderr, and the watch goes on', async () => {
  let isDead = false;
  const alive = routes(fixturePages);
  const {host} = await hostileServer((socket, request) => {
    (isDead ? closesAtOnce : alive)(socket, request);
  });
  const watching = startGorowatch([host, '--interval', '200ms']);
  await watching.saysOnStdout(sample);
  isDead = true;
  await watching.saysOnStderr(/^\d\d:\d\d:\d\d  LOST  .*\n/m);
  isDead = false;
  await watching.saysOnStdout(/^\d\d:\d\d:\d\d  BACK  /m);
  const linesBefore = watching.stdout().match(new RegExp(sample, 'gm'))!.length;
  await watching.saysOnStdout(new RegExp(`(?:${sample.source}[^]*){${linesBefore + 1}}`, 'm'));
  watching.child.kill('SIGTERM');
  expect(await watching.ended).toMatchObject({status: 143});
});

test('a target that was never there ends it with 3 at once', async () => {
  const ended = await gorowatch(['127.0.0.1:1', '--for', '30s']);
  expect(ended).toMatchObject({status: 3, stdout: ''});
});

test('one that hangs until --for is over ends it with 3 and says so', async () => {
  const {host} = await hostileServer(hanging);
  const ended = await gorowatch([host, '--for', '500ms']);
  expect(ended).toMatchObject({status: 3, stdout: ''});
  expect(ended.stderr).toMatch(/^gorowatch: [^\n]+\n$/);
});

describe('a threshold', () => {
  test('fires once, and saves the stacks as the target sent them', async () => {
    const server = await fixtureServer();
    const folder = path.join(temporaryFolder(), 'dumps');
    const {status, stdout, stderr} = await gorowatch([
      server.host,
      '--threshold',
      '50',
      '--dump-dir',
      folder,
      '--interval',
      '200ms',
      '--for',
      '3s',
    ]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^gorowatch: alert at .*50.*, stacks go to .*dumps\n$/);
    expect(stdout.match(/  ALERT  /g)).toHaveLength(1);
    const files = readdirSync(folder);
    expect(files).toEqual([expect.stringMatching(/^gorowatch-alert-00001-.*\.txt\.gz$/)]);
    expect(stdout).toContain(path.join(folder, files[0]!));
    expect(gunzipSync(readFileSync(path.join(folder, files[0]!)))).toEqual(
      readFileSync(path.join(import.meta.dirname, '..', 'fixtures', 'goroutine', 'go1.26', 'g2.txt')),
    );
  });

  test('whose stacks do not come holds a second signal up no longer', async () => {
    const alive = routes(fixturePages);
    let looks = 0;
    const {host} = await hostileServer((socket, request) => {
      // The first look at the stacks is gorowatch's own, the second is for the alert.
      const isLook = request.includes('debug=2');
      looks += isLook ? 1 : 0;
      (isLook && looks > 1 ? hanging : alive)(socket, request);
    });
    const folder = path.join(temporaryFolder(), 'dumps');
    const watching = startGorowatch([host, '--threshold', '50', '--dump-dir', folder, '--interval', '200ms']);
    await watching.saysOnStdout(/  ALERT  /);
    // The first waits for the stacks, which may take long; the second does not.
    watching.child.kill('SIGTERM');
    watching.child.kill('SIGINT');
    const {status} = await watching.ended;
    // Which of two signals arrives first is not said.
    expect([130, 143]).toContain(status);
    // It may have ended before the folder was made.
    const names = existsSync(folder) ? readdirSync(folder) : [];
    expect(names.filter((name) => name.startsWith('gorowatch-'))).toEqual([]);
  });
});
