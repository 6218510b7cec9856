import {describe, expect, test, vi} from 'vitest';
import type {Charge} from '../../source/session/cost-ledger.ts';
import type {RequestKind} from '../helpers/fake-target.ts';
import {watched, type Watched} from './watched.ts';

const minuteMs = 60_000;
const watchedMs = 10 * minuteMs;

/** What requests cost a target of so many goroutines, in milliseconds (Go 1.19 to 1.27, 10 frames deep, 2 cores). */
const sizes = [
  {goroutines: 300, groupsMs: 2, stacksMs: 4, bytes: 195_000},
  {goroutines: 1_000, groupsMs: 6.7, stacksMs: 13, bytes: 650_000},
  // Just over the 1 MiB of the runtime's first attempt: it stops twice.
  {goroutines: 1_600, groupsMs: 8, stacksMs: 42, bytes: 1_070_000},
  {goroutines: 5_000, groupsMs: 25, stacksMs: 160, bytes: 3_200_000},
  {goroutines: 10_000, groupsMs: 56, stacksMs: 383, bytes: 6_500_000},
  {goroutines: 100_000, groupsMs: 860, stacksMs: 6_100, bytes: 65_000_000},
] as const;

type Size = (typeof sizes)[number];

async function watchedFor(size: Size, ms = watchedMs): Promise<Watched & {charges: readonly Charge[]}> {
  const workMs = (kind: RequestKind) => {
    if (kind === 'debug=2') return size.stacksMs;
    return kind === 'debug=0' ? size.groupsMs : 0.05;
  };
  const bytes = (kind: RequestKind) => (kind === 'debug=2' ? size.bytes : 1_800);
  const ids = Array.from({length: size.goroutines}, (_, at) => at + 1);
  const it = watched({groups: [{name: 'worker', count: size.goroutines, ids}], workMs, bytes});
  const charge = vi.spyOn(it.session.ledger, 'charge');
  await it.watch(ms);
  return {...it, charges: charge.mock.calls.map(([one]) => one)};
}

/** The largest sum in any minute, wherever it begins. */
function mostInAMinute(charges: readonly Charge[], of: (charge: Charge) => number): number {
  return Math.max(
    ...charges.map(({atMs: fromMs}) =>
      charges
        .filter(({atMs}) => atMs >= fromMs && atMs < fromMs + minuteMs)
        .reduce((sum, charge) => sum + of(charge), 0),
    ),
  );
}

describe.for(sizes)('a target of $goroutines goroutines', (size) => {
  test('is stopped for at most 60 ms in any minute, the first one too', async () => {
    const {charges} = await watchedFor(size);
    expect(mostInAMinute(charges, ({pauseMs}) => pauseMs)).toBeLessThanOrEqual(60);
  });

  test('is kept busy for at most 1 % of the time', async () => {
    const {charges} = await watchedFor(size);
    const withoutFirst = charges.slice(charges.findIndex(({gear}) => gear === 'groups') + 1);
    const sumMs = withoutFirst.reduce((sum, charge) => sum + charge.busyMs, 0);
    expect(sumMs).toBeLessThanOrEqual(watchedMs * 0.01);
    // A single request may be longer than the share of a minute; then it comes more rarely than once in a minute.
    expect(mostInAMinute(withoutFirst, ({busyMs}) => busyMs)).toBeLessThanOrEqual(
      Math.max(600, size.groupsMs + 10),
    );
  });

  test('tells its groups as often as the share allows', async () => {
    const {of} = await watchedFor(size);
    const starts = of('debug=0').map(({startMs}) => startMs);
    const gaps = starts.slice(1).map((startMs, at) => startMs - starts[at]!);
    const allowedMs = Math.max(1_000, (size.groupsMs + 1) / 0.01 / 0.8);
    expect(starts.length).toBeGreaterThan(watchedMs / (allowedMs + 1_000) - 1);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(allowedMs + 1_000);
  });

  test('tells its total each second', async () => {
    const {of} = await watchedFor(size);
    expect(of('index').length).toBeGreaterThan((watchedMs / 1_000) * 0.95);
  });

  test('is asked one thing at a time', async () => {
    const {mostInFlight} = await watchedFor(size, minuteMs);
    expect(mostInFlight()).toBe(1);
  });
});

test.for(sizes.filter(({goroutines}) => goroutines <= 1_000))(
  'ids and creators of $goroutines goroutines come in each minute',
  async (size) => {
    const {of} = await watchedFor(size);
    const starts = of('debug=2').map(({startMs}) => startMs);
    expect(starts[0]).toBeLessThan(2_000);
    for (let minute = 1; minute < 10; minute++) {
      const fromMs = minute * minuteMs;
      expect(starts.some((ms) => ms >= fromMs && ms < fromMs + minuteMs)).toBe(true);
    }
  },
);

