import type {Point} from '../../source/diagnosis/trends/point.ts';
import {seeded} from '../helpers/seeded.ts';

/** From 0 to below 1, the same in every run. */
export type Random = () => number;

export function randomOf(seed: number): Random {
  const {below} = seeded(seed);
  return () => below(2 ** 30) / 2 ** 30;
}

function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(random: Random, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let count = 0;
  for (let left = random(); left > Math.exp(-mean); left *= random()) count++;
  return count;
}

/** Samples of a number, a tenth of a step early or late as a sampler is that waits for answers. */
export function sampled(
  random: Random,
  spanMs: number,
  value: (sinceMs: number) => number,
  stepMs = 1000,
): readonly Point[] {
  const startMs = Math.round(random() * 1e6);
  return Array.from({length: Math.round(spanMs / stepMs)}, (_, index) => {
    const sinceMs = Math.max(0, (index + (random() - 0.5) * 0.2) * stepMs);
    return {atMs: startMs + sinceMs, value: value(sinceMs)};
  });
}

/** When members are born: as regular as a ticker, or as random as users. */
export function births(
  random: Random,
  perSecond: number,
  spanMs: number,
  isRegular: boolean,
): readonly number[] {
  const stepMs = 1000 / perSecond;
  const times: number[] = [];
  let atMs = isRegular ? random() * stepMs : exponential(random, stepMs);
  while (atMs < spanMs) {
    times.push(atMs);
    atMs += isRegular ? stepMs * (0.95 + random() * 0.1) : exponential(random, stepMs);
  }

  return times;
}

/** How many of these moments, in order, have passed. */
export function passed(times: readonly number[]): (sinceMs: number) => number {
  let index = 0;
  return (sinceMs) => {
    while (index < times.length && times[index]! <= sinceMs) index++;
    return index;
  };
}

export type PopulationOptions = {
  /** How many there are on average. */
  readonly load: number;
  /** How long each stays on average. */
  readonly stayMs: number;
  readonly spanMs: number;
  /** So many come together and go together. */
  readonly batch?: number;
  /** Begins empty, not in balance. */
  readonly isEmptyAtFirst?: boolean;
};

/** A population whose members arrive at random and stay for a random time (M/M/∞); ask for moments in order. */
export function population(random: Random, options: PopulationOptions): (sinceMs: number) => number {
  const {load, stayMs, spanMs, batch = 1, isEmptyAtFirst = false} = options;
  const arrivals: number[] = [];
  const departures: number[] = [];
  const atStart = isEmptyAtFirst ? 0 : poisson(random, load / batch);
  for (let member = 0; member < atStart; member++) {
    arrivals.push(0);
    departures.push(exponential(random, stayMs));
  }

  const gapMs = (stayMs * batch) / load;
  for (let atMs = exponential(random, gapMs); atMs < spanMs; atMs += exponential(random, gapMs)) {
    arrivals.push(atMs);
    departures.push(atMs + exponential(random, stayMs));
  }

  const come = passed(arrivals);
  const gone = passed(departures.toSorted((a, b) => a - b));
  return (sinceMs) => batch * (come(sinceMs) - gone(sinceMs));
}
