import {expect, test} from 'vitest';
import {maxMemoryReadings, MemoryHistory} from '../../source/session/memory.ts';

const reading = (atMs: number) => ({
  atMs,
  heapInUse: atMs,
  heapAllocated: 0,
  stacksInUse: 0,
  system: 0,
  collections: 0,
});

function historyOf(...times: readonly number[]): MemoryHistory {
  const history = new MemoryHistory();
  for (const atMs of times) history.add(reading(atMs));
  return history;
}

test('the latest is what was last read', () => {
  expect(historyOf(10, 20, 30).latest?.atMs).toBe(30);
});

test('the oldest readings are forgotten', () => {
  const history = historyOf(...Array.from({length: maxMemoryReadings + 5}, (_, index) => index));
  expect(history.readings).toHaveLength(maxMemoryReadings);
  expect(history.readings[0]?.atMs).toBe(5);
});

test('a restart parts the readings, at whatever moment one looks', () => {
  const history = historyOf(10, 20);
  history.restarted(25);
  history.add(reading(30));
  const times = (nowMs: number) => history.sinceRestart(nowMs).map(({atMs}) => atMs);
  expect(times(40)).toEqual([30]);
  expect(times(25)).toEqual([]);
  expect(times(21)).toEqual([10, 20]);
  expect(times(15)).toEqual([10]);
});

test('what is older than the history is forgotten, but not the last hour and a half', () => {
  const minuteMs = 60_000;
  const history = historyOf(0, 50 * minuteMs, 100 * minuteMs, 200 * minuteMs);
  history.trim(180 * minuteMs);
  expect(history.readings.map(({atMs}) => atMs / minuteMs)).toEqual([200]);
  const longer = historyOf(0, 50 * minuteMs, 100 * minuteMs, 200 * minuteMs);
  longer.trim(20 * minuteMs);
  expect(longer.readings.map(({atMs}) => atMs / minuteMs)).toEqual([50, 100, 200]);
  const short = historyOf(0, 50 * minuteMs, 100 * minuteMs);
  short.trim(90 * minuteMs);
  expect(short.readings.map(({atMs}) => atMs / minuteMs)).toEqual([50, 100]);
});
