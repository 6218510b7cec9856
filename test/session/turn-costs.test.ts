import {expect, test} from 'vitest';
import {randomUnevenness} from '../../source/session/gears.ts';
import {createTurnCosts, livelyMs, ownCountsLimit} from '../../source/session/turn-costs.ts';
import {watched, type Watched} from './watched.ts';

const minuteMs = 60_000;

/** A target each turn of which costs so much processor time here, and so much more where groups are counted. */
function costing(countsMs: number, turnMs = 5): Watched {
  const it: Watched = watched({}, 1000, {
    usedMs: () => it.of('debug=0').length * countsMs + it.of('index').length * turnMs,
  });
  return it;
}

const startsOf = (it: Watched) => it.of('debug=0').map(({startMs}) => startMs);

test('counts that cost little here come each second', async () => {
  const it = costing(4);
  await it.watch(minuteMs);
  expect(startsOf(it).length).toBeGreaterThanOrEqual(57);
});

test('what each turn costs, with counts or without, does not make them rarer', async () => {
  const it = costing(4, 300);
  await it.watch(livelyMs + minuteMs);
  expect(startsOf(it).filter((ms) => ms >= livelyMs).length).toBeGreaterThanOrEqual(50);
});

test('counts that cost much here come more rarely, after the first seconds', async () => {
  const it = costing(13);
  await it.watch(livelyMs + minuteMs);
  const starts = startsOf(it);
  expect(starts.filter((ms) => ms < livelyMs).length).toBeGreaterThanOrEqual(18);
  const later = starts.filter((ms) => ms >= livelyMs);
  expect(later.length).toBeGreaterThanOrEqual(28);
  expect(later.length).toBeLessThanOrEqual(32);
});

test('the first counts, which bring every name, do not keep the second ones away', async () => {
  const it: Watched = watched({}, 1000, {usedMs: () => (it.of('debug=0').length > 0 ? 10_000 : 0)});
  await it.watch(5000);
  expect(startsOf(it).length).toBeGreaterThanOrEqual(4);
});

test('counts never become older than ten seconds because of what they cost here', async () => {
  const it = costing(10_000);
  await it.watch(2 * minuteMs);
  const starts = startsOf(it);
  const gaps = starts.slice(1).map((ms, at) => ms - starts[at]!);
  expect(Math.max(...gaps)).toBeGreaterThan(9_000);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(ownCountsLimit.mostWaitMs + 500);
});

test('the total goes on to come each second where counts come more rarely', async () => {
  const it = costing(10_000);
  await it.watch(minuteMs);
  expect(it.of('index').length).toBeGreaterThanOrEqual(55);
});

test('counts cost what a turn with them takes more than one without', () => {
  let usedMs = 0;
  const costs = createTurnCosts(() => usedMs);
  const turn = (costMs: number, isCounted: boolean) => {
    const end = costs.begin();
    usedMs += costMs;
    end(isCounted);
  };
  expect(costs.waitMs(ownCountsLimit)).toBe(0);
  turn(8, true);
  expect(costs.waitMs(ownCountsLimit)).toBe(800);
  turn(5, false);
  expect(costs.waitMs(ownCountsLimit)).toBe(300);
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
