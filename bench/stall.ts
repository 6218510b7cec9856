// How long the main thread is kept from answering keys while a dump of 100,000 goroutines arrives, is decoded and
// shown: node bench/stall.ts [--goroutines 100000]
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {ProfileDecoder} from '../source/profile/decoder.ts';
import {systemClock} from '../source/session/clock.ts';
import {createSampler} from '../source/session/sampler.ts';
import {Session} from '../source/session/session.ts';
import {parseAddress} from '../source/target/address.ts';
import {openTarget} from '../source/target/pprof-target.ts';
import {createContents} from '../source/view/inspector/contents.ts';
import {initialState, type InspectorState} from '../source/view/inspector/inspector-state.ts';
import {startFakeTarget} from './fake.ts';
import {type Figure, milliseconds, printFigures, sleep} from './figures.ts';
import {benchOptions} from './program.ts';

const {numbers} = benchOptions({goroutines: 100_000, runs: 3});
const limitMs = 50;
const megabyte = 1_000_000;

const fake = await startFakeTarget('--goroutines', String(numbers.goroutines));
const target = openTarget(parseAddress(`:${fake.port}`));
const session = new Session(systemClock, {name: target.address.name, url: target.url});
const decoder = new ProfileDecoder();
const sampler = createSampler({session, target, decoder, intervalMs: 1000});
const contentsOf = createContents(session);
let state: InspectorState = initialState;
let version = 0;
// As the screen does: whatever changes is made ready to be shown at once.
session.subscribe(() => {
  version++;
  contentsOf(state, version);
});

type Stall = {
  readonly longestMs: number;
  /** The most processor time that this thread used between two turns: what is left of a stall on an idle machine. */
  readonly usedMs: number;
  readonly tookMs: number;
};

/** The longest that the event loop was kept busy in one go while something was done. */
async function stallOf(work: () => unknown): Promise<Stall> {
  const delay = monitorEventLoopDelay({resolution: 1});
  let last = performance.now();
  let longestMs = 0;
  let lastUsed = usedByThread();
  let usedMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    const used = usedByThread();
    usedMs = Math.max(usedMs, used - lastUsed);
    lastUsed = used;
  }, 1);
  delay.enable();
  await sleep(50);
  delay.reset();
  longestMs = 0;
  usedMs = 0;
  const start = performance.now();
  await work();
  const tookMs = performance.now() - start;
  await sleep(50);
  clearInterval(timer);
  delay.disable();
  return {longestMs: Math.max(longestMs, delay.max / 1e6), usedMs, tookMs};
}

function usedByThread(): number {
  const {user, system} = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The median of several runs: a busy machine takes the processor away for as long as it likes. */
async function stallFigure(name: string, work: () => unknown, prepare?: () => void): Promise<Figure> {
  const stalls: Stall[] = [];
  for (let run = 0; run < numbers.runs; run++) {
    prepare?.();
    stalls.push(await stallOf(work));
  }

  stalls.sort((a, b) => a.longestMs - b.longestMs);
  const {longestMs, usedMs, tookMs} = stalls[Math.floor(stalls.length / 2)]!;
  return {
    name,
    target: `≤ ${limitMs} ms`,
    measured: `${milliseconds(longestMs)} of ${milliseconds(tookMs)}, ${milliseconds(usedMs)} of it busy (runs: ${stalls.map((stall) => stall.longestMs.toFixed(0)).join(', ')})`,
    ok: longestMs <= limitMs,
  };
}

const ending = new AbortController();
const watched = sampler.run(ending.signal);
try {
  while (session.latest === undefined) await sleep(20);
  await sleep(2500);
  const figures: Figure[] = [];
  let bytes = 0;
  const bytesBefore = session.ledger.reading(systemClock.monotonicMs()).bytes;
  figures.push(
    await stallFigure('longest stall while a dump arrives and is decoded, list of groups', () =>
      sampler.stacks(),
    ),
  );
  bytes = (session.ledger.reading(systemClock.monotonicMs()).bytes - bytesBefore) / numbers.runs;
  const goroutines: InspectorState = {...initialState, view: 'goroutines'};
  figures.push({
    name: '… the dump',
    target: '',
    measured: `${(bytes / megabyte).toFixed(1)} MB, ${session.look?.snapshot.total} goroutines in ${session.look?.snapshot.groups.length} groups; ${contentsOf(goroutines, version).goroutines.length} listed`,
  });
  const show = (next: InspectorState) => () => {
    state = next;
    version++;
    contentsOf(state, version);
  };
  // A filter in between: what is already on the screen is remembered.
  const reset = show({...initialState, view: 'goroutines', filterText: 'no such goroutine'});
  figures.push(await stallFigure('… when the list of all goroutines is opened', show(goroutines), reset));
  state = goroutines;
  figures.push(
    await stallFigure('… while a dump arrives, list of all goroutines', () => sampler.stacks()),
    await stallFigure(
      '… when that list is filtered',
      show({...goroutines, filterText: 'worker'}),
      show({...goroutines, filterText: 'no such goroutine'}),
    ),
  );
  printFigures(figures);
} finally {
  ending.abort();
  await watched;
  await target.close();
  await decoder.close();
  await fake.stop();
}
