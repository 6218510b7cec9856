import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {onTestFinished} from 'vitest';
import {environment} from './pty.ts';
import {temporaryFolder} from './temporary-folder.ts';

/** The built program. */
export const cli = path.join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

export type Ended = {
  /** Null when it died by a signal. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type RunOptions = {
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads on stdin; by default there is nothing to read. */
  readonly stdin?: Uint8Array | string;
  readonly nodeOptions?: readonly string[];
};

export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Everything written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when what was written matches; rejects when the program ends without that. */
  readonly saysOnStdout: (pattern: RegExp) => Promise<void>;
  readonly saysOnStderr: (pattern: RegExp) => Promise<void>;
};

/** What a user's environment holds, with a home of the test's own. */
export function homeEnvironment(home = temporaryFolder()): Record<string, string | undefined> {
  return {
    ...environment,
    HOME: home,
    XDG_STATE_HOME: path.join(home, 'state'),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    NODE_ENV: undefined,
  };
}

/** Runs the built program to its end, without a terminal. */
export function gorowatch(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return startGorowatch(args, options).ended;
}

/** Starts the built program without a terminal; it ends with the running test at the latest. */
export function startGorowatch(
  args: readonly string[],
  {env = {}, stdin = '', nodeOptions = []}: RunOptions = {},
): Running {
  const child = spawn(process.execPath, [...nodeOptions, cli, ...args], {
    env: {...homeEnvironment(), ...env},
    stdio: 'pipe',
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const written = {stdout: '', stderr: ''};
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (part: string) => {
      written[name] += part;
      child.emit('wrote');
    });
  }

  const ended = once(child, 'close').then(([status, signal]): Ended => ({status, signal, ...written}));
  const says = (name: 'stdout' | 'stderr') => async (pattern: RegExp) => {
    const isOver = ended.then(() => 'over' as const);
    while (!pattern.test(written[name])) {
      if ((await Promise.race([once(child, 'wrote'), isOver])) === 'over') break;
    }

    if (!pattern.test(written[name])) {
      throw new Error(
        `It ended without ${String(pattern)} on ${name}:\n${written.stdout}\n${written.stderr}`,
      );
    }
  };

  return {
    child,
    ended,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    saysOnStdout: says('stdout'),
    saysOnStderr: says('stderr'),
  };
}

/** Runs a line of shell in which `gorowatch` is the built program: for redirections and pipes. */
export async function shell(line: string, env: RunOptions['env'] = {}): Promise<Ended> {
  const script = `set -o pipefail\ngorowatch() { "$GOROWATCH_TEST_NODE" "$GOROWATCH_TEST_CLI" "$@"; }\n${line}`;
  const child = spawn('bash', ['-c', script], {
    env: {...homeEnvironment(), GOROWATCH_TEST_NODE: process.execPath, GOROWATCH_TEST_CLI: cli, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return {status, signal, stdout, stderr};
}
