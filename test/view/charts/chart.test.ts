import {describe, expect, test} from 'vitest';
import {chooseScale} from '../../../source/view/charts/chart-scale.ts';
import {plot, type Chart} from '../../../source/view/charts/chart.ts';
import {timeAxis} from '../../../source/view/charts/time-axis.ts';
import {formatClock} from '../../../source/view/text/format.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {makeRandom} from '../random-text.ts';

function clock(atMs: number): string {
  return formatClock(atMs, {timeZone: 'UTC', seconds: false});
}

function draw(chart: Chart): string[] {
  return chart.lines.map(({axis, parts}) => axis + parts.map(({text}) => text).join(''));
}

test('a curve is drawn on round values, one label a line', () => {
  const points = [
    ...Array<number>(8).fill(1100),
    ...Array<number>(6).fill(1000),
    ...Array<number>(8).fill(1284),
  ];
  expect(draw(plot(points, {width: 29, height: 4}))).toEqual([
    '1,300 ┤              ╭───────',
    '1,200 ┤              │       ',
    '1,100 ┤────────╮     │       ',
    '1,000 ┤        ╰─────╯       ',
  ]);
});

test('in ASCII every byte is below 0x80', () => {
  const points = [1, 5, undefined, 2, 9];
  const lines = draw(plot(points, {width: 30, height: 5, ascii: true, marks: {threshold: 8, baseline: 2}}));
  expect(lines.join('')).toMatch(/^[\x20-\x7E]+$/);
  expect(lines.join('')).toContain('=');
});

test('a gap stays blank, and the curve begins anew behind it', () => {
  const chart = plot([1, 1, 1, undefined, undefined, 3, 3, 3], {width: 12, height: 3, min: 1, max: 3});
  expect(draw(chart)).toEqual(['         ───', '            ', '    ───     ']);
});

describe('exactly as many lines of exactly as many cells, whatever the points', () => {
  const random = makeRandom(7);
  const odd = [undefined, Number.NaN, Number.POSITIVE_INFINITY, -5, 0, 1e15, 0.3];
  const series = [
    [],
    [undefined],
    [5],
    [5, 5, 5],
    odd,
    Array.from({length: 5000}, () => random() * 100_000),
    ...Array.from({length: 60}, () =>
      Array.from({length: Math.floor(random() * 50)}, () =>
        random() < 0.2 ? odd[Math.floor(random() * odd.length)] : random() * 10 ** Math.floor(random() * 9),
      ),
    ),
  ];

  test.each([
    [120, 4],
    [80, 3],
    [40, 10],
    [20, 5],
    [11, 2],
    [5, 1],
    [1, 1],
    [0, 3],
  ])('%d x %d', (width, height) => {
    for (const points of series) {
      for (const bounds of [{}, {min: 0}, {max: 100}, {min: 0, max: 1000}, {min: 5, max: 5}]) {
        const marks = {threshold: random() * 1000, baseline: random() * 1000};
        const lines = draw(plot(points, {width, height, marks, stretch: random() < 0.5, ...bounds}));
        expect(lines).toHaveLength(height);
        expect(lines.map((line) => cellWidth(line))).toEqual(Array<number>(height).fill(width));
      }
    }
  });
});

test('a constant curve is a line with room above and below', () => {
  expect(draw(plot([5, 5, 5], {width: 18, height: 3, stretch: true}))).toEqual([
    '6 ┤               ',
    '5 ┤───────────────',
    '4 ┤               ',
  ]);
});

test('values beyond the given bounds run along the edge', () => {
  const chart = plot([0, 500, 5000, 5000], {width: 18, height: 3, min: 100, max: 300});
  expect(draw(chart)).toEqual(['300 ┤          ╭──', '200 ┤          │  ', '100 ┤         ─╯  ']);
});

test('labels never repeat, even when the format cannot tell lines apart', () => {
  const chart = plot([1, 1], {width: 30, height: 5, min: 1, max: 2, format: (value) => value.toFixed(0)});
  const labels = chart.lines.map(({axis}) => axis.replace('┤', '').trim()).filter((label) => label !== '');
  expect(new Set(labels).size).toBe(labels.length);
});

test('a threshold near the curve is drawn with its value, as a part of its own', () => {
  const chart = plot([80, 90, 95, 90], {width: 40, height: 5, marks: {threshold: 100}});
  const line = chart.lines.find(({parts}) => parts.some(({kind}) => kind === 'threshold'));
  expect(line?.axis).toContain('100');
  expect(line?.parts.map(({text}) => text).join('')).toMatch(/^┄+ 100 $/);
});

