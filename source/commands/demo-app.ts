// Builds and starts the small leaking process that the demo looks at.

import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {demoFolder} from './demo-folder.ts';

/** A small process that leaks on purpose: nine goroutines every four seconds, so that there is something to see. */
const demoArguments = [
  '-addr',
  '127.0.0.1:0',
  '-until-stdin-closes',
  '-scenario',
  'checks-early-return=1',
  '-every',
  '4s',
];
/** The first build compiles the standard library too. */
const buildTimeoutMs = 180_000;
const startTimeoutMs = 10_000;

type DemoApp = {readonly target: string; readonly stop: () => void} | {readonly reason: string};

/** Builds and starts demo-go-app where there is Go and its source; else says in one sentence why not. */
export async function startDemoApp(say: (text: string) => void): Promise<DemoApp> {
  // From dist/ and from source/commands/, the checkout's demo-go-app is one and two folders up.
  const here = path.dirname(fileURLToPath(import.meta.url));
  const folder = [path.join(here, '..', 'demo-go-app'), path.join(here, '..', '..', 'demo-go-app')].find(
    (candidate) => existsSync(path.join(candidate, 'go.mod')),
  );
  if (folder === undefined) return {reason: 'demo-go-app is not here.'};
  if (spawnSync('go', ['version'], {stdio: 'ignore'}).status !== 0)
    return {reason: 'There is no Go on the PATH.'};
  say('building demo-go-app, which takes a while the first time …');
  const built = demoFolder(process.env);
  mkdirSync(built, {recursive: true, mode: 0o700});
  const program = path.join(built, 'demo-go-app');
  const build = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: buildTimeoutMs,
    // The sources need no newer Go than they say; nothing is to be downloaded for a demo.
    env: {...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=vendor'},
  });
  if (build.status !== 0) {
    const why = build.stderr.trim().split('\n').at(-1) ?? '';
    return {reason: `demo-go-app could not be built (${why}).`};
  }

  return run(program);
}

async function run(program: string): Promise<DemoApp> {
  // Its stdin is the rope: it ends with us, however we end.
  const child = spawn(program, demoArguments, {stdio: ['pipe', 'pipe', 'ignore']});
  const stop = () => {
    child.stdin.end();
    child.unref();
  };
  const lines = createInterface({input: child.stdout});
  const first = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), startTimeoutMs);
    // A timer left behind would keep the program alive.
    const settle = (text?: string) => {
      clearTimeout(timer);
      resolve(text);
    };
    lines.once('line', settle);
    child.once('error', () => {
      settle();
    });
    child.once('exit', () => {
      settle();
    });
  });
  const port = /127\.0\.0\.1:(\d+)/.exec(first ?? '')?.[1];
  if (port === undefined) {
    stop();
    return {reason: 'demo-go-app did not start.'};
  }

  return {target: `127.0.0.1:${port}`, stop};
}
