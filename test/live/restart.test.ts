import {describe, expect, test} from 'vitest';
import {buildDemoGoApp, findGo, isMissing, startDemoGoApp} from '../helpers/go-process.ts';
import {startGorowatch} from '../helpers/gorowatch.ts';
import {inspectLive} from '../helpers/inspector.ts';

const go = findGo();
const skipped = isMissing(go);

describe.skipIf(skipped)('a process that is killed and started again', () => {
  const program = skipped ? '' : buildDemoGoApp(go);

  test('is noticed without a terminal: lost, back, restarted', async () => {
    const first = await startDemoGoApp(program);
    await first.ask('/scenario/receive-forever?n=40');
    const watching = startGorowatch([first.host, '--interval', '200ms']);
    await watching.saysOnStdout(/chan receive 4\d/);
    await first.kill();
    await watching.saysOnStderr(/  LOST  .*\n/);
    const second = await startDemoGoApp(program, {port: first.port});
    expect(second.host).toBe(first.host);
    await watching.saysOnStdout(/  BACK  [^]*goroutines [^]*\n/);
    watching.child.kill('SIGTERM');
    const {status, stdout} = await watching.ended;
    expect(status).toBe(143);
    expect(stdout.match(/  RESTARTED  /g)).toHaveLength(1);
    expect(stdout.slice(stdout.indexOf('RESTARTED'))).not.toMatch(/chan receive 4\d/);
  });

  test('is noticed on the screen, which keeps what it had meanwhile', async () => {
    const first = await startDemoGoApp(program);
    await first.ask('/scenario/unbuffered-send?n=40');
    const screen = await inspectLive([first.host], {columns: 120});
    await screen.waitFor('(*Supplier).ask');
    await first.kill();
    await screen.waitFor('RECONNECTING IN');
    expect(screen.lines().join('\n')).toContain('(*Supplier).ask');
    await startDemoGoApp(program, {port: first.port});
    await screen.waitFor('LIVE');
    screen.write('4');
    await screen.waitFor('restarted');
    screen.write('q');
    expect(await screen.exited).toBe(0);
  });
});
