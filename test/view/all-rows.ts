import type {GroupNow} from '../../source/view/inspector/moment.ts';
import {layoutRows} from '../../source/view/text/row-layout.ts';
import {bucketOf, rowOf, type Grouping, type Row} from '../../source/view/lists/rows.ts';

/** All rows of these groups, as the screen makes those that it shows: in the order of first appearance. */
export function rowsOf(groups: readonly GroupNow[], grouping: Grouping): Row[] {
  const layout = layoutRows(
    groups.length,
    (index) => bucketOf(groups[index]!, grouping),
    (index) => groups[index]!.identity.key,
  );
  return layout.keys.map((_key, row) =>
    rowOf(
      layout,
      row,
      layout.groupsOf(row).map((index) => groups[index]!),
      grouping,
    ),
  );
}
