import {describe, expect, test} from 'vitest';
import {isThinningOut} from '../../../source/diagnosis/trends/thinning-out.ts';

/** So many, evenly among the ids. */
function ids(count: number, from: number, to: number): readonly number[] {
  return Array.from({length: count}, (_, index) => Math.round(from + (index * (to - from)) / count));
}

const largest = {atFirst: 300, now: 600};
const thick = ids(60, 10, 300);

describe('goroutines that came after a start', () => {
  test('thin out when hardly any came since the first look', () => {
    expect(isThinningOut([...thick, ...ids(10, 310, 600)], largest)).toBe(true);
  });

  test('do not when they go on as before, or so few came that it may be chance', () => {
    expect(isThinningOut([...thick, ...ids(55, 310, 600)], largest)).toBe(false);
    expect(isThinningOut([...thick, ...ids(20, 310, 600)], largest)).toBe(false);
    expect(isThinningOut([...ids(12, 10, 300), ...ids(2, 310, 600)], largest)).toBe(false);
    expect(isThinningOut([], largest)).toBe(false);
  });

  test('are told from workers that were all started at once', () => {
    const workers = ids(60, 10, 70);
    expect(isThinningOut([...workers, ...ids(5, 100, 300), ...ids(5, 310, 600)], largest)).toBe(false);
  });
});

test('of a place that is old, what came long ago says nothing', () => {
  const old = {atFirst: 300_000, now: 300_600};
  expect(isThinningOut([...ids(60_000, 10, 299_990), ...ids(10, 300_010, 300_600)], old)).toBe(false);
});
