import type {Contents} from '../view/inspector/contents.ts';
import {formatClock, formatCount} from '../view/text/format.ts';
import {goroutineColumns} from '../view/lists/goroutine-columns.ts';
import {isPast} from '../view/output/happened.ts';
import type {InspectorState} from '../view/inspector/inspector-state.ts';
import {settleCursor} from '../view/lists/list-cursor.ts';
import {rule, type Paint} from '../view/text/paint.ts';
import {tableFor, tableHeading, tableRow} from '../view/text/table.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly state: InspectorState;
  readonly contents: Contents;
  readonly height: number;
  readonly paint: Paint;
};

/** Every single goroutine of the last look at the full stacks. */
export function GoroutinesView({state, contents, height, paint}: Props) {
  const {goroutines, moment} = contents;
  const {look} = moment;
  const title =
    look === undefined
      ? 'goroutines'
      : `goroutines · ${formatCount(goroutines.length)} of ${formatCount(look.snapshot.total)} as of ${formatClock(look.wallMs)}`;
  const table = tableFor(goroutineColumns(moment.atMs, paint), paint.columns);
  const room = Math.max(1, height - 2);
  const cursor = settleCursor(state.goroutines, goroutines.keys, room);
  const rows = goroutines.slice(cursor.top, cursor.top + room);
  const empty =
    look === undefined
      ? `single goroutines come with the full stacks, which ${isPast(state.held) ? 'had not been taken by then' : 'have not been taken yet'}`
      : 'nothing matches: esc drops the filter';
  const lines = [
    rule(title, paint),
    tableHeading(table, undefined, paint),
    ...rows.map((member, index) =>
      tableRow(table, member, cursor.top + index === cursor.index ? 'here' : 'none', paint),
    ),
    ...(rows.length === 0 ? [paint.theme.muted(`   ${empty}`)] : []),
  ];
  return <Lines lines={lines} height={height} />;
}
