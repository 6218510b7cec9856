import type {Contents} from '../view/inspector/contents.ts';
import {evidenceLines} from '../view/panels/evidence-panel.ts';
import {cutLine} from '../view/text/cell-guard.ts';
import {leakColumns, leakRows, leaksTitle, limitLines, quietLines} from '../view/panels/leaks-panel.ts';
import {settleCursor} from '../view/lists/list-cursor.ts';
import {rule, type Paint} from '../view/text/paint.ts';
import {tableFor, tableHeading, tableRow} from '../view/text/table.ts';
import {verdictKey} from '../view/verdicts/verdicts-now.ts';
import {evidenceNow} from './evidence-view.tsx';
import type {Inspector} from './inspector.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly inspector: Inspector;
  readonly contents: Contents;
  readonly height: number;
  readonly paint: Paint;
};

/** The verdicts by rank, and below them what speaks for the one under the cursor. */
export function LeaksView({inspector, contents, height, paint}: Props) {
  const {session, state} = inspector;
  const {leaks} = contents;
  const title = rule(leaksTitle(state, contents), paint);
  const limits = limitLines(contents, paint);
  if (leaks.length === 0) {
    const quiet = quietLines(session, state, contents, paint);
    return <Lines lines={[title, '', ...quiet, ...limits].slice(0, height)} height={height} />;
  }

  const room = leakRows(leaks.length, height);
  const cursor = settleCursor(
    state.leaks,
    leaks.map(({verdict}) => verdictKey(verdict)),
    room,
  );
  const table = tableFor(leakColumns(paint), paint.columns);
  const rows = leaks
    .slice(cursor.top, cursor.top + room)
    .map((one, index) => tableRow(table, one, cursor.top + index === cursor.index ? 'here' : 'none', paint));
  const list = [title, tableHeading(table, undefined, paint), ...rows, ...limits];
  const chosen = leaks[cursor.index];
  const left = height - list.length - 1;
  const preview =
    chosen === undefined || left < 1
      ? []
      : [rule('enter: all of the evidence', paint)].concat(
          evidenceLines(evidenceNow(inspector, contents, chosen), left, paint),
        );
  const lines = [...list, ...preview].slice(0, height).map((one) => cutLine(one, paint.columns));
  return <Lines lines={lines} height={height} />;
}
