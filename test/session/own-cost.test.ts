import {expect, test} from 'vitest';
import {createOwnCost, livelyMs, ownCountsLimit} from '../../source/session/own-cost.ts';
import {randomUnevenness} from '../../source/session/gears.ts';
import {watched} from './watched.ts';

/** Processor time that grows by so much between two readings. */
function usedByEach(costMs: number): () => number {
  let usedMs = 0;
  return () => (usedMs += costMs);
}

const minuteMs = 60_000;

test('counts that cost little here come each second', async () => {
  const it = watched({}, 1000, {usedMs: usedByEach(8)});
  await it.watch(minuteMs);
  expect(it.of('debug=0').length).toBeGreaterThanOrEqual(58);
});

test('counts that cost much here come more rarely, after the first seconds', async () => {
  const it = watched({}, 1000, {usedMs: usedByEach(30)});
  await it.watch(livelyMs + minuteMs);
  const starts = it.of('debug=0').map(({startMs}) => startMs);
  expect(starts.filter((ms) => ms < livelyMs).length).toBeGreaterThanOrEqual(19);
  const later = starts.filter((ms) => ms >= livelyMs);
  expect(later.length).toBeGreaterThanOrEqual(19);
  expect(later.length).toBeLessThanOrEqual(21);
});

test('counts never become older than a few seconds because of what they cost here', async () => {
  const it = watched({}, 1000, {usedMs: usedByEach(10_000)});
  await it.watch(2 * minuteMs);
  const starts = it.of('debug=0').map(({startMs}) => startMs);
  const gaps = starts.slice(1).map((ms, at) => ms - starts[at]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(ownCountsLimit.mostWaitMs + 500);
});

test('the total goes on to come each second where counts come more rarely', async () => {
  const it = watched({}, 1000, {usedMs: usedByEach(10_000)});
  await it.watch(minuteMs);
  expect(it.of('index').length).toBeGreaterThanOrEqual(55);
});

test('a single cost out of line changes nothing', async () => {
  const used = [0, 4, 4, 304, 304, 309];
  const cost = createOwnCost(() => used.shift() ?? 0, {share: 0.01, mostWaitMs: 5_000});
  for (let turn = 0; turn < 3; turn++) await cost.measure(() => Promise.resolve());
  expect(cost.waitMs()).toBe(400);
});

test('counts and total come in one turn, at uneven times too: each turn is drawn anew', async () => {
  const it = watched({}, 1000, {unevenness: randomUnevenness});
  let turns = 0;
  let lastMs = -Infinity;
  await it.watch(minuteMs);
  for (const {startMs} of it.requests.filter(({kind}) => kind === 'index' || kind === 'debug=0')) {
    if (startMs - lastMs > 100) turns++;
    lastMs = startMs;
  }

  expect(turns).toBe(it.of('index').length);
  expect(it.of('debug=0')).toHaveLength(turns);
});

test('the total waits a little for counts that are due soon after it', async () => {
  // At 1 % of the time, 11 ms are worth a wait of 1.4 s.
  const it = watched({workMs: (kind) => (kind === 'debug=0' ? 11 : 0.05)});
  await it.watch(minuteMs);
  expect(it.of('index').length).toBeLessThanOrEqual(it.of('debug=0').length + 1);
});
