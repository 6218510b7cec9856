// One verdict as a paragraph.

import {wordsOf} from '../../diagnosis/words-of.ts';
import {shortFunction} from '../../profile/frame.ts';
import type {Creator} from '../../profile/model.ts';
import {isAtLeast, type Verdict} from '../../diagnosis/verdict.ts';
import {callerOf} from './caller-of.ts';
import {evidenceSentence} from './evidence-sentence.ts';
import {notStartedYet} from '../panels/not-started.ts';
import {line, type Paint} from '../text/paint.ts';
import {creatorCounts, labelsText} from '../lists/rows.ts';
import {sourceLines} from './source-lines.ts';
import {stacksHeldText, type MemoryHeld} from '../panels/stacks-held.ts';
import type {Style} from '../text/style.ts';
import {cellWidth} from '../text/text-width.ts';
import {confirmText, levelStyles, levelWord, type PatternTable} from './verdict-words.ts';
import {wrap} from '../text/wrap.ts';

/** Where the texts of a verdict begin, below its title. */
const indent = 3;
const labelWidth = 9;
/** Below this a text beside its label is too narrow to be read. */
const leastTextWidth = 24;
/** One line of code starts them as a rule; the rest are in the JSON. */
const creatorsShown = 3;

/** How a verdict is told: what the patterns say, and how to ask for proof where it can be had. */
export type VerdictTelling = {
  readonly patterns: PatternTable;
  readonly proofCommand: string | undefined;
  /** Undefined where nothing is known of it, as of files. */
  readonly memory?: MemoryHeld | undefined;
};

/** One verdict as a paragraph: what it is and how sure, where, what was seen, the fix, what would confirm it. */
export function verdictLines(
  verdict: Verdict,
  rank: number,
  telling: VerdictTelling,
  paint: Paint,
): readonly string[] {
  return [...verdictTitle(verdict, rank, telling, paint), ...verdictBody(verdict, telling, paint)];
}

/** How sure, and what it is: with the count. */
export function verdictTitle(
  verdict: Verdict,
  rank: number,
  {patterns}: Pick<VerdictTelling, 'patterns'>,
  paint: Paint,
): readonly string[] {
  return titleLines(verdict, rank, wordsOf(verdict, patterns).title(verdict.group.count), paint);
}

/** Texts with what they are before the first of them. */
export function labelled(
  label: string,
  texts: readonly string[],
  {theme, columns}: Paint,
  style: Style = theme.text,
): readonly string[] {
  if (isNarrow(columns)) {
    const above = label === '' ? [] : [line(` ${theme.muted(label)}`)];
    return [...above, ...texts.map((text) => line(`  ${style(text)}`))];
  }

  return texts.map((text, index) =>
    line(
      ' '.repeat(indent) + theme.muted((index === 0 ? label : '').padEnd(labelWidth)) + style(text),
    ).trimEnd(),
  );
}

/** Where texts beside their labels would be too narrow to be read, they stand below them. */
function isNarrow(columns: number): boolean {
  return columns < indent + labelWidth + leastTextWidth;
}

/** How wide a text may be that stands beside its label. */
export function labelledWidth({columns}: Pick<Paint, 'columns'>): number {
  return isNarrow(columns) ? Math.max(1, columns - 2) : columns - indent - labelWidth;
}

/** Where, what was seen, the fix, what would confirm it. */
export function verdictBody(
  verdict: Verdict,
  {patterns, proofCommand, memory}: VerdictTelling,
  paint: Paint,
): readonly string[] {
  const {theme} = paint;
  const {group, evidence} = verdict;
  const words = wordsOf(verdict, patterns);
  const {frame} = group;
  const width = labelledWidth(paint);
  const row = (label: string, texts: readonly string[], style?: Style) =>
    labelled(label, texts, paint, style);
  const labels = labelsText(group.labels);
  // Nothing is to be mended before it is known to be a leak.
  const fix = row(isAtLeast(verdict.level, 'likely') ? 'fix' : 'if so', wrap(words.advice, width));
  const confirm = row('confirm', wrap(confirmText(verdict, words, proofCommand), width));
  const caller = callerOf(group);
  return [
    ...row(
      'where',
      placeLines(frame === undefined ? notStartedYet : shortFunction(frame.function), fileOf(frame), width),
      theme.own,
    ),
    ...(caller === undefined
      ? []
      : row('', placeLines(`called by ${shortFunction(caller.function)}`, fileOf(caller), width), theme.own)),
    ...row('', creatorLines(group.creators, width), theme.muted),
    ...(verdict.source === undefined
      ? []
      : row('source', sourceLines(verdict.source, frame?.file ?? '', width, paint), (text) => text)),
    ...(labels === '' ? [] : row('labels', wrap(labels, width))),
    ...row(
      'saw',
      evidence.flatMap((one) => wrap(evidenceSentence(one), width - 2).map(bullet(paint))),
    ),
    ...(isAtLeast(verdict.level, 'likely') ? [...fix, ...confirm] : [...confirm, ...fix]),
    ...(memory === undefined ? [] : row('memory', wrap(stacksHeldText(verdict, memory, paint.ascii), width))),
  ];
}

function titleLines(verdict: Verdict, rank: number, title: string, paint: Paint): readonly string[] {
  const {theme, columns} = paint;
  const level = levelWord(verdict);
  const head = `${rank}. ${level}  `;
  const hanging = ' '.repeat(indent);
  const [first = '', ...rest] = wrapAfter(title, Math.max(leastTextWidth, columns), cellWidth(head), indent);
  const lines = [
    `${theme.title(`${rank}.`)} ${theme[levelStyles[verdict.level]](level)}  ${theme.title(first)}`,
    ...rest.map((text) => hanging + theme.title(text)),
  ];
  const lastWidth = rest.length === 0 ? cellWidth(head + first) : indent + cellWidth(rest.at(-1) ?? '');
  const room = columns - lastWidth - cellWidth(verdict.pattern);
  return (
    room >= 2
      ? [...lines.slice(0, -1), `${lines.at(-1)}${' '.repeat(room)}${theme.muted(verdict.pattern)}`]
      : [...lines, hanging + theme.muted(verdict.pattern)]
  ).map((text) => line(text));
}

/** Wraps text whose first line has something before it, and whose others are indented. */
function wrapAfter(text: string, columns: number, before: number, hanging: number): readonly string[] {
  const [first = ''] = wrap(text, columns - before);
  return [first, ...wrap(text.slice(first.length), columns - hanging)];
}

/** A function and its file on one line if they fit, else on two. */
function placeLines(functionName: string, file: string, width: number): readonly string[] {
  const together = file === '' ? functionName : `${functionName}  ${file}`;
  return file === '' || cellWidth(together) <= width ? [together] : [functionName, file];
}

function creatorLines(creators: readonly Creator[], width: number): readonly string[] {
  const more = creators.length - creatorsShown;
  return [
    ...creators.slice(0, creatorsShown).flatMap(({frame, count, alive}) => {
      const counts = creators.length === 1 ? '' : ` (${creatorCounts({count, alive})})`;
      return placeLines(`created by ${shortFunction(frame.function)}${counts}`, fileOf(frame), width);
    }),
    ...(more > 0 ? [`and by ${more} more lines`] : []),
  ];
}

function fileOf(frame: {readonly file: string; readonly line: number} | undefined): string {
  return frame === undefined || frame.file === '' ? '' : `${frame.file}:${frame.line}`;
}

function bullet({ascii}: Paint): (text: string, index: number) => string {
  return (text, index) => `${index === 0 ? (ascii ? '-' : '·') : ' '} ${text}`;
}
