// Draws points as a line chart of exactly so many cells.

import {plot as plotLine} from 'asciichart';
import {chooseScale, type Scale} from './chart-scale.ts';
import {formatCount} from '../text/format.ts';
import {marksFor} from '../text/paint.ts';
import {isSeen, resample, type Points} from './resample.ts';
import {cellWidth, pad, splitGraphemes} from '../text/text-width.ts';

export type ChartPartKind = 'blank' | 'curve' | 'later' | 'threshold' | 'baseline' | 'trend' | 'playhead';

/** Neighbouring cells of one line that are drawn alike. */
type ChartPart = {readonly kind: ChartPartKind; readonly text: string};

/** One line of a chart; `axis` and the parts together are exactly as wide as the chart. */
type ChartLine = {readonly axis: string; readonly parts: readonly ChartPart[]};

export type Chart = {
  /** From the top down, exactly as many as asked for. */
  readonly lines: readonly ChartLine[];
  /** Cells before the first column of the curve: the offset for `timeAxis`. */
  readonly axisWidth: number;
  readonly scale: Scale;
};

type ChartOptions = {
  /** Cells, axis included. */
  readonly width: number;
  readonly height: number;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly format?: (value: number) => string;
  readonly marks?: {readonly threshold?: number | undefined; readonly baseline?: number | undefined};
  /** A line beside the curve: its value at a share of the width, 0 to 1; undefined where it has none. */
  readonly trend?: ((share: number) => number | undefined) | undefined;
  /** The moment that is looked at, as a share of the width, 0 to 1: the curve after it is another part. */
  readonly playhead?: number | undefined;
  readonly ascii?: boolean;
  /** Widens few points to the full width; otherwise they stand at the right, one a column. */
  readonly stretch?: boolean;
};

/** With fewer columns than this for the curve, the axis gives up its room. */
const narrowestCurve = 12;

type Symbols = [string, string, string, string, string, string, string, string, string, string];

// In asciichart's order; the first two stand on its own axis, which is not used.
const lineSymbols: Symbols = ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];
const asciiSymbols: Symbols = ['+', '|', '-', '-', '-', '`', '.', '.', "'", '|'];

/**
 * Draws points as a line chart of exactly `height` lines of exactly `width` cells, as parts that can be coloured.
 *
 * Works for anything: no points, one point, gaps (blank columns), a constant curve, values that are not finite
 * (gaps), values beyond `min` and `max` (clamped). The threshold (`┄`, `=` in ASCII) carries its value at the right
 * end; it, the baseline (`·`, `.` in ASCII) and the trend (`╌`, `~` in ASCII) are drawn only where the curve is not. Labels never repeat.
 */
export function plot(points: Points, options: ChartOptions): Chart {
  const {width, height, format = formatCount, marks = {}, ascii = false} = options;
  const rows = Math.max(1, Math.floor(height));
  const scale = chooseScale(points, rows, {
    min: options.min,
    max: options.max,
    marks: [marks.threshold, marks.baseline],
  });
  const axis = axisLabels(scale, rows, format, ascii);
  const axisWidth = width - axis.width >= narrowestCurve ? axis.width : 0;
  const columns = Math.max(0, width - axisWidth);

  const grid = drawCurve(resample(points, columns, {stretch: options.stretch ?? false}), scale, rows, ascii);
  drawTrend(grid, options.trend, scale, ascii);
  drawMark(grid, rowOf(marks.threshold, scale, rows), {kind: 'threshold', text: ascii ? '=' : '┄'});
  drawMark(grid, rowOf(marks.baseline, scale, rows), {kind: 'baseline', text: ascii ? '.' : '·'});
  labelThreshold(grid, marks.threshold, scale, format);
  drawPlayhead(grid, options.playhead, ascii);

  return {
    lines: grid.map((cells, row) => ({
      axis: axisWidth === 0 ? '' : axis.labels[row]!,
      parts: joinCells(cells),
    })),
    axisWidth,
    scale,
  };
}

type Cell = {kind: ChartPartKind; text: string};

function drawCurve(columns: Points, scale: Scale, rows: number, ascii: boolean): Cell[][] {
  const grid: Cell[][] = Array.from({length: rows}, () => columns.map(() => ({kind: 'blank', text: ' '})));
  const heights = carryOverGaps(columns).map((value) => lineOf(value, scale, rows));
  if (columns.length === 0 || !columns.some(isSeen)) {
    return grid;
  }

  // Asciichart draws the way from one point to the next, so the first point is given twice: then the column of the
  // newest point is drawn too. Heights are in lines already, which leaves nothing for it to scale or to label.
  const drawn = plotLine([heights[0]!, ...heights], {
    min: 0,
    max: Math.max(1, rows - 1),
    height: Math.max(1, rows - 1),
    offset: 1,
    format: () => ' ',
    symbols: ascii ? asciiSymbols : lineSymbols,
  }).split('\n');
  const first = drawn.length - rows;
  for (let row = 0; row < rows; row++) {
    const symbols = drawn[first + row]!.split('');
    for (let column = 0; column < columns.length; column++) {
      const text = symbols[column + 1] ?? ' ';
      if (text !== ' ' && isSeen(columns[column])) {
        grid[row]![column] = {kind: 'curve', text};
      }
    }
  }

  return grid;
}

