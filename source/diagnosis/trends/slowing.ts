/** Fewer than this may come early by chance. */
const fewestToTell = 20;
/** Less than this part came in the second half of the time … */
const slowPart = 0.4;
/** … and Laplace's test of a trend in arrivals says as much: by chance, one of a hundred that come at random do. */
const slowingU = -2.3;

/** So many that came, and how many of them late. */
export type Arrivals = {
  readonly count: number;
  /** In the second half of the time. */
  readonly late: number;
  /** When they came in the mean: 0 at the beginning, 1 at the end. */
  readonly meanPart: number;
};

/** Whether clearly fewer and fewer come, as they do when something fills up. */
export function isSlowing({count, late, meanPart}: Arrivals): boolean {
  if (count < fewestToTell || late >= count * slowPart) return false;
  return (meanPart - 0.5) * Math.sqrt(12 * count) <= slowingU;
}
