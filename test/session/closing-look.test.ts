import {describe, expect, test} from 'vitest';
import {endAfter} from '../../source/commands/check/check-target.ts';
import {checkPace} from '../../source/commands/check/check-pace.ts';
import {watched} from './watched.ts';

const forMs = 20_000;

/** A check of a thousand goroutines or more, of which full stacks stop the target for so long. */
function checked(stacksMs: (startMs: number) => number, goroutines: number = 1_000) {
  const ids = Array.from({length: goroutines}, (_, at) => at + 1);
  const it = watched(
    {
      groups: [{name: 'worker', count: ids.length, ids}],
      workMs: (kind) =>
        kind === 'debug=2' ? stacksMs(it.clock.monotonicMs()) : kind === 'debug=0' ? 6.7 : 0.05,
    },
    1000,
    {stacksPace: checkPace(forMs)},
  );
  const stoppedMs = () => it.session.ledger.reading(it.clock.monotonicMs()).pausedMs;
  const looksAt = () => it.of('debug=2').map(({startMs}) => startMs);
  return {...it, stoppedMs, looksAt};
}

describe('a check of a process that is costly to look at', () => {
  test('keeps what a second look takes for its last part', async () => {
    const it = checked(() => 15);
    await it.watch(forMs);
    const [first = 0, second = 0] = it.looksAt();
    expect(it.looksAt()).toHaveLength(2);
    expect(second - first).toBeGreaterThanOrEqual(10_000);
    expect(it.stoppedMs()).toBeLessThanOrEqual(40);
  });

  test('does without one that it cannot afford, and does not wait for it', async () => {
    const it = checked(() => 30);
    await it.watch(forMs);
    expect(it.looksAt()).toHaveLength(1);
    expect(it.sampler.canClose(10_000)).toBe(false);
    expect(it.stoppedMs()).toBeLessThanOrEqual(40);
  });

  test('does not take it for a stop that a small one answers late', async () => {
    const it = checked(() => 30, 100);
    await it.watch(forMs);
    expect(it.looksAt().length).toBeGreaterThan(12);
    expect(it.stoppedMs()).toBeLessThanOrEqual(40);
    expect(it.session.ledger.reading(it.clock.monotonicMs())).toMatchObject({isUsualPause: true});
  });

  test('may stop one of two thousand goroutines for longer, as a watch may in a minute', async () => {
    const it = checked(() => 20, 2_000);
    await it.watch(forMs);
    expect(it.looksAt()).toHaveLength(2);
    expect(it.looksAt().at(-1)! - it.looksAt()[0]!).toBeGreaterThanOrEqual(10_000);
    expect(it.stoppedMs()).toBeLessThanOrEqual(60);
  });

  test('goes on a little for one that it can afford then', async () => {
    const it = checked(() => 18);
    const ending = new AbortController();
    const progress = {moreMs: 0};
    const ended = endAfter({session: it.session, sampler: it.sampler, progress}, forMs, ending);
    await it.watch(forMs + 600);
    expect([it.looksAt().length, progress.moreMs > 0, ending.signal.aborted]).toEqual([1, true, false]);
    await it.clock.advance(10_000);
    await ended;
    expect(it.looksAt()).toHaveLength(2);
    expect(it.stoppedMs()).toBeLessThanOrEqual(50);
  });

  test('ends in time when it has seen who stays', async () => {
    const it = checked(() => 0.5);
    const ending = new AbortController();
    const ended = endAfter({session: it.session, sampler: it.sampler, progress: {moreMs: 0}}, forMs, ending);
    await it.watch(forMs + 600);
    await ended;
    expect(ending.signal.aborted).toBe(true);
    expect(it.looksAt().length).toBeGreaterThan(10);
    expect(it.stoppedMs()).toBeLessThanOrEqual(40);
  });
});
