import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import type {Socket} from 'node:net';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildDemoGoApp, findGo, isMissing, startOutsideTest, type GoProcess} from '../helpers/go-process.ts';
import {gorowatch, homeEnvironment, startGorowatch} from '../helpers/gorowatch.ts';
import {answer, hostileServer} from '../helpers/hostile-server.ts';
import {inspectLive, keys} from '../helpers/inspector.ts';
import {readSnapshot} from '../helpers/snapshot-contract.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const go = findGo();
const skipped = isMissing(go);
/** Above this many, gorowatch stops no process unasked. */
const crowd = 12_000;

describe.skipIf(skipped)('a process of more than 10,000 goroutines', () => {
  const program = skipped ? '' : buildDemoGoApp(go);
  let target: GoProcess;

  beforeAll(async () => {
    target = await startOutsideTest(program);
    await target.ask(`/crowd?n=${crowd}&stacks=10&depth=10&kinds=chan-receive`);
  });
  afterAll(async () => {
    await target.kill();
  });

  test('the cost of its full stacks is said before, and nobody to ask means yes', async () => {
    const file = path.join(temporaryFolder(), 'stacks.txt');
    const {status, stdout, stderr} = await gorowatch(['dump', target.host, '-o', file]);
    expect(status).toBe(0);
    expect(stdout).toBe(`${file}\n`);
    expect(stderr).toMatch(
      /^gorowatch: Full stacks of 12,0\d\d goroutines stop the process for about [\d.]+ m?s\.\n/,
    );
    const headers = readFileSync(file, 'latin1').match(/^goroutine \d+ /gm) ?? [];
    expect(headers.length).toBeGreaterThanOrEqual(crowd);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('--yes says nothing of it', async () => {
    const {status, stdout, stderr} = await gorowatch([
      'snapshot',
      target.host,
      '--stacks',
      '--json',
      '--yes',
    ]);
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
    const snapshot = readSnapshot(stdout);
    expect(snapshot.complete).toBe(true);
    expect(snapshot.reasons['chan receive']).toBeGreaterThanOrEqual(crowd);
  });

  test('on the screen d says the cost first; esc leaves it, a second d saves', async () => {
    const home = temporaryFolder();
    const screen = await inspectLive([target.host], {env: homeEnvironment(home), columns: 160});
    const folder = path.join(home, 'state', 'gorowatch', 'dumps');
    screen.write('d');
    await screen.waitFor('do it');
    expect(screen.lines().join('\n')).toMatch(/12,0\d\d/);
    screen.write(keys.escape);
    await expect.poll(() => screen.lines().join('\n')).not.toContain('do it');
    expect(existsSync(folder)).toBe(false);
    screen.write('d');
    await screen.waitFor('do it');
    screen.write('d');
    await screen.waitFor('gorowatch-dump-00001');
    expect(readdirSync(folder).filter((name) => name.startsWith('gorowatch-'))).toHaveLength(1);
  });

  test('unattended, an alert saves the counts, which do not stop it', async () => {
    const folder = path.join(temporaryFolder(), 'dumps');
    const watching = startGorowatch([
      target.host,
      '--threshold',
      '5000',
      '--dump-dir',
      folder,
      '--interval',
      '200ms',
    ]);
    await watching.saysOnStdout(/  DUMP  .*counts.*\n/);
    watching.child.kill('SIGTERM');
    expect((await watching.ended).status).toBe(143);
    const file = readdirSync(folder).find((name) => name.startsWith('gorowatch-'));
    expect(gunzipSync(readFileSync(path.join(folder, file!))).toString()).toMatch(
      /^goroutine profile: total 12\d{3}\n/,
    );
  });

  test('watching it takes no full stacks by itself', async () => {
    // In between, to see what is asked.
    const between = await hostileServer((socket, request) => void forward(target.host, socket, request));
    const {status, stdout} = await gorowatch([between.host, '--interval', '200ms', '--for', '3s']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/12,0\d\d goroutines/);
    expect(between.requests.filter((request) => request.includes('debug=0'))).not.toEqual([]);
    expect(between.requests.filter((request) => /debug=[12]/.test(request))).toEqual([]);
  });
});

/** Passes a request on and its answer back. */
async function forward(host: string, socket: Socket, request: string): Promise<void> {
  const [, page] = request.split(' ', 2);
  const response = await fetch(`http://${host}${page}`, {headers: {connection: 'close'}});
  const type = response.headers.get('content-type') ?? '';
  answer(new Uint8Array(await response.arrayBuffer()), {'content-type': type})(socket, request);
}
