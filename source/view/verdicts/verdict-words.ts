// Words and styles of verdicts: how sure, and what would confirm them.

import type {PatternName} from '../../diagnosis/pattern-name.ts';
import {askCollector, type Pattern} from '../../diagnosis/patterns/pattern.ts';
import type {Level, Verdict} from '../../diagnosis/verdict.ts';
import {marksFor} from '../text/paint.ts';
import type {StyleName} from '../text/style.ts';
import {isShown} from './verdicts-now.ts';

/** What is said of a pattern of leaks; the table of patterns has it. */
type PatternWords = Pick<Pattern, 'title' | 'advice' | 'confirm' | 'reference' | 'variants'>;

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

/** How sure, in the cells of a column; what is no reason to worry stays blank. A leak carries a mark too. */
export function verdictText(level: Level | undefined, ascii: boolean): string {
  return level === undefined || !isShown(level) ? '' : verdictWord(level, ascii);
}

/** The same where every level is worth a word. */
export function verdictWord(level: Level, ascii: boolean): string {
  return `${level === 'likely' || level === 'proven' ? marksFor(ascii).up : ' '} ${level}`;
}

/** How sure, as a heading has it. What runs without an end leaks nothing. */
export function levelWord({level, pattern}: Pick<Verdict, 'level' | 'pattern'>): string {
  return pattern === 'busy-loop' ? levelWords[level].replace(' LEAK', '') : levelWords[level];
}

/**
 * What would settle it. Where the garbage collector can, the sentence names the command that asks it: `proofCommand`,
 * undefined where the process does not offer it, or was asked already.
 */
export function confirmText(
  {level}: Pick<Verdict, 'level'>,
  {confirm}: Pick<PatternWords, 'confirm'>,
  proofCommand: string | undefined,
): string {
  const sentence =
    proofCommand === undefined || level === 'proven'
      ? ''
      : `\`${proofCommand}\` asks the garbage collector, which costs the process one collection.`;
  return confirm.replace(askCollector, sentence).trim();
}