test('groups come each second while they cost little', async () => {
  const {of} = await watchedFor(sizes[0], minuteMs);
  expect(of('debug=0').length).toBeGreaterThanOrEqual(58);
});

test('full stacks of more than 10,000 goroutines are never taken unasked, however little they would cost', async () => {
  const it = watched({groups: [{name: 'worker', count: 10_001}], workMs: () => 0.01});
  await it.watch(watchedMs);
  expect(it.of('debug=2')).toHaveLength(0);
});

test('full stacks that are deeper than usual are not tried at what usual ones would cost', async () => {
  // 1,000 goroutines of 50 frames: 23 ms and more on 14 cores, several attempts on most.
  const it = watched({groups: [{name: 'recursive', count: 1_000, depth: 50}]});
  await it.watch(minuteMs);
  expect(it.of('debug=2')).toHaveLength(0);
});

test('before Go 1.20 all of a debug=0 request may be a pause, and counts against the pauses', async () => {
  const it = watched({goAtLeast: '1.16', workMs: (kind) => (kind === 'debug=0' ? 5.7 : 0.05)});
  const charge = vi.spyOn(it.session.ledger, 'charge');
  await it.watch(watchedMs);
  const charges = charge.mock.calls.map(([one]) => one);
  expect(mostInAMinute(charges, ({pauseMs}) => pauseMs)).toBeLessThanOrEqual(60);
  expect(it.of('debug=0').length).toBeGreaterThan(watchedMs / 10_000);
});

test('what the user asks for is shown, and takes nothing from what gorowatch may do by itself', async () => {
  const it = await watchedFor(sizes[0], minuteMs);
  const before = it.process.groups;
  const unasked = it.of('debug=2').length;
  it.process.groups = [{name: 'flood', count: 20_000}];
  it.process.workMs = (kind) => (kind === 'debug=2' ? 2_000 : 0.05);
  await it.clock.advance(2_000);
  const look = it.sampler.stacks();
  await it.clock.advance(3_000);
  await look;
  expect(it.session.ledger.reading(it.clock.monotonicMs()).longestPauseMs).toBeGreaterThan(1_000);
  it.process.groups = before;
  it.process.workMs = (kind) => (kind === 'debug=2' ? 1 : 0.05);
  await it.clock.advance(2 * minuteMs);
  expect(it.of('debug=2').length).toBeGreaterThan(unasked + 2);
});

test('full stacks leave room for the counts of the minute to come', async () => {
  const it = watched({
    groups: [{name: 'worker', count: 1_500}],
    workMs: (kind) => (kind === 'debug=2' ? 44 : kind === 'debug=0' ? 1 : 0.05),
    bytes: (kind) => (kind === 'debug=2' ? 900_000 : 1_800),
  });
  const charge = vi.spyOn(it.session.ledger, 'charge');
  await it.watch(100);
  // The first look is the user's: from then on it is known what one costs.
  const look = it.sampler.stacks();
  await it.clock.advance(watchedMs);
  await look;
  const unasked = charge.mock.calls.map(([one]) => one).filter(({asked}) => !asked);
  expect(mostInAMinute(unasked, ({pauseMs}) => pauseMs)).toBeLessThanOrEqual(60);
});

test('a first answer that was slow because the connection was new hides no cost', async () => {
  let answers = 0;
  const it = watched({
    groups: [{name: 'worker', count: 4_000}],
    workMs: (kind) => (kind === 'index' ? (answers++ === 0 ? 80 : 0.05) : kind === 'debug=0' ? 40 : 0.05),
  });
  await it.watch(minuteMs);
  const [first, second] = it.of('debug=0').map(({startMs}) => startMs);
  expect(second! - first!).toBeGreaterThan(4_000);
});

test('few goroutines that a busy machine counts slowly are counted each second all the same', async () => {
  const it = watched({workMs: (kind) => (kind === 'debug=0' ? 40 : 0.05)});
  await it.watch(minuteMs);
  expect(it.of('debug=0').length).toBeGreaterThan(50);
});

test('a slow link is not taken for a busy target', async () => {
  const it = watched({wireMs: 200, workMs: () => 0.5});
  await it.watch(minuteMs);
  expect(it.of('debug=0').length).toBeGreaterThan(50);
});

test('requests that fail are paid for as well', async () => {
  const it = watched({
    groups: [{name: 'worker', count: 1_000}],
    failure: (kind) => (kind === 'debug=2' ? {kind: 'timed out', afterMs: 10_000} : undefined),
  });
  await it.watch(watchedMs);
  expect(it.of('debug=2').length).toBeLessThan(watchedMs / 10_000);
});

test('sending full stacks over a slow link is no pause', async () => {
  const it = watched({sendMs: (kind) => (kind === 'debug=2' ? 400 : 0)});
  await it.watch(minuteMs);
  expect(it.session.ledger.reading(it.clock.monotonicMs()).longestPauseMs).toBeLessThan(1);
  expect(it.of('debug=2').length).toBeGreaterThan(20);
});
