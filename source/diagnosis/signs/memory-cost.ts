// What leaking costs: the stacks that goroutines hold, and how memory grows with them.

import type {MemoryReading} from '../../session/memory.ts';
import type {Point} from '../trends/point.ts';
import {trendOf, type Trend, type TrendWindow} from '../trends/trend.ts';

/** The least that a goroutine's stack takes. Source: runtime/stack.go stackMin. */
export const leastStackBytes = 2048;
/** A heap that grew by less may still be warming up. */
const leastMemoryRiseBytes = 1024 * 1024;
/** … as may one that grew by less than this part. */
const leastMemoryRisePart = 0.02;

/** What the stacks of some goroutines take, all of it approximate: stacks of a process differ in size. */
export type StackCost = {
  readonly bytes: number;
  /** At the pace at which there are more of them. */
  readonly bytesPerMinute: number;
};

/**
 * The memory that the stacks of a group hold: its share, by count, of the stacks in use; as much as is certain when
 * the process does not tell them.
 *
 * @param total goroutines of the process when its memory was read
 * @param perMinute by how many goroutines the group grows
 */
export function stackCostOf(
  count: number,
  perMinute: number,
  total: number,
  memory: Pick<MemoryReading, 'stacksInUse'> | undefined,
): StackCost {
  const average = memory === undefined || total <= 0 ? leastStackBytes : memory.stacksInUse / total;
  const each = Math.max(leastStackBytes, average);
  return {bytes: count * each, bytesPerMinute: Math.max(0, perMinute) * each};
}

/** Heap and stacks in use, over time. */
export function memoryPoints(readings: readonly MemoryReading[]): readonly Point[] {
  return readings.map(({atMs, heapInUse, stacksInUse}) => ({atMs, value: heapInUse + stacksInUse}));
}

/** The trend of a number of bytes: collections make a sawtooth of it, of which the trend follows the troughs. */
export function memoryTrend(points: readonly Point[], {fromMs, toMs}: TrendWindow): Trend {
  const level = points.at(-1)?.value ?? 0;
  const leastRise = Math.max(leastMemoryRiseBytes, level * leastMemoryRisePart);
  return trendOf(points, {fromMs, toMs, leastRise});
}

/**
 * How long until what grows reaches a limit at its present pace, in milliseconds; 0 when it has, undefined when it
 * does not grow.
 */
export function timeUntil(limitBytes: number, bytes: number, bytesPerMinute: number): number | undefined {
  if (bytes >= limitBytes) return 0;
  return bytesPerMinute > 0 ? ((limitBytes - bytes) / bytesPerMinute) * 60_000 : undefined;
}
