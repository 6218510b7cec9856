import type {StepSeries} from '../../session/step-series.ts';
import type {TimeWindow} from './time-window.ts';

/**
 * A count in equal stretches of a window, for a curve: the largest of each, but in the last the one at its end, which is
 * what the number beside the curve says. Undefined where nothing is known.
 */
export function cellsToNow(
  series: Pick<StepSeries, 'cells' | 'at'>,
  {fromMs, toMs}: TimeWindow,
  cells: number,
  gaps?: Parameters<StepSeries['cells']>[3],
): readonly (number | undefined)[] {
  const values = series.cells(fromMs, toMs, cells, gaps);
  return values.at(-1) === undefined ? values : [...values.slice(0, -1), series.at(toMs)];
}
