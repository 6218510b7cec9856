import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll, onTestFinished} from 'vitest';

const source = path.join(import.meta.dirname, '..', '..', 'demo-go-app');
/** The newest release that is known here; fetched by the go command where that may. */
export const newestToolchain = 'go1.27.4';
const buildTimeoutMs = 240_000;

/** A Go that can build: `go1.26.8`, or why there is none. */
export type Go = {readonly toolchain: string; readonly version: string} | {readonly missing: string};

/** Asks for the Go on the PATH (`local`), or for a release by its name. */
export function findGo(toolchain = 'local'): Go {
  const {status, stdout, error} = spawnSync('go', ['version'], {
    encoding: 'utf8',
    env: {...process.env, GOTOOLCHAIN: toolchain},
    timeout: 60_000,
  });
  const version = /go version (\S+)/.exec(stdout ?? '')?.[1];
  if (status === 0 && version !== undefined) return {toolchain, version};
  return {
    missing: error === undefined && toolchain !== 'local' ? `no ${toolchain} to be had` : 'no go on the PATH',
  };
}

const said = new Set<string>();

/** Whether live tests have to be skipped; says so on stderr past the test runner, which would fold it away. */
export function isMissing(go: Go): go is {readonly missing: string} {
  if (!('missing' in go)) return false;
  const line = `LIVE TESTS SKIPPED: ${go.missing}\n`;
  if (!said.has(line)) writeSync(2, line);
  said.add(line);
  return true;
}

/** Builds demo-go-app, once for a test file; the folder is removed after it. Returns the path of the program. */
export function buildDemoGoApp(go: Go): string {
  if ('missing' in go) throw new Error(go.missing);
  const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-go-'));
  afterAll(() => {
    rmSync(folder, {recursive: true, force: true});
  });
  const program = path.join(folder, 'demo-go-app');
  const {status, stderr} = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: source,
    encoding: 'utf8',
    env: {...process.env, GOTOOLCHAIN: go.toolchain, GOFLAGS: '-mod=vendor'},
    timeout: buildTimeoutMs,
  });
  if (status !== 0) throw new Error(`demo-go-app could not be built with ${go.version}:\n${stderr}`);
  return program;
}

export type GoProcess = {
  /** Such as `127.0.0.1:41234`. */
  readonly host: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Asks a page of its side door and reads the JSON of its answer; leaves no connection behind. */
  readonly ask: <Answer>(page: string) => Promise<Answer>;
  readonly kill: () => Promise<void>;
};

/** What the program knows about itself without any profile: see demo-go-app/README.md. */
export type Truth = {
  readonly goroutines: number;
  readonly scenarios: Readonly<Record<string, number>>;
  readonly own: Readonly<Record<string, number>>;
  readonly unaccounted: number;
};

/**
 * Starts demo-go-app, without its traffic unless asked for. It ends with the running test, with the test runner
 * (its stdin closes then), and in any case after five minutes.
 */
export async function startDemoGoApp(
  program: string,
  {
    args = [],
    port = 0,
    env = {},
  }: {args?: readonly string[]; port?: number; env?: Record<string, string>} = {},
): Promise<GoProcess> {
  const started = await startOutsideTest(program, {args, port, env});
  onTestFinished(started.kill);
  return started;
}

/** The same for all tests of a file; to be killed by the caller. */
export async function startOutsideTest(
  program: string,
  {
    args = [],
    port = 0,
    env = {},
  }: {args?: readonly string[]; port?: number; env?: Record<string, string>} = {},
): Promise<GoProcess> {
  const always = ['-addr', `127.0.0.1:${port}`, '-until-stdin-closes', '-for', '5m', '-traffic', 'off'];
  const child = spawn(program, [...always, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {...process.env, ...env},
  });
  const closed = once(child, 'close');
  const [line] = (await Promise.race([once(createInterface({input: child.stdout}), 'line'), closed])) as [
    unknown,
  ];
  const found = /127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
  if (found === undefined) throw new Error(`demo-go-app did not start: ${String(line)}`);
  const host = `127.0.0.1:${found}`;
  return {
    host,
    port: Number(found),
    child,
    async ask<Answer>(page: string) {
      const response = await fetch(`http://${host}${page}`, {headers: {connection: 'close'}});
      return (await response.json()) as Answer;
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
