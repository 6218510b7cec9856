// A chart with its axis, its times and what happened, as lines of the screen.

import type {Session} from '../../session/session.ts';
import type {Timeline} from '../../session/timeline.ts';
import {plot, type ChartPartKind} from './chart.ts';
import {timeAxis} from './time-axis.ts';
import type {Points} from './resample.ts';
import {formatClock} from '../text/format.ts';
import {line, marksFor, type Paint} from '../text/paint.ts';
import type {Style} from '../text/style.ts';
import {splitGraphemes} from '../text/text-width.ts';
import type {TimeWindow} from '../time/time-window.ts';

export type ChartMarks = {readonly threshold: number | undefined; readonly baseline: number | undefined};

/** What a chart needs of the past beside its values: what happened, and what the clock on the wall said then. */
type ChartPast = {
  readonly session: Pick<Session, 'events'>;
  readonly timeline: Pick<Timeline, 'wallMsOf'>;
};

/** Points per column: the chart keeps the largest of them, so that no spike is lost to rounding. */
const pointsPerColumn = 2;

/**
 * A curve over the window, gaps as gaps, with `height` lines, and one more for the times when asked for. `pointsFor`
 * gives the values of so many equal stretches of the window.
 */
export function chartLines(...given: Parameters<typeof chartPanel>): readonly string[] {
  return chartPanel(...given).lines;
}

export type ChartShape = {
  readonly height: number;
  readonly withTimes: boolean;
  readonly marks: ChartMarks;
  /** Names a value at the axis; a plain number unless this says otherwise. */
  readonly format?: ((value: number) => string) | undefined;
  /** A straight line beside the curve: its value at a share of the window. */
  readonly trend?: ((share: number) => number | undefined) | undefined;
  /** The moment that is looked at, where the window goes on after it. */
  readonly playheadMs?: number | undefined;
};

/** The same, with the cells before its first column: for what is to stand below it over the same time. */
export function chartPanel(
  pointsFor: (cells: number) => Points,
  {session, timeline}: ChartPast,
  window: TimeWindow,
  {height, withTimes, marks, format, trend, playheadMs}: ChartShape,
  paint: Paint,
): {readonly lines: readonly string[]; readonly before: number} {
  const {columns, theme, ascii} = paint;
  const {fromMs, toMs} = window;
  const width = columns - 2;
  const playhead = playheadMs === undefined ? undefined : (playheadMs - fromMs) / (toMs - fromMs);
  const options = {width, height, marks, trend, playhead, ascii, ...(format === undefined ? {} : {format})};
  const chart = plot(pointsFor(width * pointsPerColumn), options);
  const styles: Record<ChartPartKind, Style> = {
    blank: theme.text,
    curve: theme.curve,
    later: theme.muted,
    playhead: theme.title,
    threshold: theme.threshold,
    baseline: theme.baseline,
    trend: theme.warning,
  };
  const lines = chart.lines.map(({axis, parts}) =>
    line(` ${theme.axis(axis)}${parts.map(({kind, text}) => styles[kind](text)).join('')}`.trimEnd()),
  );
  const before = chart.axisWidth + 1;
  if (!withTimes) return {lines, before};
  const times = timeAxis(width, chart.axisWidth, fromMs, toMs, (atMs) =>
    formatClock(timeline.wallMsOf(atMs)),
  );
  const axis = theme.axis(` ${withEvents(times, chart.axisWidth, session, window, ascii)}`);
  return {lines: [...lines, axis], before};
}

/** Marks restarts and alerts in the line of times, where they happened. */
function withEvents(
  times: string,
  axisWidth: number,
  session: Pick<Session, 'events'>,
  window: TimeWindow,
  ascii: boolean,
): string {
  const {restart, up} = marksFor(ascii);
  const cells = splitGraphemes(times);
  for (const {kind, atMs} of session.events) {
    if ((kind !== 'restarted' && kind !== 'alert') || atMs < window.fromMs || atMs > window.toMs) continue;
    const share = (atMs - window.fromMs) / (window.toMs - window.fromMs);
    const column =
      axisWidth + Math.min(cells.length - axisWidth - 1, Math.floor(share * (cells.length - axisWidth)));
    // Beside a time, not over one of its digits.
    const free = [
      column,
      column - 1,
      column + 1,
      column - 2,
      column + 2,
      column - 3,
      column + 3,
      column - 4,
      column - 5,
    ];
    const blank = free.find((cell) => cell >= axisWidth && cells[cell] === ' ') ?? column;
    cells[blank] = kind === 'restarted' ? restart : up;
  }

  return cells.join('');
}
