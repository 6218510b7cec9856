import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

/** A program that listens on a port of its own and ends when it is told to, or with the benchmark. */
export type Listening = {
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** Starts a stand-in for a Go process, in a process of its own; see bench/fake-target.ts for its options. */
export function startFakeTarget(...options: readonly string[]): Promise<Listening> {
  const script = fileURLToPath(new URL('fake-target.ts', import.meta.url));
  return startListening(process.execPath, [script, ...options]);
}

/** Starts a program that prints its port, alone or at the end of an address, and ends with its stdin. */
export async function startListening(file: string, args: readonly string[]): Promise<Listening> {
  const child = spawn(file, args, {stdio: ['pipe', 'pipe', 'inherit']});
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({input: child.stdout}).once('line', (line) => {
      resolve(Number(/(?:^|:)(\d+)(?:\/|$)/.exec(line)?.[1]));
    });
    child.once('exit', () => {
      reject(new Error(`${file} ended before it listened.`));
    });
  });
  return {port, pid: child.pid ?? 0, stop: () => stop(child)};
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.stdin?.end();
  });
}
