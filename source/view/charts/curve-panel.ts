import type {Session} from '../../session/session.ts';
import type {Timeline} from '../../session/timeline.ts';
import {cellsToNow} from '../time/cells-to-now.ts';
import {chartLines, type ChartMarks, type ChartShape} from './chart-panel.ts';
import {curveAfter, curveNames, memoryCurve, type CurveShown} from './memory-chart.ts';
import {rule, type Paint} from '../text/paint.ts';
import type {TimeWindow} from '../time/time-window.ts';

const noMarks: ChartMarks = {threshold: undefined, baseline: undefined};

/** The chart: of the total, or below its name of what the process's memory is. */
export function curveLines(
  {session, timeline}: {readonly session: Session; readonly timeline: Timeline},
  curve: CurveShown,
  span: TimeWindow,
  shape: ChartShape,
  paint: Paint,
): readonly string[] {
  const gaps = session.history.gaps(span.toMs);
  if (curve === 'goroutines') {
    const {total} = session.history;
    const totals = (cells: number) => cellsToNow(total, span, cells, gaps);
    return chartLines(totals, {session, timeline}, span, shape, paint);
  }

  const readings = session.memory.sinceRestart(span.toMs);
  const {pointsFor, format} = memoryCurve(readings, curve, span, gaps);
  const told = readings.length === 0 ? ' · this process does not tell its memory' : '';
  const height = shape.height - 1;
  return [
    rule(`${curveNames[curve]}${told} · m: ${curveNames[curveAfter(curve)]}`, paint),
    ...chartLines(pointsFor, {session, timeline}, span, {...shape, height, marks: noMarks, format}, paint),
  ];
}
