import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {get} from 'node:http';
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Started} from '../go-program.ts';

const startDeadlineMs = 60_000;
const graceMs = 5000;

/** Ports nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({length: count}, () => createServer().listen(0, '127.0.0.1'));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') ports.push(address.port);
  }

  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/**
 * Starts a program and waits until its pprof pages answer.
 *
 * `pprof`: URL of the pages, with the slash at the end. Rejects with the last of the program's output when it ends
 * before, or does not answer within a minute.
 */
export async function startServer(
  program: string,
  args: readonly string[],
  pprof: string,
  options: {readonly cwd: string; readonly env?: Readonly<Record<string, string>>},
): Promise<Started> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: {...process.env, ...options.env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-4000);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const deadlineMs = performance.now() + startDeadlineMs;
  while (performance.now() < deadlineMs && child.exitCode === null && child.signalCode === null) {
    if (await answers(pprof)) return {url: pprof, stop: () => end(child)};
    await sleep(200);
  }

  await end(child);
  throw new Error(`${program} does not serve ${pprof}:\n${output}`);
}

/** Asks a process to end, and ends it when it does not. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

/** Not by `fetch`: what it says of itself makes some servers refuse it. */
async function answers(url: string): Promise<boolean> {
  const asked = get(url, {timeout: 2000, agent: false});
  asked.on('timeout', () => {
    asked.destroy();
  });
  try {
    const [answer] = await once(asked, 'response');
    let text = '';
    for await (const piece of answer.setEncoding('utf8')) text += piece;
    return answer.statusCode === 200 && text.includes('goroutine');
  } catch {
    return false;
  }
}
