// The page of an HTML report: its sections, and a policy under which it can neither load nor send.

import {wordsOf} from '../../diagnosis/words-of.ts';
import {createHash} from 'node:crypto';
import {spanText} from '../../text/duration.ts';
import {limitSentence} from '../../view/verdicts/limit-sentence.ts';
import {formatBytes, formatCount, plural} from '../../view/text/format.ts';
import {levelWord} from '../../view/verdicts/verdict-words.ts';
import {hasPeak, noSamples} from '../counts.ts';
import {flameGraphOf} from '../flame-graph.ts';
import type {Incident} from '../incident.ts';
import {stacksText, summaryOf} from '../summary.ts';
import type {ReportTelling} from '../telling.ts';
import {chartSvg, markedEvents, markMeanings} from './chart-svg.ts';
import {richHtml} from './frames-html.ts';
import {exactly, html, nothing, trusted, type Markup} from './markup.ts';
import {pageStyle} from './page-style.ts';
import {changesHtml, eventsHtml, groupsHtml, reasonsHtml} from './tables-html.ts';
import {levelClass, verdictsHtml} from './verdict-html.ts';

/** A page with more text than this takes a browser long to open; the rest is left out, and the page says so. */
const maxDumpCharacters = 4 * 1024 * 1024;

/** The report as one page that needs nothing else: no scripts, nothing from elsewhere, and a policy that says so. */
export function htmlReport(incident: Incident, telling: ReportTelling): string {
  const flame = incident.snapshot === undefined ? undefined : flameGraphOf(incident.snapshot);
  const styles = [pageStyle, ...(flame === undefined ? [] : [flame.style])];
  const {target, verdicts, events, isRedacted} = incident;
  const title = `Goroutine report: ${target.name}`;
  const sections = [
    section('summary', 'Summary', summaryHtml(incident, telling)),
    section('chart', 'Goroutines over time', overTimeHtml(incident, telling)),
    section(
      'verdicts',
      verdicts.length === 0 ? 'Verdicts' : `Verdicts (${verdicts.length})`,
      verdictsHtml(incident, telling),
    ),
    section(
      'events',
      events.length === 0 ? 'Events' : `Events (${events.length})`,
      eventsHtml(incident, telling),
    ),
    section('changes', 'What grew, what vanished', changesHtml(incident)),
    section('groups', 'Largest groups', groupsHtml(incident, stacksText(incident, telling))),
    ...(flame === undefined
      ? []
      : [section('flame', 'Flame graph', html`<div class="flame">${trusted(flame.svg)}</div>`)]),
    section('appendix', 'Appendix', appendixHtml(incident, telling)),
  ];
  return `<!doctype html>
${
  html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policyFor(styles)}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <meta name="color-scheme" content="light dark" />
      <meta name="generator" content="gorowatch ${incident.version}" />
      <title>${title}</title>
      ${styles.map((style) => exactly('style', '', [trusted(style)]))}
    </head>
    <body>
      <header>
        <h1>${title}</h1>
        ${headerHtml(incident, telling)}
      </header>
      ${isRedacted ? html`<p class="notice">Labels, arguments, host names and the command line were taken out of this report.</p>` : nothing}
      <nav>${sections.map(({id, title: name}) => html`<a href="#${id}">${name}</a>`)}</nav>
      <main>${sections.map(({markup}) => markup)}</main>
      <footer>
        Made by gorowatch ${incident.version} at ${telling.clock.moment(incident.madeWallMs)}. Times are
        ${telling.clock.zone}.
      </footer>
    </body>
  </html> `.markup
}`;
}

/** Nothing may be loaded, run or sent; of styles only those in the page. */
function policyFor(styles: readonly string[]): string {
  const hashes = styles.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  return `default-src 'none'; style-src ${hashes.join(' ')}; base-uri 'none'; form-action 'none'`;
}

type Section = {readonly id: string; readonly title: string; readonly markup: Markup};

function section(id: string, title: string, content: Markup): Section {
  return {
    id,
    title,
    markup: html`<section id="${id}">
      <h2>${title}</h2>
      ${content}
    </section> `,
  };
}

function headerHtml({target, fromWallMs, toWallMs, origin}: Incident, {clock}: ReportTelling): Markup {
  const when =
    fromWallMs === toWallMs
      ? clock.moment(toWallMs)
      : `${clock.moment(fromWallMs)} to ${clock.time(toWallMs)} (${spanText(toWallMs - fromWallMs)})`;
  return html`<p class="meta">
      ${when} ·
      ${clock.zone}${target.goAtLeast === undefined ? '' : ` · Go ${target.goAtLeast} or newer`}${origin.kind === 'recording' ? ` · from the recording ${origin.file}` : ''}
    </p>
    ${target.commandLine === undefined ? nothing : html`<p class="meta mono">${target.commandLine}</p>`}`;
}

function summaryHtml(incident: Incident, telling: ReportTelling): Markup {
  const {headline, level, rows} = summaryOf(incident, telling);
  const [first] = incident.verdicts;
  return html`<div class="summary ${incident.diagnosis === undefined ? '' : levelClass(level)}">
    <p class="headline">
      ${first === undefined ? nothing : html`<span class="chip ${levelClass(level)}">${levelWord(first.verdict)}</span> `}${richHtml(headline)}
    </p>
    <dl>
      ${rows.map(
        ({label, text}) =>
          html`<dt>${label}</dt>
            <dd>${richHtml(text)}</dd> `,
      )}
    </dl>
  </div>`;
}

function overTimeHtml(incident: Incident, {clock, patterns}: ReportTelling): Markup {
  const {total, events, verdicts} = incident;
  const {curve} = total;
  if (curve === undefined)
    return html`<p>This is one moment of ${plural(total.last, 'goroutine')}.</p>
      ${reasonsHtml(incident)}`;
  const worst = verdicts.find(({curve: own}) => own !== undefined);
  const part =
    worst?.curve === undefined
      ? undefined
      : {curve: worst.curve, name: wordsOf(worst.verdict, patterns).phrase};
  const withPeak = hasPeak(incident);
  const kinds = new Set(markedEvents(curve, events).map(({kind}) => kind));
  const legend = [
    html`<span class="curvekey">━ all goroutines</span>`,
    ...(part === undefined ? [] : [html`<span class="leakkey">╍ verdict 1: ${part.name}</span>`]),
    ...markMeanings
      .filter(([kind]) => kinds.has(kind))
      .map(([, mark, meaning]) => html`<span>${mark} ${meaning}</span>`),
  ];
  return html`${chartSvg({curve, last: total.last, part, events, peak: withPeak ? {value: total.peak, wallMs: total.peakWallMs} : undefined}, clock)}
    <p class="legend muted">${legend}</p>
    ${reasonsHtml(incident)}`;
}

function appendixHtml(incident: Incident, {clock}: ReportTelling): Markup {
  const {diagnosis, cost, dump, target} = incident;
  const {pulse, groups, stacks} = diagnosis?.samples ?? noSamples;
  return html`<h3>How this was made</h3>
    <ul>
      ${diagnosis === undefined ? html`<li>Nothing was judged.</li>` : nothing}
      <li>
        Looks: ${plural(pulse, 'count')} of all goroutines, ${plural(groups, 'count')} of groups,
        ${formatCount(stacks)} of full stacks.
      </li>
      ${cost === undefined ? nothing : html`<li>Cost: ${plural(cost.requests, 'request')}, ${formatBytes(cost.bytes)}.</li>`}
      <li>Address: <code>${target.url}</code></li>
      ${(diagnosis?.limits ?? []).map((limit) => html`<li>${limitSentence(limit)}</li>`)}
    </ul>
    ${dump === undefined ? nothing : dumpHtml(dump, clock.time(dump.wallMs))}`;
}

function dumpHtml(
  {text, goroutines, missing, isFromAlarm}: NonNullable<Incident['dump']>,
  time: string,
): Markup {
  const shown = text.slice(0, maxDumpCharacters);
  const left = text.length - shown.length;
  const cut = [
    ...(missing > 0 ? [`${plural(missing, 'goroutine')} of it ${missing === 1 ? 'is' : 'are'} missing`] : []),
    ...(left > 0 ? [`the last ${formatBytes(left)} of it are left out`] : []),
  ];
  return html`<h3>Full stacks ${isFromAlarm ? 'saved by the alarm' : 'of the newest look'}, ${time}</h3>
    <p class="muted">
      ${plural(goroutines, 'goroutine')}${cut.length === 0 ? '' : `; ${cut.join(', and ')}`}.
    </p>
    <p class="paper muted">They are not printed; the page has them.</p>
    <details class="screen">
      <summary>Show them</summary>
      ${exactly('pre', '', shown)}
    </details>`;
}
