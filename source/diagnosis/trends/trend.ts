// What a number did over a stretch of time, in figures.

import {chanceOfRise} from './chance-of-rise.ts';
import {lowerEnvelope, withoutSpikes} from './lower-envelope.ts';
import {mannKendall} from './mann-kendall.ts';
import type {Point} from './point.ts';
import {theilSen} from './theil-sen.ts';
import {shapeOf, type TrendShape} from './trend-shape.ts';

/** What a number did over a stretch of time. */
export type Trend = {
  /** As sampled. */
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  /** How much more stayed at the end than at the beginning: the change of the lower envelope. May be negative. */
  readonly rise: number;
  /** Of the lower envelope, Theil-Sen. */
  readonly slopePerMinute: number;
  /** Mann-Kendall on the lower envelope. */
  readonly tau: number;
  readonly z: number;
  /** How likely a population that moves up as easily as down would rise as much by chance, 0 to 1 (a bound). */
  readonly chance: number;
  /** Whether the lower envelope rose in the last third too, and not clearly slower than before. */
  readonly stillRising: boolean;
  /** No sample was lower than the one before it. */
  readonly neverFell: boolean;
  readonly shape: TrendShape;
  readonly samples: number;
  /** From the first sample to the last. */
  readonly spanMs: number;
};

export type TrendWindow = {
  /** Both included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The least rise that is worth a word, in the unit of the values. */
  readonly leastRise?: number;
};

/** A group that grew by less may have done so for any reason. */
export const leastRiseOfGoroutines = 3;
/** Mann-Kendall's tau of a rise with few falls. */
export const steadyTau = 0.9;
/** Below this many samples nothing is called a trend. */
const fewestSamples = 3;
/** Into how many stretches a window is cut, however long it is; as many samples are taken as they are. */
const mostStretches = 24;
/** How likely a healthy population may be taken for a rising one, over all that is asked of a rise. */
const mostChance = 0.008;
/** With falls among the rises, the bound is all that is asked. */
const mostChanceWithFalls = 0.005;
/** Mann-Kendall's own, one-sided. */
const mostRankChance = 0.01;
/** For longer than this part of the window a rise that goes on does not pause. */
const longestCalmPart = 0.4;
/** A drop of more than this part of the rise takes it back. */
const mostDropPart = 0.5;
/** A steady rise makes a third of its way in the last third; one that makes less than this may be running out. */
const leastLastThirdPart = 0.25;
/** How likely the calm at the end must be at the pace until then, or it has stopped. */
const leastCalmChance = 0.003;
/** The changes get smaller and smaller (Mann-Kendall of the changes): 1 % by chance. */
const runningOutZ = -2.33;

/**
 * What a sampled number did between two moments. Knows nothing of what it counts, and says `unknown` rather than
 * guess: one sample, or a few, or one moment, are never growth.
 *
 * @param points samples in the order of time, unevenly spaced, with gaps. A number that stayed the same must be there
 * as often as it was sampled: what is between two points is not known.
 */
