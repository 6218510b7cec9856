import {describe, expect, test} from 'vitest';
import {deadlineForStacks, estimateStacks, maxStacksBytes} from '../../source/target/cost.ts';

describe('the cost of full stacks', () => {
  // What was measured on Go 1.27 with goroutines ten frames deep; the rule of thumb must be near it.
  test.each([
    {goroutines: 10_000, attempts: 4, measuredMs: 310, measuredBytes: 6_700_000},
    {goroutines: 100_000, attempts: 7, measuredMs: 5_900, measuredBytes: 67_000_000},
  ])(
    'of $goroutines goroutines is near what was measured',
    ({goroutines, attempts, measuredMs, measuredBytes}) => {
      const cost = estimateStacks(goroutines);
      expect(cost.attempts).toBe(attempts);
      expect(cost.stoppedMs / measuredMs).toBeGreaterThan(0.8);
      expect(cost.stoppedMs / measuredMs).toBeLessThan(1.3);
      expect(cost.bytes / measuredBytes).toBeGreaterThan(0.9);
      expect(cost.bytes / measuredBytes).toBeLessThan(1.1);
    },
  );

  test('never expects more bytes or attempts than the runtime allows', () => {
    expect(estimateStacks(5_000_000)).toMatchObject({bytes: maxStacksBytes, attempts: 7});
  });

  test('of nothing is one attempt', () => {
    expect(estimateStacks(0)).toEqual({stoppedMs: 0, bytes: 0, attempts: 1});
  });

  test('of as many as last time is what it was last time', () => {
    const cost = estimateStacks(20_000, {goroutines: 20_000, bytes: 40_000_000, durationMs: 3_000});
    expect(cost.stoppedMs).toBeCloseTo(3_000);
    expect(cost.bytes).toBe(40_000_000);
  });

  test('grows with the number of attempts too', () => {
    const seen = {goroutines: 10_000, bytes: 8 * 1024 * 1024, durationMs: 400};
    expect(estimateStacks(20_000, seen)).toMatchObject({stoppedMs: 1_000, attempts: 5});
  });

  test('does not trust what very few goroutines have cost', () => {
    expect(estimateStacks(50_000, {goroutines: 5, bytes: 6_000, durationMs: 40})).toEqual(
      estimateStacks(50_000),
    );
  });

  test('does not take a dump that was cut for small goroutines', () => {
    const cut = {goroutines: 1_000_000, bytes: maxStacksBytes, durationMs: 70_000};
    expect(estimateStacks(1_000_000, cut)).toMatchObject({bytes: maxStacksBytes, attempts: 7});
  });
});

describe('the deadline for full stacks', () => {
  test('is that of any other request when there are few goroutines', () => {
    expect(deadlineForStacks(0)).toBe(10_000);
    expect(deadlineForStacks(100)).toBeLessThan(10_100);
  });

  test('leaves room for a slow target and a slow link', () => {
    expect(deadlineForStacks(100_000)).toBeGreaterThan(60_000);
    expect(deadlineForStacks(14_820)).toBeGreaterThan(20_000);
  });

  test('ends at ten minutes', () => {
    expect(deadlineForStacks(100_000_000)).toBe(600_000);
  });
});
