// The charts of an HTML report, in SVG: the total with what happened, and small curves.

import {tenths} from '../../text/tenths.ts';
import {formatCount} from '../../view/text/format.ts';
import {chooseScale} from '../../view/charts/chart-scale.ts';
import type {TotalCurve, IncidentEvent} from '../incident.ts';
import type {ReportClock} from '../report-clock.ts';
import {html, nothing, type Markup} from './markup.ts';

const width = 960;
const height = 270;
const left = 58;
const right = 74;
const top = 30;
const bottom = 34;
const gridLines = 5;
const timeLabels = 5;
/** A mark is left out where it would touch another. */
const markApart = 16;
const textHeight = 14;

type ChartParts = {
  readonly curve: TotalCurve;
  /** What was counted last: the last stretch of the curve has the most of that stretch. */
  readonly last: number;
  /** A part of the total that deserves its own line. */
  readonly part: {readonly curve: TotalCurve; readonly name: string} | undefined;
  readonly events: readonly IncidentEvent[];
  readonly peak: {readonly value: number; readonly wallMs: number} | undefined;
};

const marks: Partial<Record<IncidentEvent['kind'], string>> = {
  alert: '▲',
  leak: '●',
  restarted: '⟲',
  lost: '✗',
  back: '✓',
  dump: '▼',
  baseline: '◆',
  proof: '★',
};

/** What the marks above a chart mean, for those that are there. */
export const markMeanings: readonly (readonly [IncidentEvent['kind'], string, string])[] = [
  ['alert', '▲', 'threshold crossed'],
  ['leak', '●', 'leak named'],
  ['dump', '▼', 'full stacks saved'],
  ['restarted', '⟲', 'restarted'],
  ['lost', '✗', 'out of reach'],
  ['back', '✓', 'in reach again'],
  ['baseline', '◆', 'mark set'],
  ['proof', '★', 'garbage collector asked'],
];

