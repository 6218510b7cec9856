// Writes a report as Markdown.

import {shortFunction} from '../profile/frame.ts';
import type {Frame} from '../profile/model.ts';
import {spanText} from '../text/duration.ts';
import {formatBytes, formatChange, formatCount, plural} from '../view/text/format.ts';
import {limitSentence} from '../view/verdicts/limit-sentence.ts';
import {markdownTable} from '../view/text/markdown-table.ts';
import {notStartedYet} from '../view/panels/not-started.ts';
import {creatorCounts, labelsText} from '../view/lists/rows.ts';
import {sparkline} from '../view/charts/sparkline.ts';
import {levelWord} from '../view/verdicts/verdict-words.ts';
import {changeWord, hasPeak, noSamples, othersOf} from './counts.ts';
import type {Counts, Incident, IncidentGroup} from './incident.ts';
import {markdownChart} from './markdown-chart.ts';
import {stackLines} from './stack-lines.ts';
import {codeBlock, codeSpan, markdownRich, markdownWords} from './markdown-text.ts';
import {verdictMarkdown} from './markdown-verdict.ts';
import {stacksText, summaryOf} from './summary.ts';
import type {ReportTelling} from './telling.ts';

/** A page with more text than this is not shown by those who show Markdown. */
const maxDumpCharacters = 256 * 1024;
const sparkCells = 20;

/** The report as Markdown, which can be read as it is. */
export function markdownReport(incident: Incident, telling: ReportTelling): string {
  const {target, isRedacted, version, madeWallMs} = incident;
  const lines = [
    `# Goroutine report: ${markdownWords(target.name)}`,
    '',
    ...header(incident, telling),
    ...(isRedacted
      ? ['> Labels, arguments, host names and the command line were taken out of this report.', '']
      : []),
    '## Summary',
    '',
    ...summary(incident, telling),
    '',
    '## Goroutines over time',
    '',
    ...overTime(incident, telling),
    '',
    '## Verdicts',
    '',
    ...verdicts(incident, telling),
    '## Events',
    '',
    ...events(incident, telling),
    '',
    '## What grew, what vanished',
    '',
    ...changes(incident),
    '',
    '## Largest groups',
    '',
    ...stacksNote(incident, telling),
    ...incident.groups.flatMap(groupMarkdown),
    ...others(incident),
    '## Appendix',
    '',
    ...appendix(incident, telling),
    '---',
    '',
    `Made by gorowatch ${version} at ${telling.clock.moment(madeWallMs)}. Times are ${telling.clock.zone}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function header({target, fromWallMs, toWallMs, origin}: Incident, {clock}: ReportTelling): readonly string[] {
  const when =
    fromWallMs === toWallMs
      ? clock.moment(toWallMs)
      : `${clock.moment(fromWallMs)} to ${clock.time(toWallMs)} (${spanText(toWallMs - fromWallMs)})`;
  const facts = [
    when,
    clock.zone,
    ...(target.goAtLeast === undefined ? [] : [`Go ${markdownWords(target.goAtLeast)} or newer`]),
    ...(origin.kind === 'recording' ? [`from the recording ${codeSpan(origin.file)}`] : []),
  ];
  return [
    facts.join(' · '),
    '',
    ...(target.commandLine === undefined ? [] : [codeSpan(target.commandLine), '']),
  ];
}

function summary(incident: Incident, telling: ReportTelling): readonly string[] {
  const {headline, rows} = summaryOf(incident, telling);
  const [first] = incident.verdicts;
  const level = first === undefined ? '' : `**${levelWord(first.verdict)}**: `;
  return [
    `${level}${markdownRich(headline)}`,
    '',
    ...rows.map(({label, text}) => `- **${label}**: ${markdownRich(text)}`),
  ];
}

function overTime(incident: Incident, {clock}: ReportTelling): readonly string[] {
  const {total, reasons} = incident;
  const isMoment = total.curve === undefined;
  const withPeak = hasPeak(incident);
  const table = isMoment
    ? markdownTable(
        ['They wait for', 'Goroutines'],
        reasons.map(({family, last}) => [family, formatCount(last)]),
      )
    : markdownTable(
        ['They wait for', ...countHeads(withPeak), 'Over time'],
        reasons.map(({family, curve, ...counts}) => [
          family,
          ...countCells(counts, withPeak),
          codeSpan(sparkline(curve.values, sparkCells).trim()),
        ]),
      );
  const chart =
    total.curve === undefined
      ? [`This is one moment of ${plural(total.last, 'goroutine')}.`]
      : codeBlock(markdownChart(total.curve, clock));
  return [...chart, '', table.trimEnd()];
}

function verdicts(incident: Incident, telling: ReportTelling): readonly string[] {
  const {constant, load, moving} = othersOf(incident);
  return [
    ...(incident.verdicts.length === 0 ? ['Nothing is reported.', ''] : []),
    ...incident.verdicts.flatMap((verdict, index) => verdictMarkdown(verdict, index + 1, telling)),
    ...(incident.known > 0 ? [`Known cases left out: ${incident.known}.`, ''] : []),
    ...(constant + load + moving === 0
      ? []
      : [`Other groups: ${constant} constant, ${load} that follow load, ${moving} that come and go.`, '']),
  ];
}

function events({events: all}: Incident, {clock}: ReportTelling): readonly string[] {
  if (all.length === 0) return ['None.'];
  return all.map(({wallMs, kind, text}) => `- ${clock.time(wallMs)} **${kind}** ${markdownWords(text)}`);
}

function changes(incident: Incident): readonly string[] {
  const {grew, shrank, fromWallMs, toWallMs} = incident;
  const withPeak = hasPeak(incident);
  if (fromWallMs === toWallMs) return ['This is one moment: nothing can be said of change.'];
  if (grew.length + shrank.length === 0) return ['No group grew or shrank.'];
  return [
    ...(grew.length === 0 ? ['Nothing grew.'] : [changeTable('Grew', grew, withPeak)]),
    '',
    ...(shrank.length === 0 ? ['Nothing shrank.'] : [changeTable('Shrank or vanished', shrank, withPeak)]),
  ];
}

function changeTable(title: string, groups: readonly IncidentGroup[], withPeak: boolean): string {
  return markdownTable(
    [title, 'They wait for', ...countHeads(withPeak)],
    groups.map(({frame, family, ...counts}) => {
      const word = changeWord(counts);
      return [
        `${placeText(frame)}${word === '' ? '' : ` (${word})`}`,
        family,
        ...countCells(counts, withPeak),
      ];
    }),
  ).trimEnd();
}

function countHeads(withPeak: boolean): readonly string[] {
  return ['First', ...(withPeak ? ['At the peak'] : []), 'Last', 'Change'];
}

function countCells({first, peak, last}: Counts, withPeak: boolean): readonly string[] {
  return [
    formatCount(first),
    ...(withPeak ? [formatCount(peak)] : []),
    formatCount(last),
    formatChange(last - first),
  ];
}

function placeText(frame: Frame | undefined): string {
  if (frame === undefined) return notStartedYet;
  const file = frame.file.slice(frame.file.lastIndexOf('/') + 1);
  return codeSpan(`${shortFunction(frame.function)}${file === '' ? '' : ` ${file}:${frame.line}`}`);
}

function stacksNote(incident: Incident, telling: ReportTelling): readonly string[] {
  const text = stacksText(incident, telling);
  return text === undefined ? [] : [text, ''];
}

function groupMarkdown(group: IncidentGroup): readonly string[] {
  const {last, family, status, frame, stack, creators, labels, waitMinutes, leaked} = group;
  const facts = [
    ...(status === family ? [] : [`Status: ${codeSpan(status)}`]),
    ...(waitMinutes > 0 ? [`Waiting for up to ≈ ${formatCount(waitMinutes)} min`] : []),
    ...(leaked > 0 ? [`${formatCount(leaked)} marked as leaked by the garbage collector`] : []),
    ...creators.map((creator) => `Created by ${placeText(creator.frame)} (${creatorCounts(creator)})`),
    ...(labels.length === 0
      ? []
      : [
          `Labels: ${labels.map(({labels: set, count}) => `${codeSpan(labelsText(set))} ${formatCount(count)}`).join(', ')}`,
        ]),
  ];
  return [
    `### ${formatCount(last)} ${family} in ${placeText(frame)}`,
    '',
    ...codeBlock(stackLines(stack)),
    '',
    ...(facts.length === 0 ? [] : [...facts.map((fact) => `- ${fact}`), '']),
  ];
}

