import type {PatternName} from '../diagnosis/pattern-name.ts';
import type {Pattern} from '../diagnosis/patterns/pattern.ts';
import type {ReportClock} from './report-clock.ts';

/** What the writers of a report need to word it. */
export type ReportTelling = {
  readonly patterns: Readonly<
    Record<PatternName, Pick<Pattern, 'title' | 'phrase' | 'advice' | 'confirm' | 'reference' | 'variants'>>
  >;
  /** How to ask for proof, where it can be had. */
  readonly proofCommand: string | undefined;
  readonly clock: ReportClock;
};
