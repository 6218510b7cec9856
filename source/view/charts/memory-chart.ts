// The curves that the first view can show, and how those of memory are made.

import type {MemoryReading} from '../../session/memory.ts';
import type {Gap} from '../../session/step-series.ts';
import type {Points} from './resample.ts';
import type {TimeWindow} from '../time/time-window.ts';
import {formatCount} from '../text/format.ts';

/** What the chart of the first view can show, in the order in which a key goes through it. */
const curves = ['goroutines', 'heap', 'stacks'] as const;
export type CurveShown = (typeof curves)[number];

/** The next one, the first again after the last. */
export function curveAfter(curve: CurveShown): CurveShown {
  return curves[(curves.indexOf(curve) + 1) % curves.length]!;
}

/** How the chart is called that shows it. */
export const curveNames: Readonly<Record<CurveShown, string>> = {
  goroutines: 'goroutines',
  heap: 'heap in use',
  stacks: 'stacks in use',
};

const units = ['KiB', 'MiB', 'GiB'] as const;
/** The axis has whole numbers: below so many of a unit the next smaller one is taken. */
const leastOfUnit = 64;

/** The memory of a process over a window, in whole units that the axis can name. */
type MemoryCurve = {
  readonly pointsFor: (cells: number) => Points;
  /** `412 MiB`. */
  readonly format: (value: number) => string;
};

/**
 * What the readings say of each of so many equal stretches: the newest reading holds until the next one. Undefined
 * before the first, and where a gap covers a stretch.
 */
export function memoryCurve(
  readings: readonly MemoryReading[],
  curve: Exclude<CurveShown, 'goroutines'>,
  {fromMs, toMs}: TimeWindow,
  gaps: readonly Gap[],
): MemoryCurve {
  const bytesOf = ({heapInUse, stacksInUse}: MemoryReading) => (curve === 'heap' ? heapInUse : stacksInUse);
  const most = Math.max(0, ...readings.map((reading) => bytesOf(reading)));
  const unit = Math.max(
    0,
    units.findLastIndex((_, index) => most >= leastOfUnit * 1024 ** (index + 1)),
  );
  const divisor = 1024 ** (unit + 1);
  return {
    pointsFor(cells) {
      const width = (toMs - fromMs) / cells;
      const points: (number | undefined)[] = [];
      let next = 0;
      let bytes: number | undefined;
      for (let cell = 1; cell <= cells; cell++) {
        const endMs = cell === cells ? toMs : fromMs + cell * width;
        while (next < readings.length && readings[next]!.atMs <= endMs) bytes = bytesOf(readings[next++]!);
        const isGap = gaps.some((gap) => gap.fromMs <= endMs - width && gap.toMs >= endMs);
        points.push(isGap || bytes === undefined ? undefined : bytes / divisor);
      }

      return points;
    },
    format: (value) => `${formatCount(value)} ${units[unit]}`,
  };
}
