// Memory in words: of the process, and what the stacks of a group hold.

import {timeUntil, type StackCost} from '../../diagnosis/signs/memory-cost.ts';
import type {Trend} from '../../diagnosis/trends/trend.ts';
import type {MemoryReading} from '../../session/memory.ts';
import {formatAge} from '../../text/duration.ts';
import {formatBytes} from '../text/format.ts';
import {marksFor} from '../text/paint.ts';

/** Longer than this, a pace of today says nothing. */
const longestForecastMs = 7 * 24 * 60 * 60_000;

/**
 * Heap and stacks in use, and whether what stays of both grows: `heap 412 MiB  stacks 9.8 MiB ▲`. Empty when the
 * target does not tell its memory.
 */
export function memoryLine(
  memory: Pick<MemoryReading, 'heapInUse' | 'stacksInUse'> | undefined,
  trend: Pick<Trend, 'shape'> | undefined,
  ascii = false,
): string {
  if (memory === undefined) return '';
  const {up, down} = marksFor(ascii);
  const mark = trend?.shape === 'rising' ? ` ${up}` : trend?.shape === 'falling' ? ` ${down}` : '';
  return `heap ${formatBytes(memory.heapInUse)}  stacks ${formatBytes(memory.stacksInUse)}${mark}`;
}

/**
 * What the stacks of a group hold, how fast that grows, and when it reaches a limit: `≈ 2.1 GiB of stacks, +38 MiB/min,
 * 8.0 GiB in 2h 40m`. What is not known, or further away than a week, is left out.
 */
export function stackCostSentence(cost: StackCost, limitBytes: number | undefined, ascii = false): string {
  const {about} = marksFor(ascii);
  const parts = [`${about} ${formatBytes(cost.bytes)} of stacks`];
  if (cost.bytesPerMinute >= 1) parts.push(`+${formatBytes(cost.bytesPerMinute)}/min`);
  if (limitBytes !== undefined) {
    const leftMs = timeUntil(limitBytes, cost.bytes, cost.bytesPerMinute);
    if (leftMs === 0) parts.push(`above ${formatBytes(limitBytes)}`);
    else if (leftMs !== undefined && leftMs <= longestForecastMs) {
      parts.push(`${formatBytes(limitBytes)} in ${formatAge(leftMs)}`);
    }
  }

  return parts.join(', ');
}