/** The number of goroutines over time from 0 up, with what happened; gaps stay gaps. */
export function chartSvg({curve, last, part, events, peak}: ChartParts, clock: ReportClock): Markup {
  const {fromWallMs, toWallMs, values} = curve;
  const span = Math.max(1, toWallMs - fromWallMs);
  const most = Math.max(
    1,
    ...values.map((value) => value ?? 0),
    ...(part?.curve.values ?? []).map((v) => v ?? 0),
  );
  const scale = chooseScale([0, most], gridLines);
  const x = (wallMs: number) => left + ((wallMs - fromWallMs) / span) * (width - left - right);
  const y = (value: number) =>
    height - bottom - ((value - scale.low) / (scale.high - scale.low)) * (height - top - bottom);
  const pathOf = (one: TotalCurve) => lineOf(one, (share) => x(fromWallMs + share * span), y);
  const partLast = part?.curve.values.findLast((value) => value !== undefined);
  const lastY = y(Math.min(last, scale.high));
  // Two labels at the right end must not lie on each other.
  const partY = partLast === undefined ? 0 : Math.max(y(partLast), lastY + textHeight);
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="Goroutines over time"
  >
    ${Array.from({length: gridLines}, (_line, index) => gridLine(scale.low + ((scale.high - scale.low) * index) / (gridLines - 1), y))}
    ${Array.from({length: timeLabels}, (_label, index) => timeLabel(fromWallMs + (span * index) / (timeLabels - 1), index, x, clock))}
    ${gapsOf(curve).map(([from, to]) => html`<rect class="gap" x="${tenths(x(fromWallMs + from * span))}" y="${top}" width="${tenths((to - from) * (width - left - right))}" height="${height - top - bottom}"><title>nothing known</title></rect> `)}
    ${marksOf(markedEvents(curve, events), x, clock)}
    <path class="area" d="${areaOf(curve, (share) => x(fromWallMs + share * span), y, y(scale.low))}" />
    <path class="curve" d="${pathOf(curve)}" />
    ${part === undefined ? nothing : html`<path class="leak" d="${pathOf(part.curve)}"><title>${part.name}</title></path>`}
    ${peak === undefined ? nothing : html`<circle class="dot" cx="${tenths(x(peak.wallMs))}" cy="${tenths(y(peak.value))}" r="3.5"><title>${formatCount(peak.value)} at ${clock.time(peak.wallMs)}</title></circle>`}
    <text class="curvetext" x="${width - right + 8}" y="${tenths(lastY + 4)}">${formatCount(last)}</text>
    ${partLast === undefined ? nothing : html`<text class="leaktext" x="${width - right + 8}" y="${tenths(partY + 4)}">${formatCount(partLast)}</text>`}
  </svg>`;
}

function gridLine(value: number, y: (value: number) => number): Markup {
  const at = tenths(y(value));
  return html`<line class="grid" x1="${left}" x2="${width - right}" y1="${at}" y2="${at}" /><text
      x="${left - 8}"
      y="${at + 4}"
      text-anchor="end"
      >${formatCount(value)}</text
    > `;
}

function timeLabel(wallMs: number, index: number, x: (wallMs: number) => number, clock: ReportClock): Markup {
  const anchor = index === 0 ? 'start' : index === timeLabels - 1 ? 'end' : 'middle';
  return html`<text x="${tenths(x(wallMs))}" y="${height - bottom + 20}" text-anchor="${anchor}"
    >${clock.tick(wallMs)}</text
  > `;
}

function isBad({kind}: IncidentEvent): boolean {
  return kind === 'alert' || kind === 'lost' || kind === 'leak';
}

function markRank(event: IncidentEvent): number {
  return event.kind === 'alert' ? 0 : isBad(event) ? 1 : 2;
}

/**
 * The events that have room for a mark above a chart. Where two would touch, an alert comes before what else tells of
 * trouble, and that before the rest; each event is in the list of them below.
 */
export function markedEvents(
  {fromWallMs, toWallMs}: Pick<TotalCurve, 'fromWallMs' | 'toWallMs'>,
  events: readonly IncidentEvent[],
): readonly IncidentEvent[] {
  const apartMs = (markApart / (width - left - right)) * (toWallMs - fromWallMs);
  const marked: IncidentEvent[] = [];
  for (const event of events.toSorted((a, b) => markRank(a) - markRank(b))) {
    // The clock may have been set back since.
    const isIn = event.wallMs > fromWallMs - apartMs && event.wallMs < toWallMs + apartMs;
    if (marks[event.kind] === undefined || !isIn) continue;
    if (marked.every(({wallMs}) => Math.abs(wallMs - event.wallMs) >= apartMs)) marked.push(event);
  }

  return marked;
}

function marksOf(
  events: readonly IncidentEvent[],
  x: (wallMs: number) => number,
  clock: ReportClock,
): readonly Markup[] {
  return events.map((event) => {
    const at = tenths(x(event.wallMs));
    const bad = isBad(event);
    return html`<g>
      <title>${clock.time(event.wallMs)} ${event.text}</title>
      <line class="mark${bad ? ' bad' : ''}" x1="${at}" x2="${at}" y1="${top - 6}" y2="${height - bottom}" />
      <text class="${bad ? 'badtext' : 'goodtext'}" x="${at}" y="${top - 12}" text-anchor="middle"
        >${marks[event.kind] ?? ''}</text
      >
    </g> `;
  });
}

/** A curve as a small picture beside a number: its own scale, from 0. */
export function sparkSvg({values}: TotalCurve, size = {width: 132, height: 26}): Markup {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const y = (value: number) => size.height - 2 - (value / most) * (size.height - 4);
  const path = lineOf({values}, (share) => 1 + share * (size.width - 2), y);
  return html`<svg
    class="spark"
    viewBox="0 0 ${size.width} ${size.height}"
    width="${size.width}"
    height="${size.height}"
    aria-hidden="true"
  >
    <path class="curve" d="${path}" />
  </svg>`;
}

/** One stroke for each stretch without a gap; a value stands in the middle of its cell, the ends reach the edges. */
function strokesOf(
  {values}: Pick<TotalCurve, 'values'>,
  x: (share: number) => number,
  y: (value: number) => number,
): readonly (readonly (readonly [number, number])[])[] {
  const strokes: (readonly [number, number])[][] = [];
  let stroke: (readonly [number, number])[] | undefined;
  for (const [index, value] of values.entries()) {
    if (value === undefined) {
      stroke = undefined;
      continue;
    }

    if (stroke === undefined) {
      stroke = [[tenths(x(index / values.length)), tenths(y(value))]];
      strokes.push(stroke);
    }

    stroke.push([tenths(x((index + 1) / values.length)), tenths(y(value))]);
  }

  return strokes;
}

function lineOf(
  curve: Pick<TotalCurve, 'values'>,
  x: (share: number) => number,
  y: (value: number) => number,
): string {
  return strokesOf(curve, x, y)
    .map((stroke) => stroke.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${px} ${py}`).join(''))
    .join('');
}

function areaOf(
  curve: Pick<TotalCurve, 'values'>,
  x: (share: number) => number,
  y: (value: number) => number,
  base: number,
): string {
  return strokesOf(curve, x, y)
    .map((stroke) => {
      const points = stroke.map(([px, py]) => `L${px} ${py}`).join('');
      return `M${stroke[0]?.[0] ?? 0} ${tenths(base)}${points}L${stroke.at(-1)?.[0] ?? 0} ${tenths(base)}Z`;
    })
    .join('');
}

/** Stretches without values, as shares of the whole. */
function gapsOf({values}: TotalCurve): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  for (const [index, value] of values.entries()) {
    if (value !== undefined) continue;
    const last = gaps.at(-1);
    if (last !== undefined && last[1] === index / values.length) last[1] = (index + 1) / values.length;
    else gaps.push([index / values.length, (index + 1) / values.length]);
  }

  return gaps;
}
