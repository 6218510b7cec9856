import {chooseScale} from '../view/charts/chart-scale.ts';
import {plot} from '../view/charts/chart.ts';
import {timeAxis} from '../view/charts/time-axis.ts';
import type {TotalCurve} from './incident.ts';
import type {ReportClock} from './report-clock.ts';

const chartWidth = 92;
const chartHeight = 10;

/** The chart of the screen, as text. */
export function markdownChart(
  {values, fromWallMs, toWallMs}: TotalCurve,
  clock: ReportClock,
): readonly string[] {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const {high} = chooseScale([0, most], chartHeight);
  const chart = plot(values, {width: chartWidth, height: chartHeight, stretch: true, min: 0, max: high});
  return [
    ...chart.lines.map(({axis, parts}) => `${axis}${parts.map(({text}) => text).join('')}`.trimEnd()),
    timeAxis(chartWidth, chart.axisWidth, fromWallMs, toWallMs, clock.tick).trimEnd(),
  ];
}
