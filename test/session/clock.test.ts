import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {systemClock} from '../../source/session/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const dayMs = 24 * 3_600_000;

test('a sleep may be longer than the longest timer', async () => {
  const over = vi.fn<() => void>();
  void systemClock.sleep(60 * dayMs).then(over);
  await vi.advanceTimersByTimeAsync(60 * dayMs - 1);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalledOnce();
});

test('a sleep ends at once when it is called off', async () => {
  const calledOff = new AbortController();
  const slept = systemClock.sleep(60 * dayMs, calledOff.signal);
  await vi.advanceTimersByTimeAsync(30 * dayMs);
  calledOff.abort();
  await slept;
  expect(vi.getTimerCount()).toBe(0);
  await systemClock.sleep(dayMs, calledOff.signal);
});
