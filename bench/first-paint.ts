// How soon there is something to see when the target does not answer, and of a recording:
// node bench/first-paint.ts [--runs 10]
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createRecorder} from '../source/recording/recorder.ts';
import {synthetic} from '../test/recording/synthetic.ts';
import {startFakeTarget} from './fake.ts';
import {type Figure, milliseconds, printFigures, quantile, sleep} from './figures.ts';
import {jump, type Jumps} from './press-keys.ts';
import {benchOptions, onTerminal} from './program.ts';

const {cli, numbers} = benchOptions({runs: 10});

/** What is in the first frame and in nothing before it. */
const inFrame = 'CONNECTING';
const inReplay = 'RECORDING';
/** Seconds that the recording holds. */
const day = 24 * 3_600;

/** Milliseconds from starting the process to its first byte, and to the first whole frame. */
async function startOnce(
  args: string[],
  wanted: string,
): Promise<{firstByteMs: number; firstFrameMs: number}> {
  const start = performance.now();
  const screen = onTerminal(cli, args);
  let firstByteMs: number | undefined;
  const stop = screen.onOutput(() => {
    firstByteMs ??= performance.now() - start;
  });
  await screen.waitFor(wanted);
  const firstFrameMs = performance.now() - start;
  stop();
  await screen.end();
  return {firstByteMs: firstByteMs ?? Number.NaN, firstFrameMs};
}

/** Node itself, doing nothing: what no program that runs in it can be faster than. */
async function startNode(): Promise<number> {
  const start = performance.now();
  const screen = onTerminal('-e', ["process.stdout.write('x')"]);
  const ms = await new Promise<number>((resolve) => {
    screen.onOutput(() => {
      resolve(performance.now() - start);
    });
  });
  await screen.end();
  return ms;
}

/** Jumps all over a recording, as keys make them. */
async function jumpAbout(file: string, jumps: number): Promise<Jumps> {
  const screen = onTerminal(cli, ['replay', file]);
  await screen.waitFor(inReplay);
  // In no order: none is in the minutes that were read for the one before.
  const minutes = Array.from(
    {length: jumps},
    (_, at) => 1 + Math.floor(((at * 7) % jumps) * (day / 60 / jumps)),
  );
  const found = await jump(screen, minutes);
  await screen.end();
  return found;
}

/** A day of a service with 200 groups. */
async function recordDay(folder: string): Promise<string> {
  const file = path.join(folder, 'day.gorowatch');
  const recorder = createRecorder({
    file,
    target: {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'},
    version: 'bench',
    onFailure: (sentence) => {
      throw new Error(sentence);
    },
    soon: () => {},
  });
  for (const entry of synthetic({groups: 200, changing: 30, samples: day, lookEvery: 60})) {
    recorder.write(entry);
    if (entry.kind !== 'cost') continue;
    recorder.commit();
    await recorder.settled();
  }

  await recorder.close();
  return file;
}

const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-bench-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
const file = await recordDay(folder);
const target = await startFakeTarget('--hang', '--groups', '1');
try {
  // The first run fills the cache of compiled code.
  await startOnce([`:${target.port}`], inFrame);
  const runs: Awaited<ReturnType<typeof startOnce>>[] = [];
  const bare: number[] = [];
  const replays: Awaited<ReturnType<typeof startOnce>>[] = [];
  for (let run = 0; run < numbers.runs; run++) {
    bare.push(await startNode());
    runs.push(await startOnce([`:${target.port}`], inFrame));
    replays.push(await startOnce(['replay', file], inReplay));
    await sleep(100);
  }

  const jumps = await jumpAbout(file, numbers.runs);

  const firstByteMs = quantile(
    runs.map((run) => run.firstByteMs),
    0.5,
  );
  const firstFrameMs = quantile(
    runs.map((run) => run.firstFrameMs),
    0.5,
  );
  const replayMs = quantile(
    replays.map((run) => run.firstFrameMs),
    0.5,
  );
  const figures: Figure[] = [
    {
      name: 'first byte, the target hangs',
      target: '≤ 100 ms',
      measured: `median ${milliseconds(firstByteMs)} (Node alone ${milliseconds(quantile(bare, 0.5))})`,
      ok: firstByteMs <= 100,
    },
    {name: 'first frame, the target hangs', target: '', measured: `median ${milliseconds(firstFrameMs)}`},
    {
      name: 'first frame, a recording of 24 h',
      target: '≤ 500 ms',
      measured: `median ${milliseconds(replayMs)}`,
      ok: replayMs <= 500,
    },
    {
      name: 'jump in a recording of 24 h, key to the end of the frame',
      target: '≤ 100 ms',
      measured: `median ${milliseconds(quantile(jumps.delays, 0.5))}, most ${milliseconds(quantile(jumps.delays, 1))}, of the main thread ${milliseconds(quantile(jumps.threadMs, 0.5))}`,
      ok: quantile(jumps.delays, 1) <= 100,
    },
  ];
  printFigures(figures);
} finally {
  await target.stop();
}
