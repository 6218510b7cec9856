// Chooses round values for the lines of a chart.

import {isSeen, type Points} from './resample.ts';

/** The values at the lowest and the highest line of a chart. */
export type Scale = {readonly low: number; readonly high: number};

/** A curve that moves less than this share of its own height is drawn calm: 1,284 ± 1 is not a mountain range. */
const calmShare = 0.05;
/** A mark outside the curve's range widens it at most so many times; a farther one is not drawn. */
const markStretch = 1.5;

/** A wider step or two is enough for anything that does not cross zero. */
const maxTries = 8;

const niceSteps = [1, 1.5, 2, 2.5, 3, 4, 5, 10] as const;

/**
 * Chooses round values for the lines of a chart: one step a line, so that each line has its own label. Steps are
 * whole numbers: what is drawn are counts.
 *
 * A bound that is given is used as it is; a curve beyond it is clamped by the caller. Marks near the curve (a
 * threshold, a baseline) are brought into the picture.
 */
export function chooseScale(
  points: Points,
  lines: number,
  {
    min,
    max,
    marks = [],
  }: {min?: number | undefined; max?: number | undefined; marks?: readonly (number | undefined)[]} = {},
): Scale {
  const steps = Math.max(1, lines - 1);
  const {lowest, highest} = reach(points, marks);
  if (min !== undefined || max !== undefined) {
    const low = min ?? Math.min(lowest, max! - 1);
    const high = max ?? Math.max(highest, low + 1);
    return {low, high: high > low ? high : low + 1};
  }

  const middle = (lowest + highest) / 2;
  const span = Math.max(highest - lowest, Math.abs(middle) * calmShare);
  const wantedLow = lowest >= 0 ? Math.max(0, middle - span / 2) : middle - span / 2;
  let step = niceStep(span / steps);
  let low = Math.floor(wantedLow / step) * step;
  for (let tries = 0; low + step * steps < highest; tries++) {
    // Two lines on both sides of zero can be no multiples of one step.
    const isHopeless = tries === maxTries;
    step = isHopeless ? Math.ceil((highest - Math.floor(lowest)) / steps) : niceStep(step * 1.01);
    low = isHopeless ? Math.floor(lowest) : Math.floor(wantedLow / step) * step;
  }

  // Spare lines go half below and half above, but not below zero for what cannot be negative.
  const spare = Math.floor((low + step * steps - highest) / step / 2);
  const lowered = low - spare * step;
  low = lowest >= 0 ? Math.max(0, lowered) : lowered;
  return {low, high: low + step * steps};
}

function reach(points: Points, marks: readonly (number | undefined)[]): {lowest: number; highest: number} {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of points) {
    if (isSeen(value)) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }

  if (lowest > highest) {
    lowest = 0;
    highest = 1;
  }

  const span = Math.max(highest - lowest, Math.abs(highest) * calmShare, 1);
  const low = lowest;
  const high = highest;
  for (const mark of marks) {
    if (isSeen(mark) && Math.max(high, mark) - Math.min(low, mark) <= span * markStretch) {
      lowest = Math.min(lowest, mark);
      highest = Math.max(highest, mark);
    }
  }

  return {lowest, highest};
}

/** The smallest round whole number that is not below `step`: 1, 2, 3, 4, 5, 10, 15, 20, 25, 30 … */
function niceStep(step: number): number {
  if (step <= 1) {
    return 1;
  }

  const power = 10 ** Math.floor(Math.log10(step));
  const nice = niceSteps.map((factor) => factor * power);
  return nice.find((candidate) => candidate >= step && Number.isInteger(candidate)) ?? 10 * power;
}
