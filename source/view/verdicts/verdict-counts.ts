// Brings the counts of verdicts up to the moment on the screen.

import type {Verdict} from '../../diagnosis/verdict.ts';
import type {GroupIdentity} from '../../profile/model.ts';
import type {Session} from '../../session/session.ts';
import type {CountsNow} from '../inspector/moment.ts';
import type {VerdictsNow} from './verdicts-now.ts';

/** Whether goroutines are counted among those of a verdict: not the writer of a connection beside its reader. */
export function isOfVerdict(
  {family, stack, place}: GroupIdentity,
  {group, places}: Pick<Verdict, 'group' | 'places'>,
): boolean {
  return (
    (place === group.place || places.includes(place)) &&
    family === group.family &&
    stack[0]?.function === group.stack[0]?.function
  );
}

/**
 * Verdicts with the counts of a moment: they are judged every few seconds, and their curves go up to that moment.
 * What the counts do not know by its stack keeps the count that was judged.
 */
export function countedVerdicts(
  verdicts: VerdictsNow,
  {tracked, counts}: CountsNow,
  {history}: Pick<Session, 'history'>,
  atMs: number,
): VerdictsNow {
  const {diagnosis, byPlace, ranked} = verdicts;
  if (diagnosis === undefined || byPlace.size === 0) return verdicts;
  const sums = new Map<Verdict, number>();
  for (const {verdict} of byPlace.values()) {
    const firstMs = history.groups.get(verdict.group.key)?.counts.firstAbove0Ms;
    if (firstMs !== undefined && firstMs <= atMs) sums.set(verdict, 0);
  }

  for (let index = 0; index < tracked.length; index++) {
    const {identity} = tracked[index]!;
    const verdict = byPlace.get(identity.place)?.verdict;
    const sum = verdict === undefined ? undefined : sums.get(verdict);
    if (verdict === undefined || sum === undefined || !isOfVerdict(identity, verdict)) continue;
    sums.set(verdict, sum + counts[index]!);
  }

  const renewed = new Map(
    ranked.map((one) => {
      const count = sums.get(one.verdict) ?? one.verdict.group.count;
      if (count === one.verdict.group.count) return [one, one];
      return [one, {...one, verdict: {...one.verdict, group: {...one.verdict.group, count}}}];
    }),
  );
  return {
    diagnosis,
    ranked: ranked.map((one) => renewed.get(one) ?? one),
    byPlace: new Map(Array.from(byPlace, ([place, one]) => [place, renewed.get(one) ?? one])),
  };
}