function others({others: {groups, goroutines}}: Incident): readonly string[] {
  return groups === 0
    ? []
    : [`And ${formatCount(goroutines)} goroutines in ${formatCount(groups)} smaller groups.`, ''];
}

function appendix(incident: Incident, {clock}: ReportTelling): readonly string[] {
  const {diagnosis, cost, target, dump} = incident;
  const {pulse, groups, stacks} = diagnosis?.samples ?? noSamples;
  return [
    `- Looks: ${plural(pulse, 'count')} of all goroutines, ${plural(groups, 'count')} of groups, ${formatCount(stacks)} of full stacks.`,
    ...(cost === undefined
      ? []
      : [`- Cost: ${plural(cost.requests, 'request')}, ${formatBytes(cost.bytes)}.`]),
    `- Address: ${codeSpan(target.url)}`,
    ...(diagnosis?.limits ?? []).map((limit) => `- ${markdownWords(limitSentence(limit))}`),
    '',
    ...(dump === undefined ? [] : dumpLines(dump, clock.time(dump.wallMs))),
  ];
}

function dumpLines(
  {text, goroutines, missing, isFromAlarm}: NonNullable<Incident['dump']>,
  time: string,
): readonly string[] {
  const shown = text.slice(0, maxDumpCharacters);
  const left = text.length - shown.length;
  return [
    `### Full stacks ${isFromAlarm ? 'saved by the alarm' : 'of the newest look'}, ${time}`,
    '',
    `${plural(goroutines, 'goroutine')}${missing > 0 ? `; ${formatCount(missing)} more are missing` : ''}${left > 0 ? `; the last ${formatBytes(left)} are left out here, a report as HTML has more` : ''}.`,
    '',
    ...codeBlock(shown.split('\n')),
    '',
  ];
}
