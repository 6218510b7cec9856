// What goroutines wait for, as rows with curves or as one line of words.

import type {Family} from '../../profile/wait-reason.ts';
import type {Gap} from '../../session/step-series.ts';
import {cellsToNow} from '../time/cells-to-now.ts';
import {formatChange, formatCount} from '../text/format.ts';
import type {FamilyNow} from '../inspector/moment.ts';
import {line, marksFor, type Paint} from '../text/paint.ts';
import {sparkline} from '../charts/sparkline.ts';
import {cellWidth, fit, pad} from '../text/text-width.ts';
import {windowName, type TimeWindow} from '../time/time-window.ts';

type ReasonsNow = {
  readonly families: readonly FamilyNow[];
  readonly chosen: Family | undefined;
  /** Index of the cursor; undefined when the list has the keys. */
  readonly cursor: number | undefined;
  readonly window: TimeWindow;
  readonly gaps: readonly Gap[];
};

const nameWidth = 14;
const countWidth = 9;
const changeWidth = 9;

/** Blocking reasons in two columns with their curves: a heading and `rows` lines. */
export function reasonRows(now: ReasonsNow, rows: number, paint: Paint): readonly string[] {
  const {theme, columns} = paint;
  const half = Math.floor((columns - 2) / 2);
  const curve = half - nameWidth - countWidth - changeWidth - 6;
  const heading = `   ${fit('REASON', nameWidth)}${fit('COUNT', countWidth, {align: 'right'})}${fit('CHANGE', changeWidth, {align: 'right'})}   ${fit(`LAST ${windowName(now.window)}`, curve)}`;
  const isTwo = now.families.length > rows || rows > 1;
  const lines = [theme.muted(isTwo ? (heading + heading).trimEnd() : heading.trimEnd())];
  // The cursor may be on a reason beyond those that fit: then the window over them moves.
  const fitting = rows * 2;
  const first = Math.max(0, Math.min(now.families.length - fitting, (now.cursor ?? 0) - fitting + 1));
  for (let row = 0; row < rows; row++) {
    const pair = [first + row, first + row + rows].map((index) => reasonCell(now, index, curve, paint));
    lines.push(line(pair.join('').trimEnd()));
  }

  return lines;
}

function reasonCell(now: ReasonsNow, index: number, curveWidth: number, {theme, ascii}: Paint): string {
  const family = now.families[index];
  if (family === undefined) return '';
  const marks = marksFor(ascii);
  const isChosen = family.family === now.chosen;
  const mark = now.cursor === index || isChosen ? marks.cursor : ' ';
  const cells = cellsToNow(family.counts, now.window, curveWidth, now.gaps);
  const words = `${fit(family.family, nameWidth)}${fit(formatCount(family.count), countWidth, {align: 'right'})}`;
  const change = fit(formatChange(family.change, {ascii}), changeWidth, {align: 'right'});
  const curve = sparkline(cells, curveWidth, {ascii});
  if (now.cursor === index) return theme.selected(` ${mark} ${words}${change}   ${curve}`);
  const changeStyle =
    (family.change ?? 0) > 0 ? theme.up : (family.change ?? 0) < 0 ? theme.down : theme.muted;
  const nameStyle = isChosen ? theme.accent : theme.text;
  return ` ${mark} ${nameStyle(words)}${changeStyle(change)}   ${theme.spark(pad(curve, curveWidth))}`;
}

/** All reasons in one line of words, for a small screen; the cursor's and the chosen one stand out. */
export function reasonWords(now: ReasonsNow, {theme, columns, ascii}: Paint): string {
  const {cursor: mark} = marksFor(ascii);
  const words = now.families.map(({family, count}, index) => ({
    text: ` ${family === now.chosen ? mark : ''}${family} ${formatCount(count)} `,
    style: index === now.cursor ? theme.selected : family === now.chosen ? theme.accent : theme.text,
  }));
  let first = 0;
  const widthTo = (end: number) => words.slice(first, end).reduce((sum, {text}) => sum + cellWidth(text), 1);
  while (first < (now.cursor ?? 0) && widthTo((now.cursor ?? 0) + 1) > columns) first++;
  let used = 1;
  const shown: string[] = [];
  for (const {text, style} of words.slice(first)) {
    used += cellWidth(text);
    if (used > columns) break;
    shown.push(style(text));
  }

  return line(shown.join(''));
}
