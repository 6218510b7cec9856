import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {buildDemoGoApp, findGo, isMissing, startDemoGoApp} from '../helpers/go-process.ts';
import {startGorowatch} from '../helpers/gorowatch.ts';
import {inspectLive} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const go = findGo();
const skipped = isMissing(go);

/** The one dump in a folder: a file of the user alone, with the full stacks of `senders` blocked sends. */
function expectDump(folder: string, senders: number): void {
  const names = readdirSync(folder).filter((name) => name.startsWith('gorowatch-'));
  expect(names).toEqual([expect.stringMatching(/^gorowatch-alert-00001-[\w.-]+\.txt\.gz$/)]);
  const file = path.join(folder, names[0]!);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const dump = gunzipSync(readFileSync(file)).toString();
  expect(dump).toMatch(/^goroutine \d+ .*\[running\]:\n/);
  expect(dump.match(/^goroutine \d+ .*\[chan send/gm)).toHaveLength(senders);
  expect(dump.endsWith('\n')).toBe(true);
}

/** Bells, without those that end an operating system command. */
function bellsIn(output: string): number {
  // oxlint-disable-next-line no-control-regex -- it is what is looked for
  return output.replaceAll(/\u001B\][^\u0007\u001B]*\u0007/g, '').match(/\u0007/g)?.length ?? 0;
}

describe.skipIf(skipped)('a threshold on a live process', () => {
  const program = skipped ? '' : buildDemoGoApp(go);

  test('without a terminal: fires once, saves the stacks, and goes on', async () => {
    const target = await startDemoGoApp(program);
    const folder = path.join(temporaryFolder(), 'dumps');
    const options = ['--threshold', 'chan send>50', '--dump-dir', folder, '--interval', '200ms'];
    const watching = startGorowatch([target.host, ...options]);
    await watching.saysOnStdout(/\d goroutines .*\n/);
    expect(watching.stdout()).not.toContain('ALERT');
    await target.ask('/scenario/checks-early-return?n=10');
    await watching.saysOnStdout(/  ALERT  .*chan send[^]*  DUMP  .*\.txt\.gz\n/);
    expectDump(folder, 90);

    // Still above: no second alert, but lines as before.
    const seen = watching.stdout().length;
    const samples = () =>
      watching
        .stdout()
        .slice(seen)
        .match(/chan send 90/g)?.length ?? 0;
    while (samples() < 5) await watching.saysOnStdout(new RegExp(`^[^]{${watching.stdout().length + 1}}`));
    watching.child.kill('SIGTERM');
    const ended = await watching.ended;
    expect(ended.status).toBe(143);
    expect(ended.stdout.match(/  ALERT  /g)).toHaveLength(1);
    expectDump(folder, 90);
  });

  test.each([
    ['rings', []],
    ['does not ring with --no-bell', ['--no-bell']],
  ])('on the screen: a banner, the stacks saved, and it %s', async (_, bell) => {
    const target = await startDemoGoApp(program);
    const folder = path.join(temporaryFolder(), 'dumps');
    const options = ['--threshold', 'chan send>50', '--dump-dir', folder, '--interval', '200ms', ...bell];
    const screen = await inspectLive([target.host, ...options]);
    await screen.waitFor('alert at');
    expect(bellsIn(screen.output())).toBe(0);
    await target.ask('/scenario/checks-early-return?n=10');
    await screen.waitFor('chan send 90 > 50: full stacks saved');
    await expect.poll(() => readdirSync(path.dirname(folder)), {timeout: 10_000}).toEqual(['dumps']);
    screen.write('4');
    await screen.waitFor('full stacks saved');
    expectDump(folder, 90);
    expect(bellsIn(screen.output())).toBe(bell.length === 0 ? 1 : 0);
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });

  test.each([
    // What is usual has to be watched for five seconds first.
    ['goroutines grow by half', '+50%', 30],
    ['there are too many', '60', 2],
  ])('fires when %s (%s)', async (_, rule, samples) => {
    const target = await startDemoGoApp(program);
    const folder = path.join(temporaryFolder(), 'dumps');
    const watching = startGorowatch([
      target.host,
      '--threshold',
      rule,
      '--dump-dir',
      folder,
      '--interval',
      '200ms',
    ]);
    await watching.saysOnStdout(new RegExp(`(?:goroutines [^\\n]*\\n[^\\n]*){${samples}}`));
    await target.ask('/scenario/checks-early-return?n=10');
    await watching.saysOnStdout(/  ALERT  [^]*  DUMP  .*\n/);
    watching.child.kill('SIGTERM');
    expect((await watching.ended).status).toBe(143);
    expectDump(folder, 90);
  });
});
