// All that speaks for a verdict, as lines to scroll through.

import {patterns} from '../../diagnosis/patterns.ts';
import type {Diagnosis, Verdict} from '../../diagnosis/verdict.ts';
import {readableFunction} from '../../profile/frame.ts';
import type {MemoryReading} from '../../session/memory.ts';
import type {Session} from '../../session/session.ts';
import type {Timeline} from '../../session/timeline.ts';
import {cellsToNow} from '../time/cells-to-now.ts';
import {chartPanel} from '../charts/chart-panel.ts';
import {formatCount} from '../text/format.ts';
import {countsOverTime} from '../lists/group-columns.ts';
import {line, rule, type Paint} from '../text/paint.ts';
import {creatorCounts} from '../lists/rows.ts';
import {sourceLines} from '../verdicts/source-lines.ts';
import {sparkline} from '../charts/sparkline.ts';
import {memoryHeldOf} from './stacks-held.ts';
import {truncate} from '../text/text-width.ts';
import type {ChartSpan, TimeWindow} from '../time/time-window.ts';
import {labelled, labelledWidth, verdictBody, verdictTitle} from '../verdicts/verdict-lines.ts';
import {groupsOfVerdict, trendLineOf} from '../verdicts/verdict-series.ts';
import type {RankedVerdict} from '../verdicts/verdicts-now.ts';

/** With at least so many lines there is room for a chart instead of a curve in one line. */
const roomyHeight = 24;
const chartHeight = 6;
const widestCurve = 60;
/** The key that asks for proof, as the sentence about it names it. */
const proofKey = 'L';

export type EvidenceNow = {
  readonly ranked: RankedVerdict;
  readonly diagnosis: Pick<Diagnosis, 'toWallMs'>;
  readonly session: Session;
  readonly timeline: Timeline;
  readonly window: TimeWindow;
  readonly chart: ChartSpan;
  readonly memory: MemoryReading | undefined;
};

/** All that speaks for a verdict, as lines to scroll through: what, its curve, where, what was seen, fix, stack. */
export function evidenceLines(now: EvidenceNow, height: number, paint: Paint): readonly string[] {
  const {ranked, session} = now;
  const {verdict, rank} = ranked;
  const telling = {
    patterns,
    proofCommand: proofKeyOf(verdict, session),
    memory: memoryHeldOf(session, now.memory),
  };
  return [
    ...verdictTitle(verdict, rank, telling, paint),
    ...curves(now, height, paint),
    ...verdictBody({...verdict, source: undefined}, telling, paint),
    ...labelled('more', [`docs/leaks/${verdict.pattern}.md`], paint, paint.theme.muted),
    ...labelled('', [patterns[verdict.pattern].reference], paint, paint.theme.muted),
    ...sourceSection(verdict, paint),
    rule('stack', paint),
    ...stackLines(verdict, paint),
  ];
}

/** What the confirmation names: the key, where the garbage collector of this target can be asked. */
export function proofKeyOf(
  {pattern}: Pick<Verdict, 'pattern'>,
  {facts}: Pick<Session, 'facts'>,
): string | undefined {
  return facts.hasLeakProfile && patterns[pattern].provable ? proofKey : undefined;
}

/** The count with its trend, and below it, over the same time, those that wait for the network: is it load? */
function curves(now: EvidenceNow, height: number, paint: Paint): readonly string[] {
  const {ranked, diagnosis, session, timeline, window} = now;
  const {theme, ascii} = paint;
  const gaps = session.history.gaps(window.toMs);
  const width = Math.max(8, Math.min(widestCurve, labelledWidth(paint) - 24));
  const groups = groupsOfVerdict(ranked.verdict, session);
  const counts = (cells: number) => countsOverTime({groups}, window, cells, gaps);
  const connections = session.history.families.get('IO wait');
  const load =
    connections === undefined || ranked.verdict.group.family === 'IO wait'
      ? []
      : curve('IO wait', cellsToNow(connections, window, width, gaps));
  if (height < roomyHeight) return [...curve('count', counts(width)), ...load];
  const {window: span, playheadMs} = now.chart;
  const gapsInSpan = session.history.gaps(span.toMs);
  const points = (cells: number) => countsOverTime({groups}, span, cells, gapsInSpan);
  const trend = trendLineOf(ranked.verdict, diagnosis, timeline, span);
  const marks = {threshold: undefined, baseline: undefined};
  const shape = {height: chartHeight, withTimes: true, marks, trend, playheadMs};
  const {lines, before} = chartPanel(points, {session, timeline}, span, shape, paint);
  if (connections === undefined || load.length === 0) return lines;
  const cells = Math.max(1, paint.columns - 1 - before);
  const waiting = cellsToNow(connections, span, cells, gapsInSpan);
  const below = ' '.repeat(before) + theme.spark(sparkline(waiting, cells, {ascii}));
  return [
    ...lines,
    line(below),
    ...labelled(
      'load',
      [
        `the lower curve, those that wait for the network: ${rangeOf(cellsToNow(connections, window, cells, gaps), ascii)}`,
      ],
      paint,
      theme.muted,
    ),
  ];

  function curve(label: string, values: readonly (number | undefined)[]): readonly string[] {
    const range = rangeOf(values, ascii);
    if (range === '') return [];
    return labelled(
      label,
      [`${theme.spark(sparkline(values, width, {ascii}))}  ${theme.muted(range)}`],
      paint,
    );
  }
}

/** `6 → 8`, first and last; empty when nothing was seen. */
function rangeOf(values: readonly (number | undefined)[], ascii: boolean): string {
  const seen = values.filter((value) => value !== undefined);
  const [first] = seen;
  if (first === undefined) return '';
  return `${formatCount(first)} ${ascii ? '->' : '→'} ${formatCount(seen.at(-1) ?? first)}`;
}

/** The line that waits, with those around it, or why it cannot be shown. */
function sourceSection({source, group}: Verdict, paint: Paint): readonly string[] {
  if (source === undefined) return [];
  const lines = sourceLines(source, group.frame?.file ?? '', paint.columns - 3, paint);
  return [rule('source', paint), ...lines.map((text) => line(`   ${text}`))];
}

function stackLines({group: {stack, creators}}: Verdict, {columns, theme}: Paint): readonly string[] {
  const fitted = (text: string) => truncate(text, columns - 3);
  return [
    ...stack.map((frame) => {
      const name = readableFunction(frame.function);
      return line(
        `   ${theme.own(fitted(frame.file === '' ? name : `${name}  ${frame.file}:${frame.line}`))}`,
      );
    }),
    ...creators.map(({frame, count, alive}) =>
      line(
        `   ${theme.muted(fitted(`created by ${readableFunction(frame.function)}  ${frame.file}:${frame.line}  ${creatorCounts({count, alive})}`))}`,
      ),
    ),
  ];
}
