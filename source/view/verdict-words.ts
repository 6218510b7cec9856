import type {PatternName} from '../diagnosis/pattern-name.ts';
import type {Level, Verdict} from '../diagnosis/verdict.ts';
import type {Family} from '../profile/wait-reason.ts';
import type {StyleName} from './style.ts';

/** What is said of a pattern of leaks; the table of patterns has it. */
export type PatternWords = {
  readonly title: (count: number) => string;
  readonly advice: string;
  readonly confirm: string;
  readonly reference: string;
};

export type PatternTable = Readonly<Record<PatternName, PatternWords>>;

const levelWords: Record<Level, string> = {
  proven: 'PROVEN LEAK',
  likely: 'LIKELY LEAK',
  watch: 'WATCH',
  load: 'LOAD',
  benign: 'BENIGN',
};

export const levelStyles: Record<Level, StyleName> = {
  proven: 'danger',
  likely: 'danger',
  watch: 'warning',
  load: 'muted',
  benign: 'muted',
};

/** Waits that the garbage collector looks at. Source: runtime/mgcmark.go internalBlocked, Go 1.26 and 1.27. */
const provable: ReadonlySet<Family> = new Set([
  'chan send',
  'chan receive',
  'select',
  'mutex',
  'cond',
  'waitgroup',
]);

/** How sure, as a heading has it. What runs without an end leaks nothing. */
export function levelWord({level, pattern}: Pick<Verdict, 'level' | 'pattern'>): string {
  return pattern === 'busy-loop' ? levelWords[level].replace(' LEAK', '') : levelWords[level];
}

/** What would settle it; with the command that asks the garbage collector where that may help. */
export function confirmText(
  {level, group}: Verdict,
  {confirm}: Pick<PatternWords, 'confirm'>,
  proofCommand: string | undefined,
): string {
  if (proofCommand === undefined || level === 'proven' || !provable.has(group.family)) return confirm;
  return `${confirm}${/[.!?]$/.test(confirm) ? '' : ';'} ${proofCommand} asks the garbage collector (one collection in the process).`;
}
