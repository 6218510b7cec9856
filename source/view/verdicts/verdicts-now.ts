// Verdicts by rank and by place, as lists, filters and cursors want them.

import {isAtLeast, type Diagnosis, type Level, type Verdict} from '../../diagnosis/verdict.ts';
import type {FilterSubject} from '../filter/filter.ts';
import {functionTexts, placeOf} from '../filter/filter-texts.ts';
import type {Row} from '../lists/rows.ts';

/** A verdict and its place among those that are worth watching, from 1. */
export type RankedVerdict = {readonly verdict: Verdict; readonly rank: number};

/** What is thought of the target at one moment. */
export type VerdictsNow = {
  /** Undefined until it has been judged for the first time. */
  readonly diagnosis: Diagnosis | undefined;
  /** Of all levels, causes before victims, the surest first. */
  readonly ranked: readonly RankedVerdict[];
  /** Those worth watching, by each place they are about. */
  readonly byPlace: ReadonlyMap<string, RankedVerdict>;
};

export const noVerdicts: VerdictsNow = {diagnosis: undefined, ranked: [], byPlace: new Map()};

/** What follows load and what is known to be harmless is listed only when asked for, as `check --all` does. */
export function isShown(level: Level): boolean {
  return isAtLeast(level, 'watch');
}

/** Makes a diagnosis ready to be asked about places. */
export function verdictsOf(diagnosis: Diagnosis | undefined): VerdictsNow {
  if (diagnosis === undefined) return noVerdicts;
  const ranked = diagnosis.verdicts.map((verdict, index) => ({verdict, rank: index + 1}));
  const byPlace = new Map<string, RankedVerdict>();
  for (const one of ranked) {
    if (!isShown(one.verdict.level)) continue;
    for (const place of [one.verdict.group.place, ...one.verdict.places]) {
      if (!byPlace.has(place)) byPlace.set(place, one);
    }
  }

  return {diagnosis, ranked, byPlace};
}

/** Names a verdict while it stands, whatever its level and pattern become. */
export function verdictKey({places, group}: Pick<Verdict, 'places' | 'group'>): string {
  return places[0] ?? group.place;
}

/** The surest verdict on any of the goroutines in a row. */
export function verdictOfRow(
  {groups}: Pick<Row, 'groups'>,
  {byPlace}: Pick<VerdictsNow, 'byPlace'>,
): RankedVerdict | undefined {
  let best: RankedVerdict | undefined;
  if (byPlace.size === 0) return undefined;
  for (const {identity} of groups) {
    const one = byPlace.get(identity.place);
    if (one !== undefined && (best === undefined || one.rank < best.rank)) best = one;
  }

  return best;
}

/** What a filter looks at in a verdict. */
export function subjectOfVerdict({level, pattern, group}: Verdict): FilterSubject {
  const {family, status, stack, frame, creators, labels, count} = group;
  const frames = [...stack, ...(frame === undefined ? [] : [frame]), ...creators.map((one) => one.frame)];
  return {
    family,
    status,
    functions: functionTexts(frames),
    files: frames.map(placeOf),
    labels,
    count,
    verdict: [level, pattern],
  };
}
