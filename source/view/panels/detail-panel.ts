// An opened group as lines: title, curve, verdict, stack, members.

import type {Diagnosis} from '../../diagnosis/verdict.ts';
import {isStandardLibrary, readableFunction} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';
import type {Session} from '../../session/session.ts';
import type {StacksLook} from '../../session/model.ts';
import type {Timeline} from '../../session/timeline.ts';
import {argumentsOf} from './arguments.ts';
import {chartLines} from '../charts/chart-panel.ts';
import {firstSeenMs, type Detail, type DetailItem} from './detail.ts';
import type {Member} from '../lists/members.ts';
import {formatClock, formatCount, plural} from '../text/format.ts';
import {fileAndLine, countsOverTime} from '../lists/group-columns.ts';
import type {ListCursor} from '../lists/list-cursor.ts';
import {line, marksFor, rule, type Paint} from '../text/paint.ts';
import {creatorCounts, labelsText} from '../lists/rows.ts';
import {oldestText} from '../lists/sentences.ts';
import {sparkline} from '../charts/sparkline.ts';
import {tableFor, tableHeading, tableRow, type Column} from '../text/table.ts';
import {cellWidth, fit, fitMiddle, truncate} from '../text/text-width.ts';
import type {ChartSpan, TimeWindow} from '../time/time-window.ts';
import {sectionRows, verdictSection} from './verdict-section.ts';
import {trendLineOf} from '../verdicts/verdict-series.ts';
import type {RankedVerdict} from '../verdicts/verdicts-now.ts';

/** With at least so many lines, the group gets a chart instead of a curve in one line. */
const roomyHeight = 24;
const chartHeight = 5;

type DetailNow = {
  readonly detail: Detail;
  readonly verdict: RankedVerdict | undefined;
  readonly diagnosis: Diagnosis | undefined;
  readonly session: Session;
  readonly timeline: Timeline;
  readonly look: StacksLook | undefined;
  readonly window: TimeWindow;
  readonly chart: ChartSpan;
  readonly cursor: ListCursor;
  /** The runtime's own text of goroutines on the screen, by id, as far as it has arrived. */
  readonly texts: ReadonlyMap<number, string>;
  readonly matches: readonly number[];
};

/** An opened group in exactly `height` lines or fewer: what it is, its curve, the verdict, then stack, creators and members. */
export function detailLines(now: DetailNow, height: number, paint: Paint): readonly string[] {
  const {verdict, session} = now;
  const section = verdict === undefined ? [] : verdictSection(verdict, session, height, paint);
  const head = [titleLine(now, paint), ...curveLines(now, height, paint), ...section];
  const body = bodyLines(now, Math.max(1, height - head.length), paint);
  return [...head, ...body].slice(0, height);
}

/** Rows of an opened group that fit on a screen with so many lines for all of it. */
export function detailRows(height: number, hasVerdict: boolean): number {
  const above = (height >= roomyHeight ? chartHeight + 6 : 6) + (hasVerdict ? sectionRows(height) : 0);
  return Math.max(1, height - above);
}

function titleLine({detail: {row}, timeline}: DetailNow, {columns, theme, ascii}: Paint): string {
  const {back, dot} = marksFor(ascii);
  const firstMs = firstSeenMs(row);
  const since = firstMs === undefined ? '' : ` ${dot} seen since ${formatClock(timeline.wallMsOf(firstMs))}`;
  const place = row.frame === undefined ? row.name : `${row.name} ${fileAndLine(row.frame)}`;
  const text = ` ${back} esc   ${plural(row.count, 'goroutine')} ${dot} ${row.status} ${dot} ${place}${since}`;
  return line(theme.title(truncate(text, columns)));
}

function curveLines(now: DetailNow, height: number, paint: Paint): readonly string[] {
  const {detail, session, timeline, window} = now;
  const {columns, theme, ascii} = paint;
  const gaps = session.history.gaps(window.toMs);
  const width = Math.max(8, Math.min(60, columns - 40));
  const values = countsOverTime(detail.row, window, width, gaps);
  const seen = values.filter((value) => value !== undefined);
  const range =
    seen.length === 0 ? '' : `min ${formatCount(Math.min(...seen))} max ${formatCount(Math.max(...seen))}`;
  const oldest = oldestText(detail.row.oldest, window.toMs, ascii);
  const figures = `${range}${oldest === '' ? '' : `   oldest ${oldest}`}`;
  if (height < roomyHeight) {
    return [
      line(
        `   ${theme.spark(sparkline(values, width, {ascii}))} ${theme.muted(truncate(figures, columns - width - 4))}`,
      ),
    ];
  }

  const marks = {threshold: undefined, baseline: undefined};
  const {verdict, diagnosis, chart: span} = now;
  const gapsInSpan = session.history.gaps(span.window.toMs);
  const pointsFor = (cells: number) => countsOverTime(detail.row, span.window, cells, gapsInSpan);
  const trend =
    verdict === undefined || diagnosis === undefined
      ? undefined
      : trendLineOf(verdict.verdict, diagnosis, timeline, span.window);
  const shape = {height: chartHeight, withTimes: true, marks, trend, playheadMs: span.playheadMs};
  const chart = chartLines(pointsFor, {session, timeline}, span.window, shape, paint);
  return [line(theme.muted(`   ${truncate(figures, columns - 3)}`)), ...chart];
}

