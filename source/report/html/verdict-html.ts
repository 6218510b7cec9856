// The verdicts of an HTML report.

import {wordsOf} from '../../diagnosis/words-of.ts';
import {shortFunction} from '../../profile/frame.ts';
import type {Level, VerdictSource} from '../../diagnosis/verdict.ts';
import {evidenceSentence} from '../../view/verdicts/evidence-sentence.ts';
import {notStartedYet} from '../../view/panels/not-started.ts';
import {creatorCounts, labelsText} from '../../view/lists/rows.ts';
import {noSourceReason} from '../../view/verdicts/source-lines.ts';
import {plural} from '../../view/text/format.ts';
import {confirmText, levelWord} from '../../view/verdicts/verdict-words.ts';
import {othersOf} from '../counts.ts';
import type {Incident, IncidentVerdict} from '../incident.ts';
import {withCode} from '../rich-text.ts';
import {capital, sinceText} from '../summary.ts';
import type {ReportTelling} from '../telling.ts';
import {sparkSvg} from './chart-svg.ts';
import {fileOf, richHtml, stackHtml} from './frames-html.ts';
import {exactly, html, nothing, type Markup} from './markup.ts';

const creatorsTold = 5;
const curveSize = {width: 300, height: 44};

/** How a level looks. */
export function levelClass(level: Level | undefined): string {
  return level === 'proven' || level === 'likely' ? 'bad' : level === 'watch' ? 'watch' : 'calm';
}

export function verdictsHtml({verdicts, known, diagnosis}: Incident, telling: ReportTelling): Markup {
  const {constant, load, moving} = othersOf({diagnosis});
  const rest = `${constant} constant, ${load} that follow load, ${moving} that come and go`;
  return html`${verdicts.map((verdict, index) => verdictHtml(verdict, index + 1, telling))}
  ${verdicts.length === 0 ? html`<p>Nothing is reported.</p>` : nothing}
  ${known > 0 ? html`<p class="muted">Known cases left out: ${known}.</p>` : nothing}
  ${constant + load + moving === 0 ? nothing : html`<p class="muted">Other groups: ${rest}.</p>`}`;
}

function verdictHtml(one: IncidentVerdict, rank: number, telling: ReportTelling): Markup {
  const {verdict, curve} = one;
  const {group, level, pattern, evidence, source} = verdict;
  const words = wordsOf(verdict, telling.patterns);
  const labels = labelsText(group.labels);
  return html`<article class="card" id="verdict-${rank}">
    <h3>
      ${rank}.
      <span class="chip ${levelClass(level)}">${levelWord(verdict)}</span>
      ${richHtml(withCode(words.title(group.count)))}
    </h3>
    <dl>
      ${row('Where', html`${group.frame === undefined ? notStartedYet : html`<code>${shortFunction(group.frame.function)}</code> <span class="muted mono">${fileOf(group.frame)}</span>`}`)}
      ${group.creators
        .slice(0, creatorsTold)
        .map((creator, index) =>
          row(
            index === 0 ? 'Created by' : '',
            html`<code>${shortFunction(creator.frame.function)}</code>
              <span class="muted"
                ><span class="mono">${fileOf(creator.frame)}</span> (${creatorCounts(creator)})</span
              >`,
          ),
        )}
      ${labels === '' ? nothing : row('Labels', html`<code>${labels}</code>`)}
      ${row('Since', richHtml(sinceText(one, telling)))}
      ${curve === undefined ? nothing : row('Count', sparkSvg(curve, curveSize))}
      ${row(
        'Seen',
        html`<ul>
          ${evidence.map((item) => html`<li>${capital(evidenceSentence(item))}</li>`)}
        </ul>`,
      )}
      ${row('Fix', richHtml(withCode(words.advice)))}
      ${row('To confirm', richHtml(withCode(confirmText(verdict, words, telling.proofCommand))))}
      ${row('Read more', html`<a href="${words.reference}" rel="noreferrer">${words.reference}</a> <span class="muted">(pattern <span class="mono">${pattern}</span>)</span>`)}
    </dl>
    ${source === undefined ? nothing : sourceHtml(source)}
    <details class="printed">
      <summary>Whole stack (${plural(group.stack.length, 'frame')})</summary>
      ${stackHtml(group.stack)}
    </details>
  </article> `;
}

function row(label: string, content: Markup): Markup {
  return html`<dt>${label}</dt>
    <dd>${content}</dd> `;
}

function sourceHtml(source: VerdictSource): Markup {
  if (source.kind !== 'found') return html`<p class="muted">${noSourceReason(source)}</p>`;
  const {lines, line, path} = source;
  const digits = String(lines.at(-1)?.number ?? line).length;
  const code = lines.map(({number, text}) => {
    const isIt = number === line;
    const gutter = exactly('span', 'num', `${isIt ? '▸' : ' '} ${String(number).padStart(digits)}  `);
    return exactly('span', isIt ? 'line it' : 'line', [gutter, exactly('span', '', text)]);
  });
  return html`<p class="mono muted path">${path}</p>
    ${exactly('pre', 'source', code)}`;
}
