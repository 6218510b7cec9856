import type {Point} from './point.ts';

/** The shapes a count takes: which of them a leak makes, and which a healthy program. */
const trendShapes = [
  /** What stays grows, steadily, to the end. */
  'rising',
  /** From one level to another, at once. */
  'step',
  /** It moved, and now keeps a level. */
  'plateau',
  /** Climbs and drops again. */
  'sawtooth',
  'falling',
  'constant',
  /** Up for a while, and back to where it was. */
  'bursts',
  /** None of these is sure. */
  'unknown',
] as const;

export type TrendShape = (typeof trendShapes)[number];

type Curve = {
  /** At least three samples that are not all the same. */
  readonly seen: readonly Point[];
  readonly envelope: readonly Point[];
  readonly stillRising: boolean;
  readonly leastRise: number;
  /** Mann-Kendall on the envelope. */
  readonly z: () => number;
};

/** A step makes most of its way at once, … */
const stepPart = 0.8;
/** … within this part of the time, … */
const stepTimePart = 0.25;
/** … and lasts for as long, or it may be the beginning of something else. */
const stepHeldPart = 0.25;
/** A level: within this part of what it is, … */
const levelPart = 0.05;
/** … or of how far it moved before. */
const levelMovePart = 0.1;
/** Falling by its ranks as well, or the last sample of any busy group would make it fall half of the time. */
const fallingZ = -2.33;
/** By the end the fall has gone on for this part of the time, or is over. */
const fallenPart = 0.25;
/** A fall, or the way back from a burst, takes back this part. */
const backPart = 0.5;
/** Bursts leave it near its least for half of the time; near is this part of the range. */
const nearLeastPart = 1 / 3;
/** Up slowly, down at once: rises are so many times as frequent as falls. */
const climbsPerDrop = 2;

/** The shape of a curve that is not rising. */
export function shapeOf(curve: Curve): Exclude<TrendShape, 'rising' | 'constant'> {
  const {seen, envelope, stillRising, leastRise, z} = curve;
  const {least, most} = rangeOf(seen);
  const range = most - least;
  if (range < leastRise) return 'plateau';
  const first = envelope[0]!.value;
  const last = envelope.at(-1)!.value;
  const net = last - first;
  const atEnd = rangeOf(envelope.slice(Math.floor(envelope.length * (1 - fallenPart))));
  if (net <= -leastRise && atEnd.most <= most - range * backPart && z() <= fallingZ) return 'falling';
  if (net >= leastRise && isStep(envelope, net)) return 'step';
  const late = rangeOf(envelope.slice(envelope.length >> 1));
  const isLevel = late.most - late.least <= Math.max(Math.abs(last) * levelPart, range * levelMovePart);
  if (net >= leastRise && !stillRising && isLevel) return 'plateau';
  if (net < range * backPart) {
    if (isMostlyLow(seen, least + range * nearLeastPart)) return 'bursts';
    if (isSawtooth(seen, range)) return 'sawtooth';
  }

  return isLevel && net < leastRise ? 'plateau' : 'unknown';
}

function rangeOf(points: readonly Point[]): {readonly least: number; readonly most: number} {
  let least = Infinity;
  let most = -Infinity;
  for (const {value} of points) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }

  return {least, most};
}

/** Whether it made most of its way in one short stretch, and has kept the new level since. */
function isStep(envelope: readonly Point[], net: number): boolean {
  const firstMs = envelope[0]!.atMs;
  const last = envelope.at(-1)!;
  const spanMs = last.atMs - firstMs;
  let to = 0;
  for (let index = 0; index + 1 < envelope.length; index++) {
    const start = envelope[index]!;
    // The last one near enough, and at least the next; it only ever moves on.
    to = Math.max(to, index + 1);
    while (to + 1 < envelope.length && envelope[to + 1]!.atMs - start.atMs <= spanMs * stepTimePart) to++;
    const end = envelope[to]!;
    if (end.value - start.value < net * stepPart) continue;
    const before = rangeOf(envelope.slice(0, index + 1));
    const after = rangeOf(envelope.slice(to));
    const sway = net * (1 - stepPart);
    return (
      last.atMs - end.atMs >= spanMs * stepHeldPart &&
      before.most - before.least <= sway &&
      after.most - after.least <= sway
    );
  }

  return false;
}

function isMostlyLow(seen: readonly Point[], low: number): boolean {
  return seen.filter(({value}) => value <= low).length * 2 > seen.length && seen.at(-1)!.value <= low;
}

/** Climbs in many small changes and drops in few large ones. */
function isSawtooth(seen: readonly Point[], range: number): boolean {
  let rises = 0;
  let falls = 0;
  let hasDropped = false;
  for (let index = 1; index < seen.length; index++) {
    const change = seen[index]!.value - seen[index - 1]!.value;
    if (change > 0) rises++;
    if (change < 0) falls++;
    if (-change >= range * backPart) hasDropped = true;
  }

  return hasDropped && rises >= falls * climbsPerDrop;
}