/** The lines of the window around the cursor: of 100,000 members no other is looked at. */
function bodyLines(now: DetailNow, height: number, paint: Paint): readonly string[] {
  const {detail, cursor} = now;
  const {lines, members, items} = detail;
  const table = tableFor(memberColumns(now, paint), paint.columns);
  const headings: (() => string)[] = [];
  if (members.length === 0) {
    headings.push(
      () => rule('members', paint),
      () => paint.theme.muted(`   ${noMembers(now)}`),
    );
  } else {
    headings.push(
      () => rule(sectionTitle('member', now), paint),
      () => tableHeading(table, undefined, paint),
    );
  }

  const titles = lines.length > 0 ? 1 : 0;
  const headingsAt = titles + lines.length;
  const lineOf = (item: number) => titles + item + (item < lines.length ? 0 : headings.length);
  const total = titles + items.length + headings.length;
  const at = items.length === 0 ? -1 : lineOf(cursor.index);
  const top = Math.max(0, Math.min(total - height, at - Math.floor(height * 0.7)));
  const drawn: string[] = [];
  for (let index = top; index < Math.min(total, top + height); index++) {
    const heading = headings[index - headingsAt];
    const item = index < headingsAt ? index - titles : index - titles - headings.length;
    if (index < titles) drawn.push(rule(sectionTitle('frame', now), paint));
    else if (heading === undefined) drawn.push(itemLine(now, items.at(item)!, item, table, paint));
    else drawn.push(heading());
  }

  return drawn;
}

function sectionTitle(kind: DetailItem['kind'], {detail, look}: DetailNow): string {
  if (kind !== 'member') {
    const stacks = new Set(detail.row.groups.map(({identity}) => identity.place)).size;
    return stacks === 1 ? 'stack' : `${formatCount(stacks)} stacks, the innermost own frame of each`;
  }

  const seen = look === undefined ? '' : ` as of ${formatClock(look.wallMs)}`;
  return `members ${formatCount(detail.members.length)}${seen}`;
}

function noMembers({look}: DetailNow): string {
  return look === undefined
    ? 'ids, ages, creators and arguments come with the full stacks, which have not been taken yet'
    : 'none of these goroutines was there when the full stacks were last taken';
}

function itemLine(
  now: DetailNow,
  item: DetailItem,
  index: number,
  table: ReturnType<typeof tableFor<Member>>,
  paint: Paint,
): string {
  const isHere = index === now.cursor.index;
  if (item.kind === 'member') return tableRow(table, item.member, isHere ? 'here' : 'none', paint);
  const {columns, theme, ascii} = paint;
  const mark = isHere ? marksFor(ascii).cursor : ' ';
  const frame = item.kind === 'frame' ? item.frame : item.creator.frame;
  const before = item.kind === 'frame' ? '' : 'created by ';
  const rest = item.kind === 'frame' ? '' : `  ${creatorCounts(item.creator)}`;
  const left = Math.max(20, Math.floor((columns - 6 - cellWidth(rest)) * 0.5));
  const name = before + fitMiddle(readableFunction(frame.function), left - before.length);
  const text = `${name}  ${pathAndLine(frame, Math.max(0, columns - left - 6 - cellWidth(rest)))}${rest}`;
  if (isHere) return line(theme.selected(fit(` ${mark} ${text}`, columns)));
  const style = now.matches.includes(index)
    ? theme.match
    : isStandardLibrary(frame)
      ? theme.library
      : theme.own;
  const cut = truncate(text.trimEnd(), columns - 3);
  return line(`   ${item.kind === 'frame' ? style(cut) : theme.muted(cut)}`);
}

function pathAndLine({file, line: number}: Frame, width: number): string {
  return file === '' ? '' : fitMiddle(`${file}:${number}`, width).trimEnd();
}

function memberColumns({window, texts, detail}: DetailNow, {ascii, theme}: Paint): readonly Column<Member>[] {
  return [
    {id: 'id', title: 'GOROUTINE', width: 11, align: 'right', fromColumns: 0, cell: ({id}) => String(id)},
    {
      id: 'seen',
      title: 'SEEN FOR',
      width: 9,
      align: 'right',
      fromColumns: 0,
      cell: ({age}) => oldestText(age, window.toMs, ascii),
    },
    {
      id: 'creator',
      title: 'CREATOR',
      width: 16,
      fromColumns: 60,
      cell: creatorIdText,
    },
    {
      id: 'labels',
      title: 'LABELS',
      width: 0,
      fromColumns: 80,
      cell: ({labels}) => labelsText(labels),
    },
    {
      id: 'arguments',
      title: 'ARGUMENTS',
      width: 0,
      fromColumns: 60,
      cell: ({id}) => argumentsOf(texts.get(id) ?? '', detail.row.frame?.function ?? ''),
      style: () => theme.muted,
    },
  ];
}

/** `812`, `812 (gone)`; empty where the release does not say. */
export function creatorIdText({createdBy, isCreatorAlive}: Member): string {
  if (createdBy === 0) return '';
  return isCreatorAlive ? String(createdBy) : `${createdBy} (gone)`;
}