export function trendOf(
  points: readonly Point[],
  {fromMs, toMs, leastRise = leastRiseOfGoroutines}: TrendWindow,
): Trend {
  const isWithin = ({atMs}: Point) => atMs >= fromMs && atMs <= toMs;
  const seen = points.every(isWithin) ? points : points.filter(isWithin);
  const first = seen[0];
  const last = seen.at(-1);
  if (first === undefined || last === undefined) return nothingSeen;
  let min = first.value;
  let max = first.value;
  let neverFell = true;
  for (let index = 1; index < seen.length; index++) {
    const {value} = seen[index]!;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (value < seen[index - 1]!.value) neverFell = false;
  }

  const spanMs = last.atMs - first.atMs;
  const sight = {first: first.value, last: last.value, min, max, neverFell, samples: seen.length, spanMs};
  if (seen.length < fewestSamples || spanMs <= 0) return {...nothingSeen, ...sight};
  if (min === max) return {...nothingSeen, ...sight, shape: 'constant'};

  const envelope =
    seen.length <= mostStretches ? withoutSpikes(seen) : lowerEnvelope(seen, spanMs / mostStretches);
  const rise = envelope.at(-1)!.value - envelope[0]!.value;
  // Both compare all pairs, and of nearly every count that moves they are never asked for.
  let knownRanks: ReturnType<typeof mannKendall> | undefined;
  const ranks = () => (knownRanks ??= mannKendall(envelope.map(({value}) => value)));
  let knownChance: number | undefined;
  const chance = () => (knownChance ??= chanceOfRise(envelope, neverFell));
  const stillRising = isStillRising(envelope, leastRise);
  const fallen = fallOf(envelope);
  const isRising =
    rise >= leastRise &&
    stillRising &&
    fallen <= rise * mostDropPart &&
    longestCalmMs(envelope) <= spanMs * longestCalmPart &&
    ranks().p <= mostRankChance &&
    chance() <= (fallen > 0 ? mostChanceWithFalls : mostChance);
  let slopePerMinute: number | undefined;
  return {
    ...sight,
    rise,
    // Only told of what is found, and costs more than all the rest of it.
    get slopePerMinute() {
      return (slopePerMinute ??= theilSen(envelope) * 60_000);
    },
    get tau() {
      return ranks().tau;
    },
    get z() {
      return ranks().z;
    },
    get chance() {
      return chance();
    },
    stillRising,
    shape: isRising ? 'rising' : shapeOf({seen, envelope, stillRising, leastRise, z: () => ranks().z}),
  };
}

const nothingSeen: Trend = {
  first: NaN,
  last: NaN,
  min: NaN,
  max: NaN,
  rise: 0,
  slopePerMinute: 0,
  tau: 0,
  z: 0,
  chance: 1,
  stillRising: false,
  neverFell: true,
  shape: 'unknown',
  samples: 0,
  spanMs: 0,
};

function isStillRising(envelope: readonly Point[], leastRise: number): boolean {
  const first = envelope[0]!;
  const last = envelope.at(-1)!;
  const rise = last.value - first.value;
  const thirdMs = first.atMs + ((last.atMs - first.atMs) * 2) / 3;
  const before = envelope.findLast(({atMs}) => atMs <= thirdMs) ?? first;
  const late = last.value - before.value;
  if (late <= 0 || rise < leastRise || hasStopped(envelope)) return false;
  return late >= rise * leastLastThirdPart || !isRunningOut(envelope);
}

/** Whether no new height was reached for so long at the end that this cannot be the pace it had before. */
function hasStopped(envelope: readonly Point[]): boolean {
  let highest = envelope[0]!.value;
  let heights = 0;
  let firstHeight = 0;
  let lastHeight = 0;
  for (let index = 0; index < envelope.length; index++) {
    const {value} = envelope[index]!;
    if (value <= highest) continue;
    highest = value;
    heights++;
    lastHeight = index;
    if (heights === 1) firstHeight = index;
  }

  // One more chance than was taken, or a few heights in a row would make any calm impossible.
  const pace = heights / (lastHeight - firstHeight + 2);
  return (1 - pace) ** (envelope.length - 1 - lastHeight) < leastCalmChance;
}

/** Whether the rises get smaller and smaller, as they do when something fills up. */
function isRunningOut(envelope: readonly Point[]): boolean {
  const rates: number[] = [];
  for (let index = 1; index < envelope.length; index++) {
    const before = envelope[index - 1]!;
    const {atMs, value} = envelope[index]!;
    rates.push((value - before.value) / Math.max(1, atMs - before.atMs));
  }

  return mannKendall(rates).z <= runningOutZ;
}

/** The deepest that it fell below a height it had reached. */
function fallOf(envelope: readonly Point[]): number {
  let highest = -Infinity;
  let deepest = 0;
  for (const {value} of envelope) {
    highest = Math.max(highest, value);
    deepest = Math.max(deepest, highest - value);
  }

  return deepest;
}

/** The longest time without a new height, beginning and end included. */
function longestCalmMs(envelope: readonly Point[]): number {
  let highest = envelope[0]!.value;
  let sinceMs = envelope[0]!.atMs;
  let longest = 0;
  for (const {atMs, value} of envelope) {
    if (value <= highest) continue;
    longest = Math.max(longest, atMs - sinceMs);
    highest = value;
    sinceMs = atMs;
  }

  return Math.max(longest, envelope.at(-1)!.atMs - sinceMs);
}
