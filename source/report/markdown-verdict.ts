// One verdict in a Markdown report.

import {wordsOf} from '../diagnosis/words-of.ts';
import {shortFunction} from '../profile/frame.ts';
import type {Frame} from '../profile/model.ts';
import {evidenceSentence} from '../view/verdicts/evidence-sentence.ts';
import {notStartedYet} from '../view/panels/not-started.ts';
import {creatorCounts, labelsText} from '../view/lists/rows.ts';
import {noSourceReason} from '../view/verdicts/source-lines.ts';
import {confirmText, levelWord} from '../view/verdicts/verdict-words.ts';
import type {IncidentVerdict} from './incident.ts';
import {codeBlock, codeSpan, markdownRich, markdownWords} from './markdown-text.ts';
import {stackLines} from './stack-lines.ts';
import {withCode} from './rich-text.ts';
import {capital, sinceText} from './summary.ts';
import type {ReportTelling} from './telling.ts';

const creatorsTold = 5;

/** One verdict: what it is and how sure, where, what was seen, the fix, what would confirm it, its whole stack. */
export function verdictMarkdown(
  one: IncidentVerdict,
  rank: number,
  telling: ReportTelling,
): readonly string[] {
  const {verdict} = one;
  const {group, pattern, evidence, source} = verdict;
  const words = wordsOf(verdict, telling.patterns);
  const labels = labelsText(group.labels);
  return [
    `### ${rank}. ${levelWord(verdict)}: ${markdownRich(withCode(words.title(group.count)))}`,
    '',
    `- **Where**: ${group.frame === undefined ? notStartedYet : placed(group.frame)}`,
    ...group.creators
      .slice(0, creatorsTold)
      .map((creator) => `- **Created by**: ${placed(creator.frame)} (${creatorCounts(creator)})`),
    ...(labels === '' ? [] : [`- **Labels**: ${codeSpan(labels)}`]),
    `- **Since**: ${markdownRich(sinceText(one, telling))}`,
    '- **Seen**:',
    ...evidence.map((item) => `  - ${markdownWords(capital(evidenceSentence(item)))}`),
    `- **Fix**: ${markdownRich(withCode(words.advice))}`,
    `- **To confirm**: ${markdownRich(withCode(confirmText(verdict, words, telling.proofCommand)))}`,
    `- **Read more**: <${words.reference}> (pattern ${codeSpan(pattern)})`,
    '',
    ...(source === undefined ? [] : [...sourceLines(source), '']),
    ...codeBlock(stackLines(group.stack)),
    '',
  ];
}

function sourceLines(source: NonNullable<IncidentVerdict['verdict']['source']>): readonly string[] {
  if (source.kind !== 'found') return [markdownWords(noSourceReason(source) ?? '')];
  const digits = String(source.lines.at(-1)?.number ?? source.line).length;
  const code = source.lines.map(
    ({number, text}) => `${number === source.line ? '>' : ' '} ${String(number).padStart(digits)}  ${text}`,
  );
  return [codeSpan(source.path), '', ...codeBlock(code, 'go')];
}

function placed(frame: Frame): string {
  const name = codeSpan(shortFunction(frame.function));
  return frame.file === '' ? name : `${name} ${codeSpan(`${frame.file}:${frame.line}`)}`;
}
