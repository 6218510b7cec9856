// Keeps verdicts from going up and down between two judgements.

import {levels, type Level, type Verdict} from './verdict.ts';

/** What was last made of one verdict, by its pattern and place. */
export type Settled = ReadonlyMap<string, Standing>;

type Standing = {
  readonly verdict: Verdict;
  /** The level that is shown. */
  readonly level: Level;
  /** How many judgements in a row were surer, or less sure, than that. */
  readonly surer: number;
  readonly lessSure: number;
};

/** So many judgements in a row must be surer before it is shown; what is proven is shown at once. */
const surerTimes = 2;
/** So many must be less sure, or miss it altogether, before it is taken back. */
const lessSureTimes = 3;

/**
 * Smooths levels over judgements: kept or dropped by evidence over time, never by one sample. What the collector has
 * proven stays so while any of those goroutines is there, as its count flickers.
 * Source of the flicker: golang/go#79452, conservative scanning of stacks.
 */
export function settle(
  before: Settled,
  judged: readonly Verdict[],
): {readonly settled: Settled; readonly verdicts: readonly Verdict[]} {
  const settled = new Map<string, Standing>();
  for (const verdict of judged) settled.set(keyOf(verdict), next(before.get(keyOf(verdict)), verdict));
  for (const [key, standing] of before) {
    if (settled.has(key)) continue;
    const lessSure = standing.lessSure + 1;
    if (lessSure < lessSureTimes) settled.set(key, {...standing, surer: 0, lessSure});
  }

  // Where levels are equal the order of the judge stands: causes before victims.
  const standing = [...settled.values()].toSorted(
    (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level),
  );
  return {settled, verdicts: standing.map(({verdict, level}) => ({...verdict, level}))};
}

function next(known: Standing | undefined, verdict: Verdict): Standing {
  if (known === undefined) {
    // The first time it is worth watching, whatever it is; proof needs no second look.
    const isStrong = verdict.level === 'likely';
    return {verdict, level: isStrong ? 'watch' : verdict.level, surer: isStrong ? 1 : 0, lessSure: 0};
  }

  const isSurer = levels.indexOf(verdict.level) < levels.indexOf(known.level);
  const isLessSure = levels.indexOf(verdict.level) > levels.indexOf(known.level);
  if (verdict.level === 'proven') return {verdict, level: 'proven', surer: 0, lessSure: 0};
  if (known.level === 'proven') return {verdict, level: 'proven', surer: 0, lessSure: 0};
  const surer = isSurer ? known.surer + 1 : 0;
  const lessSure = isLessSure ? known.lessSure + 1 : 0;
  const isChanged = surer >= surerTimes || lessSure >= lessSureTimes;
  return isChanged
    ? {verdict, level: verdict.level, surer: 0, lessSure: 0}
    : {verdict, level: known.level, surer, lessSure};
}

/** A sender whose receiver seems gone is still the same verdict when it does not seem so. */
function keyOf({group, places}: Verdict): string {
  return places[0] ?? group.place;
}
