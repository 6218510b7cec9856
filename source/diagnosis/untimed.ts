import type {Diagnosis, Evidence} from './verdict.ts';

/** The same of moments of which only the order is known: how long and how fast anything was is not a number then. */
export function untimed(diagnosis: Diagnosis): Diagnosis {
  const verdicts = diagnosis.verdicts.map((verdict) => ({
    ...verdict,
    evidence: verdict.evidence.map((one) => withoutTime(one)),
  }));
  return {...diagnosis, verdicts};
}

function withoutTime(evidence: Evidence): Evidence {
  switch (evidence.kind) {
    case 'growth':
      return {...evidence, perMinute: Number.NaN, overMs: Number.NaN};
    case 'survivors':
    case 'orphans-stay':
    case 'constant':
      return {...evidence, overMs: Number.NaN};
    case 'stuck':
      return evidence.looks === 1 ? evidence : {...evidence, overMs: Number.NaN};
    default:
      return evidence;
  }
}
