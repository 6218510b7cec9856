// The verdict on an opened group, in as many lines as there is room for.

import {wordsOf} from '../../diagnosis/words-of.ts';
import {patterns} from '../../diagnosis/patterns.ts';
import type {Session} from '../../session/session.ts';
import {proofKeyOf} from './evidence-panel.ts';
import {evidenceSentence} from '../verdicts/evidence-sentence.ts';
import {rule, type Paint} from '../text/paint.ts';
import {truncate} from '../text/text-width.ts';
import {labelled, labelledWidth} from '../verdicts/verdict-lines.ts';
import {confirmText, levelWord} from '../verdicts/verdict-words.ts';
import type {RankedVerdict} from '../verdicts/verdicts-now.ts';
import {wrap} from '../text/wrap.ts';

/** A third of an opened group at the most: its stack and its members are what it was opened for. */
const mostPart = 0.35;
const mostLinesOfText = 2;

type Labelled = readonly [string, string];

/** How many lines the verdict on an opened group takes, title included. */
export function sectionRows(height: number): number {
  return Math.max(1, Math.min(1 + 3 * mostLinesOfText, Math.floor(height * mostPart)));
}

/** The verdict on an opened group: what was seen, the fix, what would confirm it, as far as there is room. */
export function verdictSection(
  {verdict}: RankedVerdict,
  session: Session,
  height: number,
  paint: Paint,
): readonly string[] {
  const {pattern, evidence} = verdict;
  const words = wordsOf(verdict, patterns);
  const lines = sectionRows(height);
  const fix: Labelled = ['fix', words.advice];
  const saw: Labelled = ['saw', evidence.map(evidenceSentence).join(' · ')];
  const confirm: Labelled = ['confirm', confirmText(verdict, words, proofKeyOf(verdict, session))];
  const texts = [[], [fix], [saw, fix], [saw, fix, confirm]][Math.min(3, lines - 1)] ?? [];
  const section = [rule(`${levelWord(verdict)} · ${pattern} · 2: all of the evidence`, paint)];
  for (const [index, [label, text]] of texts.entries()) {
    // Each of those that follow has a line at least.
    const left = lines - section.length - (texts.length - 1 - index);
    if (text === '') continue;
    section.push(
      ...labelled(label, inLines(text, labelledWidth(paint), Math.min(mostLinesOfText, left)), paint),
    );
  }

  return section.slice(0, lines);
}

/** The beginning of a text, in so many lines. */
function inLines(text: string, width: number, most: number): readonly string[] {
  const all = wrap(text, width);
  if (all.length <= most) return all.map((one) => truncate(one, width));
  return all.slice(0, most).map((one, index) => truncate(index === most - 1 ? `${one} …` : one, width));
}
