// What a report says before anything else: what is wrong, since when, how sure, what to do.

import {wordsOf} from '../diagnosis/words-of.ts';
import {shortFunction} from '../profile/frame.ts';
import type {Frame} from '../profile/model.ts';
import type {Level} from '../diagnosis/verdict.ts';
import {formatMs, spanText} from '../text/duration.ts';
import {evidenceSentence} from '../view/verdicts/evidence-sentence.ts';
import {formatCount, formatPercent, plural} from '../view/text/format.ts';
import {confirmText} from '../view/verdicts/verdict-words.ts';
import {hasPeak} from './counts.ts';
import type {Incident, IncidentEvent, IncidentVerdict} from './incident.ts';
import {code, rich, withCode, type Rich} from './rich-text.ts';
import type {ReportTelling} from './telling.ts';

/** Evidence beyond this is read with the verdict. */
const evidenceTold = 3;
/** Times at which it was out of reach, or restarted; each is among the events. */
const interruptionsTold = 3;

/** What a report says before anything else. */
type Summary = {
  /** One sentence: what is wrong, or that nothing is. */
  readonly headline: Rich;
  /** How sure the first verdict is; undefined where nothing was found. */
  readonly level: Level | undefined;
  readonly rows: readonly {readonly label: string; readonly text: Rich}[];
};

/** What is wrong, since when, how sure that is, and what to do, in sentences. */
export function summaryOf(incident: Incident, telling: ReportTelling): Summary {
  const [first, ...more] = incident.verdicts;
  return {
    headline: first === undefined ? healthy(incident) : headlineOf(first, telling),
    level: first?.verdict.level,
    rows: [
      ...(first === undefined
        ? []
        : [
            {label: 'Since', text: sinceText(first, telling)},
            {label: 'How sure', text: surenessText(first)},
            {label: 'What to do', text: withCode(wordsOf(first.verdict, telling.patterns).advice)},
            {label: 'To confirm', text: confirmRich(first, telling)},
          ]),
      ...(more.length === 0 ? [] : [{label: 'Also', text: alsoText(more, telling)}]),
      {label: 'Goroutines', text: totalText(incident, telling)},
      ...alarmRows(incident, telling),
      ...interruptionRows(incident, telling),
      {label: 'Watched', text: watchedText(incident, telling)},
      ...damageRows(incident, telling),
    ],
  };
}

function healthy({total, diagnosis}: Incident): Rich {
  if (diagnosis === undefined) return [`Nothing was judged here: ${plural(total.last, 'goroutine')}.`];
  const {constant, load, moving} = diagnosis.others;
  const groups = constant + load + moving;
  return [
    `No leak was found in ${plural(total.last, 'goroutine')}${groups === 0 ? '' : `: ${plural(groups, 'group was', 'groups were')} judged`}.`,
  ];
}

function headlineOf({verdict}: IncidentVerdict, {patterns}: ReportTelling): Rich {
  const {group} = verdict;
  const title = withCode(wordsOf(verdict, patterns).title(group.count));
  return group.frame === undefined ? rich`${title}.` : rich`${title}, in ${placeRich(group.frame)}.`;
}

function placeRich(frame: Frame): Rich {
  const file = frame.file.slice(frame.file.lastIndexOf('/') + 1);
  const name = code(shortFunction(frame.function));
  return file === '' ? [name] : rich`${name} (${code(`${file}:${frame.line}`)})`;
}

/** Since when there is what a verdict is about, as a sentence. */
export function sinceText({since, verdict, curve, first}: IncidentVerdict, {clock}: ReportTelling): Rich {
  const last = curve?.values.findLast((value) => value !== undefined) ?? verdict.group.count;
  const way = `from ${formatCount(first)} to ${formatCount(last)}`;
  switch (since.kind) {
    case 'rose':
      return [`${clock.time(since.wallMs)}. Their number went ${way} from then on.`];
    case 'before':
      return last > first
        ? [`Before ${clock.time(since.wallMs)}, when this report begins. Their number went ${way}.`]
        : [
            `Before ${clock.time(since.wallMs)}, when this report begins, and ${formatCount(last)} at its end.`,
          ];
    case 'waited':
      return [
        `At least ${plural(since.waitMinutes, 'minute')} before the look: the longest wait that the runtime tells.`,
      ];
    case 'unknown':
      return ['One look does not show it, and the runtime tells no wait of a minute or more.'];
  }
}

const surenessWords: Record<Level, string> = {
  proven: 'Proven',
  likely: 'Likely: independent signs agree',
  watch: 'One sign only, worth watching',
  load: 'It moves with load',
  benign: 'Known to be harmless',
};

function surenessText({verdict}: IncidentVerdict): Rich {
  const sentences = verdict.evidence.slice(0, evidenceTold).map(evidenceSentence);
  return [
    `${surenessWords[verdict.level]}. ${sentences.map((text) => `${capital(text)}.`).join(' ')}`.trim(),
  ];
}

