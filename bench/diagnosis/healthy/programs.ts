// The small healthy programs of programs/: built once, then each started by its name.
import {execFile, spawn} from 'node:child_process';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {end, type Started} from './process.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('programs', import.meta.url));

export type HealthyPrograms = {
  readonly names: readonly string[];
  /** Starts one; it ends by itself when this process does. */
  readonly start: (name: string) => Promise<Started>;
};

/** Builds the programs into `cache`, and asks which there are. */
export async function buildPrograms(cache: string): Promise<HealthyPrograms> {
  const binary = join(cache, 'bin', 'programs');
  await run('go', ['build', '-o', binary, '.'], {cwd: folder});
  const {stdout} = await run(binary, ['-list']);
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t', 1)[0]!);
  return {names, start: (name) => startProgram(binary, name)};
}

async function startProgram(binary: string, name: string): Promise<Started> {
  const child = spawn(
    binary,
    ['-program', name, '-addr', '127.0.0.1:0', '-for', '30m', '-until-stdin-closes'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface(child.stdout)) {
    const pprof = /^listening on (\S+)/.exec(line)?.[1];
    if (pprof !== undefined) return {pprof, child, end: () => end(child)};
  }

  throw new Error(`${name} does not start.`);
}
