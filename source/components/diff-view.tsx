import type {Contents} from '../view/inspector/contents.ts';
import {diffColumns} from '../view/output/diff-table.ts';
import {diffRows, diffSummary, diffTitle} from '../view/panels/diff-panel.ts';
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

/** What differs at the moment on the screen from the mark: what came, grew, shrank and went. */
export function DiffView({state, contents: {diff}, height, paint}: Props) {
  const title = rule(diffTitle(state, diff, paint.ascii), paint);
  if (diff === undefined) {
    const why = 'nothing has been counted yet that could be compared';
    return <Lines lines={[title, paint.theme.muted(`   ${why}`)]} height={height} />;
  }

  const {groups} = diff;
  const table = tableFor(diffColumns(diff.diff, paint), paint.columns);
  const summary = diffSummary(diff, height, paint);
  const room = diffRows(height);
  const cursor = settleCursor(
    state.diff,
    groups.map(({identity}) => identity.key),
    room,
  );
  const rows = groups
    .slice(cursor.top, cursor.top + room)
    .map((group, index) =>
      tableRow(table, group, cursor.top + index === cursor.index ? 'here' : 'none', paint),
    );
  const lines = [title, ...(groups.length === 0 ? [] : [tableHeading(table, undefined, paint)]), ...rows];
  return <Lines lines={[...lines, ...summary].slice(0, height)} height={height} />;
}