function confirmRich({verdict}: IncidentVerdict, {patterns, proofCommand}: ReportTelling): Rich {
  return withCode(confirmText(verdict, wordsOf(verdict, patterns), proofCommand));
}

function alsoText(more: readonly IncidentVerdict[], {patterns}: ReportTelling): Rich {
  return more.flatMap(({verdict}, index): Rich => {
    const {group, level} = verdict;
    const where = group.frame === undefined ? [] : rich` in ${code(shortFunction(group.frame.function))}`;
    const end = index === more.length - 1 ? '.' : '; ';
    return rich`${withCode(wordsOf(verdict, patterns).title(group.count))}${where} (${level})${end}`;
  });
}

function totalText(incident: Incident, {clock}: ReportTelling): Rich {
  const {total, fromWallMs, toWallMs} = incident;
  const {first, last, peak} = total;
  if (fromWallMs === toWallMs) return [`${formatCount(last)} at ${clock.time(toWallMs)}.`];
  const span = spanText(toWallMs - fromWallMs);
  const way =
    first === last
      ? `${formatCount(last)} at the beginning and at the end of ${span}`
      : `From ${formatCount(first)} to ${formatCount(last)} in ${span}`;
  const most = hasPeak(incident) ? `; at most ${formatCount(peak)}, at ${clock.time(total.peakWallMs)}` : '';
  return [`${way}${most}.`];
}

function alarmRows({events}: Incident, {clock}: ReportTelling): Summary['rows'] {
  const alarms = events.filter(({kind}) => kind === 'alert');
  const [alarm] = alarms;
  if (alarm === undefined) return [];
  const more = alarms.length === 1 ? '' : ` ${plural(alarms.length - 1, 'more alarm')} followed.`;
  return [{label: 'Alarm', text: rich`${clock.time(alarm.wallMs)}: ${code(alarm.text)}.${more}`}];
}

/** When nothing could be seen, and from when on it was another process. */
function interruptionRows({events}: Incident, {clock}: ReportTelling): Summary['rows'] {
  const timesOf = (kind: IncidentEvent['kind']) => {
    const times = events.filter((event) => event.kind === kind).map(({wallMs}) => clock.time(wallMs));
    const more = times.length - interruptionsTold;
    return `${times.slice(0, interruptionsTold).join(', ')}${more > 0 ? ` and ${plural(more, 'more time')}` : ''}`;
  };
  const lost = timesOf('lost');
  const restarted = timesOf('restarted');
  return [
    ...(lost === '' ? [] : [{label: 'Out of reach', text: [`${lost}; the events below tell until when.`]}]),
    ...(restarted === ''
      ? []
      : [{label: 'Restarted', text: [`${restarted}. What was seen before is of another process.`]}]),
  ];
}

function damageRows({damage}: Incident, {clock}: ReportTelling): Summary['rows'] {
  if (damage.length === 0) return [];
  const stretches = damage.map(
    ({fromWallMs, toWallMs}) => `${clock.time(fromWallMs)} to ${clock.time(toWallMs)}`,
  );
  const text = `The recording cannot be read from ${stretches.join(', nor from ')}: that is missing here.`;
  return [{label: 'Damaged', text: [text]}];
}

/** What is said of groups is partly of before: undefined where it is as of the end. */
export function stacksText({stacksWallMs}: Incident, {clock}: ReportTelling): string | undefined {
  return stacksWallMs === undefined
    ? undefined
    : `Waits and creators are as of ${clock.time(stacksWallMs)}, when full stacks were last taken.`;
}

/** What was watched, for how long, and at what cost. */
function watchedText(incident: Incident, {clock}: ReportTelling): Rich {
  const {target, origin, fromWallMs, toWallMs, cost} = incident;
  const name = code(target.name);
  if (origin.kind === 'files') {
    return origin.moments === 1
      ? rich`${name}, one moment, read from a file written at ${clock.moment(toWallMs)}.`
      : rich`${name}, ${plural(origin.moments, 'moment')} read from files${guessedText(incident)}.`;
  }

  const when = `from ${clock.moment(fromWallMs)} to ${clock.moment(toWallMs)}`;
  return rich`${name}, ${when} (${spanText(toWallMs - fromWallMs)})${costText(cost, toWallMs - fromWallMs)}.`;
}

function guessedText({diagnosis}: Incident): string {
  const isGuessed = diagnosis?.limits.some(({kind}) => kind === 'no-times') === true;
  return isGuessed ? ' that do not say when they were taken: all times here are guesses, a minute apart' : '';
}

function costText(cost: Incident['cost'], elapsedMs: number): string {
  if (cost === undefined) return '';
  const share = formatPercent(cost.busyMs / Math.max(1000, elapsedMs));
  return `, which took ${plural(cost.requests, 'request')}, ${share} of one core, and stopped the process for at most ${formatMs(cost.stoppedMs)} in all`;
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
