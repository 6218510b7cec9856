import {expect} from 'vitest';

type Frame = {readonly function: string; readonly file: string; readonly line: number};

/** `gorowatch/diagnosis@1`, written down here a second time: what scripts rely on must not change with the source. */
export type DiagnosisJson = {
  readonly schema: string;
  readonly target: {readonly name: string; readonly url: string};
  readonly from: string;
  readonly to: string;
  readonly samples: {readonly pulse: number; readonly groups: number; readonly stacks: number};
  readonly total: {readonly first: number; readonly last: number; readonly max: number};
  readonly cost: {readonly requests: number; readonly bytes: number; readonly requestMs: number};
  readonly verdicts: readonly VerdictJson[];
  readonly known: number;
  readonly limits: readonly {readonly kind: string; readonly text: string}[];
};

export type VerdictJson = {
  readonly rank: number;
  readonly level: string;
  readonly pattern: string;
  readonly title: string;
  readonly group: Frame & {
    readonly key: string;
    readonly reason: string;
    readonly status: string;
    readonly count: number;
    readonly stack: readonly Frame[];
    readonly labels: Readonly<Record<string, string>>;
    readonly creators: readonly (Frame & {readonly count: number; readonly alive: number})[];
  };
  readonly evidence: readonly {readonly kind: string; readonly text: string}[];
  readonly advice: string;
  readonly confirm: string;
};

const levels = ['proven', 'likely', 'watch', 'load', 'benign'];
const patterns = new Set(
  (
    'send-receiver-gone send-blocked range-never-closed receive-never-sent nil-channel select-no-cases ' +
    'select-no-exit context-never-cancelled ticker-loop time-after-loop sleep-flood sleep-loop busy-loop ' +
    'http-body-not-closed http-transport-per-request http2-body-not-closed http-no-deadline handler-stuck ' +
    'sql-rows-not-closed sql-tx-open sql-pool-exhausted pipe-abandoned socket-no-deadline waitgroup-never-done ' +
    'mutex-not-released rwmutex-nested-read-lock once-stuck cond-never-signalled errgroup-stuck ' +
    'iter-pull-not-stopped exec-wait-missing unknown-growth'
  ).split(' '),
);
const topKeys = 'schema target from to samples total cost verdicts'.split(' ');
const verdictKeys = 'rank level pattern title group evidence advice confirm'.split(' ');
const groupKeys = 'key reason status count function file line stack labels creators'.split(' ');

/** Reads what `--json` printed: one object and a line feed, nothing before or after. */
export function readDiagnosis(stdout: string): DiagnosisJson {
  expect(stdout).toMatch(/^\{[^]*\}\n$/);
  return JSON.parse(stdout) as DiagnosisJson;
}

/** Fails where a diagnosis differs from the contract, or contradicts itself. More fields than it names are allowed. */
export function expectDiagnosisContract(diagnosis: DiagnosisJson): void {
  expect(Object.keys(diagnosis)).toEqual(expect.arrayContaining(topKeys));
  expect(diagnosis.schema).toBe('gorowatch/diagnosis@1');
  for (const time of [diagnosis.from, diagnosis.to]) expect(new Date(time).toISOString()).toBe(time);
  expect(Date.parse(diagnosis.to)).toBeGreaterThanOrEqual(Date.parse(diagnosis.from));
  const {samples, total, cost} = diagnosis;
  for (const number of [...Object.values(samples), ...Object.values(total), ...Object.values(cost)]) {
    expect(number).toBeGreaterThanOrEqual(0);
  }

  expect(total.max).toBeGreaterThanOrEqual(Math.max(total.first, total.last));
  for (const [index, verdict] of diagnosis.verdicts.entries()) {
    expect(Object.keys(verdict)).toEqual(expect.arrayContaining(verdictKeys));
    expect(verdict.rank).toBe(index + 1);
    expect(levels).toContain(verdict.level);
    expect(patterns).toContain(verdict.pattern);
    expect(Object.keys(verdict.group)).toEqual(expect.arrayContaining(groupKeys));
    expect(verdict.group.key).toMatch(/^[\da-f]{8,}(?:\.[\da-f]{8})?$/);
    expect(verdict.group.count).toBeGreaterThan(0);
    for (const {count, alive} of verdict.group.creators) expect(alive).toBeLessThanOrEqual(count);
    expect(verdict.evidence).not.toEqual([]);
    for (const {kind, text} of verdict.evidence) expect([kind, text]).not.toContain('');
    for (const text of [verdict.title, verdict.advice, verdict.confirm]) expect(text).toMatch(/\S.*\S/);
  }
}
