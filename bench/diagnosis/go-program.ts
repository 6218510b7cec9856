import {execFile, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The releases that programs can be built with, as the Go command knows them; '' is the installed one. */
const toolchains: Readonly<Record<string, string>> = {'1.26': '', '1.27': 'go1.27.4'};

export type Build = {
  /** The folder of the package to build. */
  readonly folder: string;
  readonly output: string;
  /** A key of `toolchains`. */
  readonly go: string;
  readonly trimPath: boolean;
  /** Builds the proof of the garbage collector in; Go 1.27 has it in any case. */
  readonly proof: boolean;
};

/** Builds a Go program. Fails with the compiler's words. */
export async function buildGo({folder, output, go, trimPath, proof}: Build): Promise<void> {
  const toolchain = toolchains[go];
  if (toolchain === undefined) throw new Error(`--go is one of ${Object.keys(toolchains).join(', ')}`);
  await run('go', ['build', ...(trimPath ? ['-trimpath'] : []), '-o', output, '.'], {
    cwd: folder,
    env: {
      ...process.env,
      ...(toolchain === '' ? {} : {GOTOOLCHAIN: toolchain}),
      ...(proof && go === '1.26' ? {GOEXPERIMENT: 'goroutineleakprofile'} : {}),
    },
  });
}

export type Started = {
  /** Of its pprof pages. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** Starts a program that says `listening on URL`, and ends when its stdin closes. */
export async function startProgram(binary: string, args: readonly string[]): Promise<Started> {
  const child = spawn(binary, args, {stdio: ['pipe', 'pipe', 'inherit']});
  // A busy program may be slow to see the end of its stdin.
  const graceMs = 2000;
  const exited = new Promise<void>((resolve) => {
    child.once('close', resolve);
  });
  const lines = createInterface({input: child.stdout});
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /^listening on (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      reject(new Error(`${binary} ${args.join(' ')} ended with ${code} before it listened`));
    });
  });
  return {
    url,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
