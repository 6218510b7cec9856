// The small healthy programs of programs/: built once, then each started by its name.
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {buildGo, type Started, startProgram} from '../go-program.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('programs', import.meta.url));

export type HealthyPrograms = {
  readonly names: readonly string[];
  /** Starts one; it ends by itself when this process does. */
  readonly start: (name: string) => Promise<Started>;
};

/** Builds the programs into `cache` with Go 1.26 or 1.27, and asks which there are. */
export async function buildPrograms(cache: string, go: string): Promise<HealthyPrograms> {
  const output = join(cache, 'bin', `programs-${go}`);
  // The newer release is taken without paths too, as many a server is built.
  await buildGo({folder, output, go, trimPath: go !== '1.26', proof: false});
  const {stdout} = await run(output, ['-list']);
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t', 1)[0]!);
  return {
    names,
    start: (name) =>
      startProgram(output, ['-program', name, '-addr', '127.0.0.1:0', '-for', '30m', '-until-stdin-closes']),
  };
}
