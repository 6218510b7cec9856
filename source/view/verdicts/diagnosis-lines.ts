// A diagnosis as text, as check prints it.

import {isAtLeast, watchedMsOf, type Diagnosis, type Verdict} from '../../diagnosis/verdict.ts';
import {shortFunction} from '../../profile/frame.ts';
import {formatMs, spanText} from '../../text/duration.ts';
import {formatCount, formatPercent, plural} from '../text/format.ts';
import {grownSentence} from './grown-sentence.ts';
import {limitSentence} from './limit-sentence.ts';
import {line, type Paint} from '../text/paint.ts';
import {verdictLines, type VerdictTelling} from './verdict-lines.ts';
import {wrap} from '../text/wrap.ts';

/** What was judged: a process that was watched, or files. */
export type Judged = {
  readonly target: {readonly name: string; readonly url: string};
  readonly cost: {
    readonly requests: number;
    readonly bytes: number;
    /** Milliseconds that requests kept the target busy, and stopped; both are 0 for files. */
    readonly requestMs: number;
    readonly stoppedMs: number;
  };
  /** How many moments were read from files; undefined for a process. */
  readonly moments: number | undefined;
};

/** Verdicts to tell, and what of them was left out because the user knows it. */
export type Told = {
  readonly diagnosis: Diagnosis;
  readonly verdicts: readonly Verdict[];
  readonly known: number;
  /** Those; undefined where only their number is told. */
  readonly leftOut?: readonly Verdict[] | undefined;
};

/** More known cases than these are not named: they are known. */
const knownNamed = 5;

/** A diagnosis as a person would write it down: the verdicts by rank, then what else there is to say. */
export function diagnosisLines(
  told: Told,
  judged: Judged,
  telling: VerdictTelling,
  paint: Paint,
): readonly string[] {
  const {theme, columns} = paint;
  const {diagnosis, verdicts} = told;
  const sentence = (text: string, style = theme.text) => wrap(text, columns).map((part) => line(style(part)));
  const after = [
    ...(told.known > 0 ? sentence(knownSentence(told), theme.muted) : []),
    ...diagnosis.limits.flatMap((limit) => sentence(limitSentence(limit), theme.warning)),
  ];
  if (verdicts.length === 0) {
    const grown = grownSentence(diagnosis);
    return [
      ...sentence(healthySentence(told, judged, paint), theme.text),
      ...(grown === undefined ? [] : sentence(grown)),
      ...after,
    ];
  }

  const isLeaking = verdicts.some(({level}) => isAtLeast(level, 'likely'));
  const was = `${whatWas(told, judged)}${isLeaking ? ':' : ','} ${totals(diagnosis, paint)}${costText(told, judged)}`;
  return [
    ...(isLeaking ? sentence(was, theme.muted) : sentence(`No leak found${toWatch(verdicts)}: ${was}.`)),
    '',
    ...verdicts.flatMap((verdict, index) => [...verdictLines(verdict, index + 1, telling, paint), '']),
    ...sentence(closingSentence(diagnosis)),
    ...after,
  ];
}

/** That there is something to keep an eye on, all the same. */
function toWatch(verdicts: readonly Verdict[]): string {
  const count = verdicts.filter(({level}) => level === 'watch').length;
  return count === 0 ? '' : `, ${formatCount(count)} to watch`;
}

/** How many known cases were left out, and which. */
function knownSentence({known, leftOut = []}: Told): string {
  const names = leftOut
    .slice(0, knownNamed)
    .map(
      ({pattern, group: {frame, count}}) =>
        `${pattern} in ${shortFunction(frame?.function ?? '?')} (${formatCount(count)})`,
    );
  const more = leftOut.length - names.length;
  const which = [...names, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join(', ');
  return `${plural(known, 'known case')} left out${which === '' ? '' : `: ${which}`}.`;
}

/** That nothing was found, of what, and what finding that out has cost. */
function healthySentence(told: Told, judged: Judged, paint: Paint): string {
  const {others} = told.diagnosis;
  const groups = others.constant + others.load + others.moving;
  const kinds = kindsText(told.diagnosis);
  return `No leak found: ${whatWas(told, judged)}, ${totals(told.diagnosis, paint)} in ${plural(groups, 'group')}${kinds === '' ? '' : ` (${kinds})`}${costText(told, judged)}.`;
}

function whatWas({diagnosis}: Told, {target, moments}: Judged): string {
  if (moments === 1) return `read ${target.name}`;
  if (moments !== undefined) return `read ${plural(moments, 'moment')} of ${target.name}`;
  return `watched ${target.name} for ${spanText(watchedMsOf(diagnosis))}`;
}

function totals({total: {first, last, max}}: Diagnosis, {ascii}: Paint): string {
  if (first === last && last === max) return plural(last, 'goroutine');
  const most = max > Math.max(first, last) ? `, ${formatCount(max)} at most` : '';
  return `${formatCount(first)} ${ascii ? '->' : '→'} ${plural(last, 'goroutine')}${most}`;
}

function costText({diagnosis}: Told, {cost, moments}: Judged): string {
  if (moments !== undefined) return '';
  const elapsedMs = Math.max(1000, watchedMsOf(diagnosis));
  return `, cost ${formatPercent(cost.requestMs / elapsedMs)} of one core and ${formatMs(cost.stoppedMs)} of stops`;
}

function closingSentence(diagnosis: Diagnosis): string {
  const {constant, load, moving} = diagnosis.others;
  const groups = constant + load + moving;
  if (groups === 0) return 'There are no other groups.';
  const kinds = kindsText(diagnosis);
  return `${plural(groups, 'other group')}${kinds === '' ? '' : `: ${kinds}`}. Nothing else to report.`;
}

/** How the other groups behave; of one moment nobody knows. */
export function kindsText({others: {constant, load, moving}, limits}: Diagnosis): string {
  if (limits.some(({kind}) => kind === 'one-sample')) return '';
  return [
    constant > 0 ? `${formatCount(constant)} constant` : '',
    load > 0 ? `${formatCount(load)} ${load === 1 ? 'follows' : 'follow'} load` : '',
    moving > 0 ? `${formatCount(moving)} ${moving === 1 ? 'changes' : 'change'}` : '',
  ]
    .filter((text) => text !== '')
    .join(', ');
}
