import {expect, test} from 'vitest';
import {CostLedger} from '../../source/session/cost-ledger.ts';
import {createMemoryGear, memoryFloorMs} from '../../source/session/memory-gear.ts';
import {MemoryHistory} from '../../source/session/memory.ts';
import {maxHeapRecords, type MemorySource} from '../../source/target/memory-pages.ts';
import {givenUp, TargetError, type TargetErrorKind} from '../../source/target/target-error.ts';
import {fakeClock} from '../helpers/fake-clock.ts';

const sizes = {heapInUse: 400, heapAllocated: 300, stacksInUse: 20, system: 900, collections: 1};
const wireMs = 30;

type Page = {fails?: TargetErrorKind | undefined; tookMs: number};

function gear(given: Partial<Record<MemorySource, Page>> = {}) {
  const clock = fakeClock();
  const ledger = new CostLedger(clock.monotonicMs());
  const history = new MemoryHistory();
  const asked: MemorySource[] = [];
  const pages: Record<MemorySource, Page> = {vars: {tookMs: 1}, heap: {tookMs: 100}, ...given};
  const made = createMemoryGear({
    clock,
    ledger,
    history,
    withoutWire: (ms) => Math.max(0, ms - wireMs),
    target: {
      memory(source) {
        asked.push(source);
        const {fails, tookMs} = pages[source];
        clock.pass(tookMs + wireMs);
        if (fails === 'aborted') return Promise.reject(givenUp('fake:6060'));
        if (fails !== undefined) return Promise.reject(new TargetError(fails, 'No.', 'Look.'));
        const durationMs = tookMs + wireMs;
        const reply = {
          status: 200,
          contentType: '',
          contentEncoding: '',
          location: '',
          chunks: [],
          bytes: 4000,
        };
        return Promise.resolve({sizes, reply: {...reply, durationMs, firstByteMs: durationMs}});
      },
    },
  });
  /** Lets time pass a second at a time, as the sampler's rounds do. */
  const watch = async (ms: number, records: number | undefined = 200) => {
    for (let passed = 0; passed < ms; passed += 1000) {
      if (made.isTurn(records)) await made.ask(new AbortController().signal);
      clock.pass(1000);
    }
  };
  return {...made, clock, ledger, history, asked, pages, watch};
}

test('memory is read at once, and then every ten seconds at most', async () => {
  const {watch, asked, history} = gear();
  await watch(60_000);
  expect(asked).toEqual(Array<string>(6).fill('vars'));
  expect(history.readings).toHaveLength(6);
  expect(history.latest).toMatchObject({heapInUse: 400, stacksInUse: 20});
  const [first, second] = history.readings;
  expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(memoryFloorMs);
});

test('where expvar is not served the heap profile is asked, at once and from then on', async () => {
  const {watch, asked, history} = gear({vars: {fails: 'not found', tookMs: 0}});
  await watch(2000);
  expect(asked).toEqual(['vars', 'heap']);
  expect(history.readings).toHaveLength(1);
  await watch(600_000);
  expect(asked.filter((source) => source === 'vars')).toHaveLength(1);
});

test('the more a reading costs, the more rarely it is taken', async () => {
  const {watch, history} = gear({vars: {fails: 'not found', tookMs: 0}, heap: {tookMs: 200}});
  await watch(600_000);
  // 200 ms of 0.2 % of the time: every 100 s.
  expect(history.readings.length).toBeGreaterThan(4);
  expect(history.readings.length).toBeLessThanOrEqual(7);
});

test('a heap profile with too many records is never asked for', async () => {
  const {watch, asked} = gear({vars: {fails: 'not found', tookMs: 0}});
  await watch(60_000, maxHeapRecords + 1);
  expect(asked).toEqual(['vars']);
});

test('a process that lists no heap profile is not asked for one', async () => {
  const {isTurn, ask} = gear({vars: {fails: 'not found', tookMs: 0}});
  await ask(new AbortController().signal);
  expect(isTurn(undefined)).toBe(false);
  expect(isTurn(0)).toBe(true);
});

test('pages that bring nothing are given up for good', async () => {
  for (const fails of [
    'not pprof',
    'too large',
    'timed out',
    'forbidden',
    'server error',
    'redirect',
  ] as const) {
    const {watch, asked, history} = gear({vars: {fails, tookMs: 50}, heap: {fails, tookMs: 50}});
    await watch(3_600_000);
    expect(asked).toEqual(['vars', 'heap']);
    expect(history.latest).toBeUndefined();
  }
});

test('a page that answered before may fail a few times', async () => {
  const {watch, asked, pages, history} = gear();
  await watch(10_000);
  pages.vars.fails = 'server error';
  await watch(20_000);
  pages.vars.fails = undefined;
  await watch(60_000);
  expect(history.readings.length).toBeGreaterThan(4);
  expect(asked).not.toContain('heap');
});

test('that the target is out of reach is for the watch to know, and no page is given up for it', async () => {
  for (const fails of ['refused', 'unreachable', 'aborted'] as const) {
    const {ask, isTurn, asked, pages, watch} = gear({vars: {fails, tookMs: 0}});
    await expect(ask(new AbortController().signal)).rejects.toMatchObject({kind: fails});
    expect(isTurn(200)).toBe(true);
    pages.vars.fails = undefined;
    await watch(1000);
    expect(asked).toEqual(['vars', 'vars']);
  }
});

test('a new process is asked anew, and no trend leads across', async () => {
  const {watch, restarted, asked, pages, history, clock} = gear({
    vars: {fails: 'not found', tookMs: 0},
    heap: {tookMs: 1},
  });
  await watch(60_000);
  const before = history.readings.length;
  pages.vars.fails = undefined;
  restarted();
  await watch(30_000);
  expect(asked.slice(-3)).toEqual(['vars', 'vars', 'vars']);
  expect(history.readings).toHaveLength(before + 3);
  expect(history.sinceRestart(clock.monotonicMs())).toHaveLength(3);
});

test('each reading is charged with its work and its short stop', async () => {
  const {watch, ledger, clock} = gear({vars: {tookMs: 4}});
  await watch(10_000);
  expect(ledger.reading(clock.monotonicMs())).toMatchObject({
    requests: 1,
    bytes: 4000,
    busyMs: 4,
    longestPauseMs: 0.15,
    isUsualPause: true,
  });
});
