// The tables of an HTML report: reasons, events, changes, groups.

import {shortFunction} from '../../profile/frame.ts';
import {formatChange, formatCount} from '../../view/text/format.ts';
import {notStartedYet} from '../../view/panels/not-started.ts';
import {creatorCounts, labelsText} from '../../view/lists/rows.ts';
import type {Counts, Incident, IncidentGroup} from '../incident.ts';
import {changeWord, hasPeak} from '../counts.ts';
import type {ReportTelling} from '../telling.ts';
import {sparkSvg} from './chart-svg.ts';
import {fileOf, stackHtml} from './frames-html.ts';
import {html, nothing, type Markup} from './markup.ts';

/** What goroutines wait for, at the beginning, at the peak, and at the end. */
export function reasonsHtml(incident: Incident): Markup {
  const {reasons, fromWallMs, toWallMs} = incident;
  const isMoment = fromWallMs === toWallMs;
  const withPeak = hasPeak(incident);
  return html`<table>
    <thead>
      <tr>
        <th>They wait for</th>
        ${
          isMoment
            ? html`<th class="n">Goroutines</th>`
            : html`${countHeads(withPeak)}
                <th class="wide">Over time</th>`
        }
      </tr>
    </thead>
    <tbody>
      ${reasons.map(
        ({family, curve, ...counts}) =>
          html`<tr>
            <td>${family}</td>
            ${
              isMoment
                ? html`<td class="n">${formatCount(counts.last)}</td>`
                : html`${countCells(counts, withPeak)}
                    <td class="wide">${sparkSvg(curve)}</td>`
            }
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function countHeads(withPeak: boolean): Markup {
  return html`<th class="n">First</th>
    ${withPeak ? html`<th class="n">At the peak</th>` : nothing}
    <th class="n">Last</th>
    <th class="n">Change</th>`;
}

function countCells({first, peak, last}: Counts, withPeak: boolean): Markup {
  const change = last - first;
  const way = change > 0 ? 'up' : change < 0 ? 'down' : 'muted';
  return html`<td class="n">${formatCount(first)}</td>
    ${withPeak ? html`<td class="n">${formatCount(peak)}</td>` : nothing}
    <td class="n">${formatCount(last)}</td>
    <td class="n ${way}">${formatChange(change)}</td>`;
}

export function eventsHtml({events}: Incident, {clock}: ReportTelling): Markup {
  if (events.length === 0) return html`<p>None.</p>`;
  return html`<table>
    <tbody>
      ${events.map(
        ({kind, wallMs, text}) =>
          html`<tr>
            <td class="t">${clock.time(wallMs)}</td>
            <td class="kind-${kind}">${kind}</td>
            <td class="w">${text}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

/** What grew and what shrank, between the beginning and the end. */
export function changesHtml(incident: Incident): Markup {
  const {grew, shrank, fromWallMs, toWallMs} = incident;
  if (fromWallMs === toWallMs) return html`<p>This is one moment: nothing can be said of change.</p>`;
  if (grew.length + shrank.length === 0) return html`<p>No group grew or shrank.</p>`;
  const withPeak = hasPeak(incident);
  return html`<table class="changes">
    ${changeRows('Grew', grew, withPeak)}${changeRows('Shrank or vanished', shrank, withPeak)}
  </table>`;
}

function changeRows(title: string, groups: readonly IncidentGroup[], withPeak: boolean): Markup {
  if (groups.length === 0) return nothing;
  return html`<tbody>
    <tr>
      <th>${title}</th>
      <th class="wide reason">They wait for</th>
      ${countHeads(withPeak)}
    </tr>
    ${groups.map(
      ({frame, family, ...counts}) =>
        html`<tr>
          <td class="w">${placeHtml(frame)} <span class="muted">${changeWord(counts)}</span></td>
          <td class="wide">${family}</td>
          ${countCells(counts, withPeak)}
        </tr> `,
    )}
  </tbody>`;
}

function placeHtml(frame: IncidentGroup['frame']): Markup {
  if (frame === undefined) return html`<span class="muted">${notStartedYet}</span>`;
  const file = frame.file.slice(frame.file.lastIndexOf('/') + 1);
  return html`<code>${shortFunction(frame.function)}</code
    >${file === '' ? nothing : html` <span class="muted mono">${file}:${frame.line}</span>`}`;
}

/** The largest groups, each with its whole stack behind its line. */
export function groupsHtml({groups, others, total}: Incident, note: string | undefined): Markup {
  if (groups.length === 0) return html`<p>No groups were seen.</p>`;
  return html`${note === undefined ? nothing : html`<p class="muted">${note}</p>`}
    <div class="groups">${groups.map((group) => groupHtml(group, total.last))}</div>
    ${others.groups === 0 ? nothing : html`<p class="muted">And ${formatCount(others.goroutines)} goroutines in ${formatCount(others.groups)} smaller groups.</p>`}`;
}

function groupHtml(group: IncidentGroup, total: number): Markup {
  const {last, frame, family, status, stack, labels, creators, waitMinutes, leaked} = group;
  const share = total === 0 ? 0 : Math.round((last / total) * 100);
  const facts = [
    status === family ? '' : status,
    share > 0 ? `${share} % of all` : '',
    waitMinutes > 0 ? `waiting for up to ≈ ${formatCount(waitMinutes)} min` : '',
    leaked > 0 ? `${formatCount(leaked)} marked as leaked by the garbage collector` : '',
  ].filter((text) => text !== '');
  return html`<details class="printed">
    <summary>
      <span class="n">${formatCount(last)}</span>${family} <span class="muted">in</span> ${placeHtml(frame)}
    </summary>
    <div>
      ${facts.length === 0 ? nothing : html`<p class="muted">${facts.join(' · ')}</p>`} ${stackHtml(stack)}
      ${creators.map(
        (creator) =>
          html`<p>
            Created by <code>${shortFunction(creator.frame.function)}</code>
            <span class="muted"
              ><span class="mono">${fileOf(creator.frame)}</span> (${creatorCounts(creator)})</span
            >
          </p>`,
      )}
      ${labels.length === 0 ? nothing : html`<p>${labels.map(({labels: set, count}) => html`<code>${labelsText(set)}</code> <span class="muted">${formatCount(count)}</span> `)}</p>`}
    </div>
  </details> `;
}
