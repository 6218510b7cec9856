// How likely it is that a count rose by chance.

import type {Point} from './point.ts';

/** Two rises may well lie evenly. */
const fewestSpreadRises = 3;

/**
 * How likely a population that only moves, up as easily as down, would rise as much by chance: a bound, 0 to 1.
 *
 * Mann-Kendall cannot tell: it takes each value for new, while a number of goroutines keeps most of what it was, and
 * wanders. Here each change may as well have had the other sign. When nothing ever fell, that is 2 to the minus the
 * number of rises, and less when they come more evenly than chance would have it; otherwise Hoeffding's bound on the
 * sum of changes of random sign. One large change weighs as much as it is, so a drop takes back what led up to it.
 *
 * @param points the lower envelope of what was sampled
 * @param neverFell whether no sample was lower than the one before it; the envelope hides some falls
 */
export function chanceOfRise(points: readonly Point[], neverFell: boolean): number {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.value <= first.value) return 1;
  let squares = 0;
  let rises = 0;
  let hasFallen = false;
  let calmSinceMs = first.atMs;
  let longestCalmMs = 0;
  for (let index = 1; index < points.length; index++) {
    const point = points[index]!;
    const change = point.value - points[index - 1]!.value;
    squares += change * change;
    if (change < 0) hasFallen = true;
    if (change > 0) {
      rises++;
      longestCalmMs = Math.max(longestCalmMs, point.atMs - calmSinceMs);
      calmSinceMs = point.atMs;
    }
  }

  const net = last.value - first.value;
  if (hasFallen) return Math.min(1, Math.exp((-net * net) / (2 * squares)));
  longestCalmMs = Math.max(longestCalmMs, last.atMs - calmSinceMs);
  if (!neverFell || rises < fewestSpreadRises) return 2 ** -rises;
  const spread = chanceOfSpread(rises, longestCalmMs / (last.atMs - first.atMs));
  // Few samples make any rises look even: less than the chance of nothing but rises cannot be known.
  return Math.max(2 ** -rises * spread, 2 ** (1 - points.length));
}

/**
 * How likely `count` moments picked at random leave no part of the time longer than `longest` (a share of it) empty:
 * Σ (-1)^j C(count+1, j) (1 - j·longest)^count (Whitworth 1897).
 */
function chanceOfSpread(count: number, longest: number): number {
  let sum = 0;
  let choose = 1;
  for (let j = 0; j <= count + 1 && j * longest < 1; j++) {
    sum += (j % 2 === 0 ? 1 : -1) * choose * (1 - j * longest) ** count;
    choose *= (count + 1 - j) / (j + 1);
  }

  // Of many moments the terms are large and of changing sign: what is left of rounding may lie outside.
  return Math.min(1, Math.max(0, sum));
}