/** Fills gaps so that the line after one starts at its own height, and the last column's stays where it was. */
function carryOverGaps(columns: Points): number[] {
  const filled: number[] = Array.from({length: columns.length}, () => 0);
  let next = columns.findLast(isSeen) ?? 0;
  for (let column = columns.length - 1; column >= 0; column--) {
    const value = columns[column];
    next = isSeen(value) ? value : next;
    filled[column] = next;
  }

  return filled;
}

/** Lines above the lowest one, clamped to the chart. */
function lineOf(value: number, {low, high}: Scale, rows: number): number {
  const share = (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (rows - 1));
}

/** The row of a mark, from the top; `undefined` where there is none or it lies outside. */
function rowOf(mark: number | undefined, scale: Scale, rows: number): number | undefined {
  return isSeen(mark) && mark >= scale.low && mark <= scale.high
    ? rows - 1 - lineOf(mark, scale, rows)
    : undefined;
}

function drawMark(grid: Cell[][], row: number | undefined, mark: Cell): void {
  const cells = row === undefined ? undefined : grid[row];
  for (const [column, cell] of cells?.entries() ?? []) {
    if (cell.kind === 'blank') {
      cells![column] = mark;
    }
  }
}

/** A straight line would hide the curve it belongs to: it is drawn where the curve is not. */
function drawTrend(grid: Cell[][], trend: ChartOptions['trend'], scale: Scale, ascii: boolean): void {
  if (trend === undefined) return;
  const columns = grid[0]?.length ?? 0;
  for (let column = 0; column < columns; column++) {
    const cells = grid[rowOf(trend((column + 0.5) / columns), scale, grid.length) ?? -1];
    if (cells?.[column]?.kind === 'blank') cells[column] = {kind: 'trend', text: ascii ? '~' : '╌'};
  }
}

/** A line down the column of the moment that is looked at, with its mark on top; the curve stays whole but there. */
function drawPlayhead(grid: Cell[][], share: number | undefined, ascii: boolean): void {
  const columns = grid[0]?.length ?? 0;
  if (share === undefined || columns === 0) return;
  // A moment belongs to the column that ends with it: the newest stands in the last.
  const at = Math.min(columns - 1, Math.max(0, Math.ceil(share * columns) - 1));
  const {playhead, playline} = marksFor(ascii);
  for (const [row, cells] of grid.entries()) {
    for (const cell of cells.slice(at + 1)) if (cell.kind === 'curve') cell.kind = 'later';
    const cell = cells[at]!;
    if (row === 0) cells[at] = {kind: 'playhead', text: playhead};
    else if (cell.kind !== 'curve') cells[at] = {kind: 'playhead', text: playline};
  }
}

/** Writes the threshold's value over its own line, at the right end or else at the left, if the curve leaves room. */
function labelThreshold(
  grid: Cell[][],
  threshold: number | undefined,
  scale: Scale,
  format: (value: number) => string,
): void {
  const row = rowOf(threshold, scale, grid.length);
  const cells = row === undefined ? undefined : grid[row];
  if (!cells || threshold === undefined) {
    return;
  }

  const label = splitGraphemes(` ${format(threshold)} `);
  for (const start of [cells.length - label.length, 0]) {
    const room = cells.slice(Math.max(0, start), start + label.length);
    if (start >= 0 && room.length === label.length && room.every(({kind}) => kind === 'threshold')) {
      for (const [index, text] of label.entries()) {
        cells[start + index] = {kind: 'threshold', text};
      }

      return;
    }
  }
}

function joinCells(cells: readonly Cell[]): ChartPart[] {
  const parts: Cell[] = [];
  for (const {kind, text} of cells) {
    const last = parts.at(-1);
    if (last?.kind === kind) {
      last.text += text;
    } else {
      parts.push({kind, text});
    }
  }

  return parts;
}

function axisLabels(
  scale: Scale,
  rows: number,
  format: (value: number) => string,
  ascii: boolean,
): {labels: string[]; width: number} {
  const values = Array.from({length: rows}, (_, row) =>
    rows === 1 ? scale.high : scale.high - ((scale.high - scale.low) * row) / (rows - 1),
  );
  const texts = values.map((value) => format(value));
  const width = Math.max(...texts.map((text) => cellWidth(text)));
  const labels = texts.map((text, row) => {
    const repeated = row > 0 && text === texts[row - 1];
    return `${pad(repeated ? '' : text, width, 'right')} ${ascii ? '|' : '┤'}`;
  });
  return {labels, width: width + 2};
}
