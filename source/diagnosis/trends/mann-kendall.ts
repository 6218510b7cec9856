/** What the ranks of a series say about its trend, whatever its size and the shape of its curve. */
type MannKendall = {
  /** Pairs that rise less pairs that fall. */
  readonly s: number;
  /** Kendall's tau-b, -1 to 1; 0 when all values are the same. */
  readonly tau: number;
  /** `s` in standard deviations, corrected for ties and for being discrete. */
  readonly z: number;
  /** How likely as large an `s` is by chance if the order of the values meant nothing: exact for short series. */
  readonly p: number;
};

/** From ten values on the normal distribution is near enough (Kendall 1975, Gilbert 1987). */
const exactBelow = 10;

/** The Mann-Kendall test for a rise, over values in the order of time. Compares all pairs: for short series. */
export function mannKendall(values: ArrayLike<number>): MannKendall {
  const n = values.length;
  let s = 0;
  for (let later = 1; later < n; later++) {
    for (let earlier = 0; earlier < later; earlier++) s += Math.sign(values[later]! - values[earlier]!);
  }

  const ties = tieSizes(values);
  const pairs = (n * (n - 1)) / 2;
  const untied = ties.reduce((left, size) => left - (size * (size - 1)) / 2, pairs);
  if (untied === 0) return {s: 0, tau: 0, z: 0, p: 1};
  const variance = ties.reduce((sum, t) => sum - t * (t - 1) * (2 * t + 5), n * (n - 1) * (2 * n + 5)) / 18;
  const z = (s - Math.sign(s)) / Math.sqrt(variance);
  const p = n < exactBelow ? exactTail(s, ties, untied) : normalTail((s - 1) / Math.sqrt(variance));
  return {s, tau: s / Math.sqrt(pairs * untied), z, p};
}

/** How many times each value occurs. */
function tieSizes(values: ArrayLike<number>): readonly number[] {
  const sorted = Float64Array.from(values).toSorted();
  const sizes: number[] = [];
  let start = 0;
  for (let index = 1; index <= sorted.length; index++) {
    if (index === sorted.length || sorted[index] !== sorted[start]) {
      sizes.push(index - start);
      start = index;
    }
  }

  return sizes;
}

/**
 * The share of all orders of these values whose S is at least `s`. S is the untied pairs less twice the inversions,
 * and inversions of words with repeated letters are counted by the coefficients of the q-multinomial
 * (1-q)(1-q²)…(1-qⁿ) / Π (1-q)…(1-q^t), t each tie's size (MacMahon).
 */
function exactTail(s: number, ties: readonly number[], untied: number): number {
  const n = ties.reduce((sum, size) => sum + size, 0);
  const counts = new Float64Array(untied + 1);
  counts[0] = 1;
  for (let j = 1; j <= n; j++) for (let i = untied; i >= j; i--) counts[i]! -= counts[i - j]!;
  for (const size of ties) {
    for (let j = 1; j <= size; j++) for (let i = j; i <= untied; i++) counts[i]! += counts[i - j]!;
  }

  const mostInversions = (untied - s) / 2;
  let tail = 0;
  let all = 0;
  for (const [inversions, count] of counts.entries()) {
    all += count;
    if (inversions <= mostInversions) tail += count;
  }

  return tail / all;
}

/** The chance of a normal variable above `z`. Abramowitz and Stegun 26.2.17: off by less than 1e-7. */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series =
    t *
    (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
}