test('a threshold far above the curve does not flatten it', () => {
  const chart = plot([10, 12, 14], {width: 40, height: 5, marks: {threshold: 5000}});
  expect(chart.scale.high).toBeLessThan(50);
  expect(chart.lines.flatMap(({parts}) => parts).some(({kind}) => kind === 'threshold')).toBe(false);
});

test('a baseline is dotted where the curve is not', () => {
  const chart = plot([10, 20, 10, 10], {width: 14, height: 3, min: 0, max: 20, marks: {baseline: 10}});
  const middle = chart.lines[1]!;
  expect(middle.parts.map(({kind}) => kind)).toContain('curve');
  expect(middle.parts[0]).toEqual({kind: 'baseline', text: '·'.repeat(10)});
});

test('the axis gives way when there is hardly room for the curve', () => {
  expect(plot([1, 2], {width: 12, height: 2}).axisWidth).toBe(0);
  expect(plot([1, 2], {width: 40, height: 2}).axisWidth).toBeGreaterThan(0);
});

test('noise around a large count does not become a mountain range', () => {
  const chart = plot([1284, 1285, 1283, 1284, 1285], {width: 40, height: 5, stretch: true});
  const rowsWithCurve = chart.lines.filter(({parts}) => parts.some(({kind}) => kind === 'curve'));
  expect(rowsWithCurve).toHaveLength(1);
});

test('the lines of a scale are whole and evenly spaced, and hold the curve', () => {
  const random = makeRandom(3);
  for (let round = 0; round < 2000; round++) {
    const size = 10 ** Math.floor(random() * 7);
    const points = Array.from({length: 5}, () => Math.floor(random() * size));
    const lines = 2 + Math.floor(random() * 10);
    const {low, high} = chooseScale(points, lines);
    expect(Number.isInteger((high - low) / (lines - 1))).toBe(true);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(Math.min(...points));
    expect(high).toBeGreaterThanOrEqual(Math.max(...points));
  }
});

describe('the time axis', () => {
  const startMs = Date.UTC(2026, 10, 21, 14, 1);
  const endMs = Date.UTC(2026, 10, 21, 14, 6);

  test('names the beginning, the middle and the end of the curve', () => {
    expect(timeAxis(40, 7, startMs, endMs, clock)).toBe('       14:01         14:03         14:06');
  });

  test('is exactly as wide as the chart, down to nothing', () => {
    for (let width = 0; width < 130; width++) {
      for (const offset of [0, 7, 20]) {
        expect(timeAxis(width, offset, startMs, endMs, clock)).toHaveLength(width);
      }
    }
  });
});

function drawn(playhead: number | undefined, ascii = false): Chart['lines'] {
  const points = Array.from({length: 40}, (_, index) => index);
  return plot(points, {width: 26, height: 4, playhead, ascii}).lines;
}

function columnOf(playhead: number): number {
  const [{axis, parts} = {axis: '', parts: []}] = drawn(playhead);
  return (axis + parts.map(({text}) => text).join('')).indexOf('▼') - axis.length;
}

describe('a playhead', () => {
  test('stands in the column of its moment, with its mark on top', () => {
    const columns = columnOf(1) + 1;
    expect(columns).toBeGreaterThan(10);
    expect([columnOf(0), columnOf(0.5)]).toEqual([0, Math.ceil(columns / 2) - 1]);
  });

  test('leaves the curve as it is but for its own column, and tells what comes after it apart', () => {
    const at = columnOf(0.5);
    /** Each cell outside of the column, and of what part it is. */
    const cells = (playhead: number | undefined) =>
      drawn(playhead).map(({parts}) =>
        parts.flatMap(({kind, text}) => Array.from(text, (cell) => ({kind, cell}))).toSpliced(at, 1),
      );
    const expected = cells(undefined).map((row) =>
      row.map(({kind, cell}, column) => ({kind: kind === 'curve' && column >= at ? 'later' : kind, cell})),
    );
    expect(cells(0.5)).toEqual(expected);
  });

  test('is ASCII where nothing else can be shown', () => {
    const text = drawn(0.5, true)
      .map(({axis, parts}) => axis + parts.map((part) => part.text).join(''))
      .join('\n');
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toContain('v');
    expect(text).toContain(':');
  });

  test('outside of the window stands at its edge', () => {
    expect(columnOf(-3)).toBe(0);
    expect(columnOf(7)).toBe(columnOf(1));
  });
});
