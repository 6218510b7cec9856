import {isSeen, resample, type Points} from './resample.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const asciiLevels = ['_', '.', ':', '-', '=', '+', '*', '#'] as const;
const top = blocks.length - 1;

/** Changes smaller than this share of the largest value do not use the full height: 240 ± 1 is calm, not a storm. */
const calmShare = 0.25;
/** Neither do changes of less than so many goroutines. */
const calmCount = 4;

/**
 * A curve in one line of exactly `width` cells, eight levels high, gaps as blanks, the newest value at the right.
 *
 * The height spans lowest to highest, but never less than a quarter of the highest: so growth from 600 to 812 fills
 * it, noise around 240 stays in its middle, a constant count is a line at half height, a constant one lies low, and
 * zero is the lowest level. With `max` the height spans 0 to `max` instead, for rows that are to be compared.
 */
export function sparkline(
  values: Points,
  width: number,
  {max, ascii = false}: {max?: number | undefined; ascii?: boolean} = {},
): string {
  const columns = resample(values, width);
  const levels = ascii ? asciiLevels : blocks;
  const {low, span} = max === undefined ? spanOf(columns) : {low: 0, span: max};
  let line = '';
  for (const value of columns) {
    if (!isSeen(value)) {
      line += ' ';
      continue;
    }

    const height = span > 0 ? Math.min(1, Math.max(0, (value - low) / span)) : 0;
    // Half way between two levels is the lower one: at half height stands `▄`, not `▅`.
    line += levels[Math.max(0, Math.ceil(height * top - 0.5))];
  }

  return line;
}

function spanOf(columns: Points): {low: number; span: number} {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of columns) {
    if (isSeen(value)) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }

  const span = Math.max(highest - lowest, Math.abs(highest) * calmShare, calmCount);
  const middle = (lowest + highest) / 2;
  return {low: span > highest - lowest ? floorAtZero(middle - span / 2, lowest) : lowest, span};
}

function floorAtZero(low: number, lowest: number): number {
  return lowest >= 0 ? Math.max(0, low) : low;
}
