// How soon there is something to see when the target does not answer: node bench/first-paint.ts [--runs 10]
import {startFakeTarget} from './fake.ts';
import {type Figure, milliseconds, printFigures, quantile, sleep} from './figures.ts';
import {benchOptions, onTerminal} from './program.ts';

const {cli, numbers} = benchOptions({runs: 10});

/** What is in the first frame and in nothing before it. */
const inFrame = 'CONNECTING';

/** Milliseconds from starting the process to its first byte, and to the first whole frame. */
async function startOnce(port: number): Promise<{firstByteMs: number; firstFrameMs: number}> {
  const start = performance.now();
  const screen = onTerminal(cli, [`:${port}`]);
  let firstByteMs: number | undefined;
  const stop = screen.onOutput(() => {
    firstByteMs ??= performance.now() - start;
  });
  await screen.waitFor(inFrame);
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

const target = await startFakeTarget('--hang', '--groups', '1');
try {
  // The first run fills the cache of compiled code.
  await startOnce(target.port);
  const runs: Awaited<ReturnType<typeof startOnce>>[] = [];
  const bare: number[] = [];
  for (let run = 0; run < numbers.runs; run++) {
    bare.push(await startNode());
    runs.push(await startOnce(target.port));
    await sleep(100);
  }

  const firstByteMs = quantile(
    runs.map((run) => run.firstByteMs),
    0.5,
  );
  const firstFrameMs = quantile(
    runs.map((run) => run.firstFrameMs),
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
  ];
  printFigures(figures);
} finally {
  await target.stop();
}
