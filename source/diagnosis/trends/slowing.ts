// Whether ever fewer come.

/** Less than this part of those that came early came late … */
const ebbingPart = 0.4;
/** … and so few of as many come late by chance in no more than this part of all cases. */
const mostEbbingChance = 0.05;

/** Whether so few came in the second half of a time, of all that came, that they may soon be all. */
export function isEbbing(early: number, late: number): boolean {
  return late < early * ebbingPart && chanceOfSoFew(late, early + late) <= mostEbbingChance;
}

/** How likely `few` or fewer heads are when `all` coins are thrown. */
function chanceOfSoFew(few: number, all: number): number {
  let term = 2 ** -all;
  let sum = term;
  for (let heads = 1; heads <= few; heads++) {
    term *= (all - heads + 1) / heads;
    sum += term;
  }

  return sum;
}

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
