import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import pty from '@lydell/node-pty';
import {jsonFlag} from './figures.ts';

/** Options that benchmarks share, and `extra` ones with a number each. */
export function benchOptions<Name extends string>(extra: Readonly<Record<Name, number>>) {
  const names = ['cli', ...Object.keys(extra)];
  const {values} = parseArgs({
    options: {
      ...Object.fromEntries(names.map((name) => [name, {type: 'string'} as const])),
      [jsonFlag.slice(2)]: {type: 'boolean'},
    },
  });
  const numbers: Record<Name, number> = {...extra};
  for (const name in numbers) {
    numbers[name] = Number(values[name] ?? numbers[name]);
  }

  return {
    /** The built program; another build can be measured with `--cli PATH`. */
    cli: typeof values['cli'] === 'string' ? values['cli'] : builtProgram,
    numbers,
  };
}

const builtProgram = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

// With CI set, Ink does not behave as on a terminal. With certificates of its own, this machine makes Node read all that
// it knows, which takes 6 MB.
const {
  CI: _ci,
  FORCE_COLOR: _forceColor,
  NO_COLOR: _noColor,
  NODE_EXTRA_CA_CERTS: _certificates,
  ...environment
} = process.env;

/** A program on a real pseudo-terminal which answers what terminals are asked. */
export type OnTerminal = {
  readonly pid: number;
  /** Bytes that have come from the program so far. */
  readonly received: () => number;
  readonly press: (keys: string) => void;
  /** Calls back with each piece of output. Returns how to stop that. */
  readonly onOutput: (listener: (text: string) => void) => () => void;
  /** Resolves when this text has come, in one piece, after this call. */
  readonly waitFor: (text: string, timeoutMs?: number) => Promise<void>;
  /** Resolves when nothing has come for so long. */
  readonly quiet: (ms: number) => Promise<void>;
  readonly end: () => Promise<void>;
};

export function onTerminal(cli: string, args: readonly string[], columns = 120, rows = 40): OnTerminal {
  const child = pty.spawn(process.execPath, [cli, ...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: {...environment, COLORTERM: 'truecolor', TERM: 'xterm-256color'},
  });
  const listeners = new Set<(text: string) => void>();
  let bytes = 0;
  const exited = new Promise<void>((resolve) => {
    child.onExit(() => {
      resolve();
    });
  });
  child.onData((text) => {
    bytes += Buffer.byteLength(text);
    if (text.includes('\u001B]11;?')) child.write('\u001B]11;rgb:1010/1010/1010\u001B\\');
    if (text.includes('\u001B[c')) child.write('\u001B[?62;22c');
    for (const listener of listeners) listener(text);
  });
  const onOutput = (listener: (text: string) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };

  return {
    pid: child.pid,
    received: () => bytes,
    press: (keys) => {
      child.write(keys);
    },
    onOutput,
    waitFor: (wanted, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        let seen = '';
        const timer = setTimeout(() => {
          stop();
          reject(
            new Error(`${JSON.stringify(wanted)} did not come; last: ${JSON.stringify(seen.slice(-400))}`),
          );
        }, timeoutMs);
        const stop = onOutput((text) => {
          seen = (seen + text).slice(-100_000);
          if (!seen.includes(wanted)) return;
          clearTimeout(timer);
          stop();
          resolve();
        });
      }),
    quiet: (ms) =>
      new Promise((resolve) => {
        const finish = () => {
          stop();
          resolve();
        };
        let timer = setTimeout(finish, ms);
        const stop = onOutput(() => {
          clearTimeout(timer);
          timer = setTimeout(finish, ms);
        });
      }),
    async end() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** What a process has used so far: seconds of processor time of all its threads. Linux only. */
export function processorSeconds(pid: number): number {
  // Behind the name in brackets, which may hold anything: state, …, utime is the 12th and stime the 13th.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** What the main thread of a process has run so far, in milliseconds. Linux only. */
export function mainThreadMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** Memory of a process that is in RAM now, in bytes. Linux only. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}
