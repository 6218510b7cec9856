// How large recordings are, what writing them costs the thread that paints the screen, and how fast they are read:
// node bench/recording.ts. Sessions are made up, second by second, as the sampler would tell them at default rates.
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {ProfileDecoder} from '../source/profile/decoder.ts';
import {openRecording, type Recording} from '../source/recording/open-recording.ts';
import {createRecorder} from '../source/recording/recorder.ts';
import {replayRecording} from '../source/recording/replay-recording.ts';
import {synthetic, type SyntheticOptions} from '../test/recording/synthetic.ts';
import {milliseconds, printFigures, quantile, type Figure} from './figures.ts';

const hour = 3_600;
const mebi = 2 ** 20;
const jumps = 60;
const screenJumps = 12;
const lookbackMs = 30 * 60_000;
/** Of the event loop, between two samples: those of a process that is watched are a second apart. */
const turnsBetween = 20;

const folder = mkdtempSync(path.join(tmpdir(), 'gorowatch-bench-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

type Written = {
  readonly file: string;
  readonly bytes: number;
  readonly busyMs: readonly number[];
  /** Of what is done between samples. */
  readonly longestTurnMs: number;
};

/** Processor time of this thread: what else the machine does must not count. */
function threadMs(): number {
  const {user, system} = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Writes a session, a commit for each sample; `busyMs`: for each sample, how long the thread was busy with it. */
async function write(name: string, options: SyntheticOptions): Promise<Written> {
  const file = path.join(folder, `${name}.gorowatch`);
  const recorder = createRecorder({
    file,
    target: {name: 'shop:6060', url: 'http://shop:6060/debug/pprof/'},
    version: 'bench',
    maxBytes: 4 * 2 ** 30,
    onFailure: (sentence) => {
      throw new Error(sentence);
    },
    soon: () => {},
  });
  const busyMs: number[] = [];
  let longestTurnMs = 0;
  let ms = 0;
  for (const entry of synthetic(options)) {
    await recorder.prepare(entry);
    const startMs = threadMs();
    recorder.write(entry);
    if (entry.kind === 'cost') recorder.commit();
    ms += threadMs() - startMs;
    if (entry.kind !== 'cost') continue;
    busyMs.push(ms);
    ms = 0;
    for (let turn = 0; turn < turnsBetween; turn++) {
      const turnMs = threadMs();
      await setImmediate();
      longestTurnMs = Math.max(longestTurnMs, threadMs() - turnMs);
    }

    await recorder.settled();
  }

  await recorder.close();
  return {file, bytes: statSync(file).size, busyMs, longestTurnMs};
}

function timed(work: () => unknown): number {
  const startMs = threadMs();
  work();
  return threadMs() - startMs;
}

function drain(recording: Recording, atMs: number, backMs: number): void {
  for (const _ of recording.entriesAround(atMs, backMs));
}

function writing(name: string, {bytes, busyMs, longestTurnMs}: Written, mostMib: number): Figure[] {
  return [
    {
      name: `${name}: size of 1 h`,
      target: `≤ ${mostMib} MiB`,
      measured: `${(bytes / mebi).toFixed(1)} MiB`,
      ok: bytes <= mostMib * mebi,
    },
    {
      name: `${name}: main thread for a sample, median / p99 / most`,
      target: '≤ 50 ms',
      measured: [0.5, 0.99, 1].map((share) => milliseconds(quantile(busyMs, share))).join(' / '),
      ok: quantile(busyMs, 1) <= 50,
    },
    {
      name: `${name}: main thread between samples, longest in one go`,
      target: '≤ 50 ms',
      measured: milliseconds(longestTurnMs),
      ok: longestTurnMs <= 50,
    },
  ];
}

function reading(name: string, file: string): Figure[] {
  let recording: Recording | undefined;
  const openMs = timed(() => {
    recording = openRecording(file);
    const {timeline} = recording;
    recording.events();
    recording.snapshotAt(timeline.lastMs() ?? 0);
  });
  if (recording === undefined) throw new Error('it does not open');
  const opened = recording;
  const firstMs = opened.first()?.atMs ?? 0;
  const lastMs = opened.last()?.atMs ?? 0;
  const jumpsMs: number[] = [];
  const withPastMs: number[] = [];
  for (let jump = 0; jump < jumps; jump++) {
    const atMs = firstMs + (((jump * 37) % jumps) / jumps) * (lastMs - firstMs);
    jumpsMs.push(timed(() => drain(opened, atMs, 0)));
    if (jump % 10 === 0) withPastMs.push(timed(() => drain(opened, atMs, lookbackMs)));
  }

  const chartMs = timed(() => opened.totals(firstMs, lastMs, 200));
  const lookMs = timed(() => opened.lookAt((firstMs + lastMs) / 2));
  opened.close();
  return [
    {
      name: `${name}: open and last moment`,
      target: '≤ 100 ms',
      measured: milliseconds(openMs),
      ok: openMs <= 100,
    },
    {
      name: `${name}: jump to any moment, median / most`,
      target: '≤ 100 ms',
      measured: `${milliseconds(quantile(jumpsMs, 0.5))} / ${milliseconds(quantile(jumpsMs, 1))}`,
      ok: quantile(jumpsMs, 1) <= 100,
    },
    {
      name: `${name}: the same with 30 min before it, most`,
      target: '',
      measured: milliseconds(quantile(withPastMs, 1)),
    },
    {
      name: `${name}: chart of all of it`,
      target: '≤ 100 ms',
      measured: milliseconds(chartMs),
      ok: chartMs <= 100,
    },
    {
      name: `${name}: full stacks at a moment`,
      target: '≤ 100 ms',
      measured: milliseconds(lookMs),
      ok: lookMs <= 100,
    },
  ];
}

/** Jumps of the screen over a recording, as keys make them: until there is something to show, and until all is read. */
async function replaying(name: string, file: string): Promise<Figure[]> {
  const recording = openRecording(file);
  const decoder = new ProfileDecoder();
  const firstMs = recording.timeline.firstMs() ?? 0;
  const lastMs = recording.timeline.lastMs() ?? 0;
  const soonMs: number[] = [];
  const wholeMs: number[] = [];
  for (let jump = 0; jump < screenJumps; jump++) {
    const atMs = firstMs + (((jump * 7) % screenJumps) / screenJumps) * (lastMs - firstMs);
    // None is in the stretch that was read for the one before.
    const replayed = replayRecording(recording, decoder);
    const startMs = performance.now();
    const loaded = Promise.withResolvers<void>();
    const fromMs = threadMs();
    replayed.soon(atMs, loaded.resolve);
    soonMs.push(threadMs() - fromMs);
    await loaded.promise;
    wholeMs.push(performance.now() - startMs);
  }

  recording.close();
  await decoder.close();
  return [
    {
      name: `${name}: the screen jumps, median / most`,
      target: '≤ 100 ms',
      measured: `${milliseconds(quantile(soonMs, 0.5))} / ${milliseconds(quantile(soonMs, 1))}`,
      ok: quantile(soonMs, 1) <= 100,
    },
    {
      name: `${name}: until the minutes around it are read too, most`,
      target: '',
      measured: milliseconds(quantile(wholeMs, 1)),
    },
  ];
}

function rssMib(): number {
  return process.memoryUsage().rss / mebi;
}

const small = {groups: 200, changing: 30, samples: hour, lookEvery: 3};
// Above 10,000 goroutines full stacks are never taken unasked.
const large = {groups: 10_000, changing: 600, passing: 20, samples: hour, lookEvery: hour * 2, depth: 14};

const figures: Figure[] = [];
const smallOne = await write('small', small);
figures.push(...writing('200 groups', smallOne, 5));
figures.push(...(await replaying('200 groups, 1 h', smallOne.file)));
const largeOne = await write('large', large);
figures.push(...writing('10,000 groups with churn', largeOne, 100));
figures.push(...reading('10,000 groups, 1 h', largeOne.file));
figures.push(...(await replaying('10,000 groups, 1 h', largeOne.file)));
// Making up full stacks takes longer than writing them.
const day = await write('day', {...small, samples: 24 * hour, lookEvery: 60});
const beforeMib = rssMib();
figures.push(...reading('200 groups, 24 h', day.file));
figures.push(...(await replaying('200 groups, 24 h', day.file)));
figures.push({
  name: '200 groups, 24 h: size, and memory that reading adds',
  target: '',
  measured: `${(day.bytes / mebi).toFixed(0)} MiB, ${Math.max(0, rssMib() - beforeMib).toFixed(0)} MiB`,
});
printFigures(figures);
