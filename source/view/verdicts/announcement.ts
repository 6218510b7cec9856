// The sentence that announces a verdict, and whether what was announced still stands.

import {patterns} from '../../diagnosis/patterns.ts';
import {isAtLeast, type Verdict} from '../../diagnosis/verdict.ts';
import {wordsOf} from '../../diagnosis/words-of.ts';
import type {SessionEvent} from '../../session/events.ts';
import {levelWord} from './verdict-words.ts';
import {verdictKey, type VerdictsNow} from './verdicts-now.ts';

/** What is said when a verdict has become likely or proven: one sentence, with the count of then. */
export function announcementOf(verdict: Verdict): string {
  return `${levelWord(verdict)} ${wordsOf(verdict, patterns).title(verdict.group.count)}`;
}

/** Whether what an event announces is still thought, and with as little doubt. */
export function isStanding(event: SessionEvent, {ranked}: Pick<VerdictsNow, 'ranked'>): boolean {
  return ranked.some(({verdict}) => isAtLeast(verdict.level, 'likely') && announces(event, verdict));
}

function announces({verdict: announced, text}: SessionEvent, verdict: Verdict): boolean {
  if (announced !== undefined) return announced === verdictKey(verdict);
  // A recording in which only the sentence is kept: that of this verdict, with the count of then.
  const count = Number(/([\d,]+) goroutine/.exec(text)?.[1]?.replaceAll(',', ''));
  return text.endsWith(wordsOf(verdict, patterns).title(count));
}
