import type {Diagnosis} from '../../source/diagnosis/verdict.ts';
import {creator, group, watched} from '../helpers/session.ts';
import {diagnosisOf, verdictOn} from '../helpers/verdicts.ts';
import {onScreen, type ScreenOptions} from './on-screen.tsx';

export const senders = (count: number) =>
  group(count, 'chan send', ['check.(*Runner).report check.go:72', 'check.run check.go:50'], {
    ids: [11, 12],
    creators: [creator('check.Handler check.go:41', count)],
  });
export const lock = group(7, 'mutex', 'ledger.Withdraw ledger.go:9');
const handlers = group(40, 'IO wait', 'web.serve web.go:5');
export const audit = group(1, 'select', 'audit.flush audit.go:40');

/** Senders that leak, a lock to watch, handlers that follow load, and one group of which nothing is to be said. */
export async function shop(given: Partial<Diagnosis> = {}) {
  const target = watched();
  for (let second = 0; second < 30; second++) target.sees(senders(588 + second), lock, handlers, audit);
  target.clock.pass(210_000);
  target.sees(senders(800), lock, handlers, audit);
  await target.looks(senders(800), lock, handlers, audit);
  const verdicts = [
    verdictOn(senders(800)),
    verdictOn(lock, {
      level: 'watch',
      pattern: 'mutex-not-released',
      evidence: [{kind: 'stuck', count: 7, overMs: 90_000, looks: 12}],
    }),
    verdictOn(handlers, {level: 'load', pattern: 'unknown-growth', evidence: []}),
  ];
  return {target, diagnosis: diagnosisOf(verdicts, given)};
}

export async function shown(options: ScreenOptions = {}, given: Partial<Diagnosis> = {}) {
  const {target, diagnosis} = await shop(given);
  return {target, ...(await onScreen(target, {diagnosis, ...options}))};
}
