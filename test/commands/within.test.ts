import {expect, test, vi} from 'vitest';
import {within} from '../../source/commands/within.ts';

test('waits until the work is done', async () => {
  let isDone = false;
  await within(60_000, async () => {
    await Promise.resolve();
    isDone = true;
  });
  expect(isDone).toBe(true);
});

test('does not wait for ever', async () => {
  vi.useFakeTimers();
  try {
    const waiting = within(3_000, () => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(3_000);
    await expect(waiting).resolves.toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test('tells what went wrong', async () => {
  await expect(within(60_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
