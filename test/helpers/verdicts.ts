import type {Diagnosis, Verdict} from '../../source/diagnosis/verdict.ts';
import type {Group} from '../../source/profile/model.ts';
import {innermostUserFrame} from '../../source/profile/frame.ts';
import {startWallMs} from './fake-clock.ts';

/** A verdict on a group, as the judge would give it. */
export function verdictOn(
  {identity, status, count, creators}: Group,
  {level = 'likely', pattern = 'send-receiver-gone', evidence, places}: Partial<Verdict> = {},
): Verdict {
  const {key, place, family, stack, labels} = identity;
  const creator = creators[0]?.frame.function ?? 'check.Handler';
  return {
    level,
    pattern,
    group: {key, place, family, status, count, frame: innermostUserFrame(stack), stack, labels, creators},
    places: places ?? [place],
    evidence: evidence ?? [
      {kind: 'orphan-sender', gone: count, known: count, creator, starters: 70},
      {kind: 'survivors', survived: 18, seen: 18, born: 212, overMs: 40_000},
      {kind: 'growth', first: count - 212, last: count, perMinute: 42, overMs: 240_000, neverFell: true},
    ],
  };
}

/** What a judge makes of four minutes, with these verdicts. */
export function diagnosisOf(verdicts: readonly Verdict[], given: Partial<Diagnosis> = {}): Diagnosis {
  return {
    fromWallMs: startWallMs,
    toWallMs: startWallMs + 240_000,
    samples: {pulse: 240, groups: 240, stacks: 38},
    total: {first: 1072, last: 1284, max: 1284},
    verdicts,
    others: {constant: 38, load: 3, moving: 0},
    limits: [],
    ...given,
  };
}
