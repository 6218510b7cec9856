import {readableFunction} from '../../profile/frame.ts';
import type {Group, Snapshot} from '../../profile/model.ts';
import {formatMs} from '../../text/duration.ts';
import {formatBytes, formatClock, formatCount, plural} from '../text/format.ts';
import {missingText} from './dump-sentence.ts';
import {placeText} from '../lists/group-columns.ts';
import {groupFactsOf} from '../panels/group-facts.ts';
import {framesBelow} from '../panels/frames-below.ts';
import {line, type Paint} from '../text/paint.ts';
import {creatorCounts, creatorsText, labelsText} from '../lists/rows.ts';
import {byCount, reasonsOf, type SnapshotOrigin} from './snapshot-json.ts';
import {tableFor, tableHeading, tableRow, type Column} from '../text/table.ts';

/** A snapshot as a table to read or to pipe; with `members`, the stack and the goroutines of each group below it. */
export function snapshotLines(
  snapshot: Snapshot,
  origin: SnapshotOrigin,
  members: boolean,
  paint: Paint,
): readonly string[] {
  const {theme} = paint;
  const table = tableFor(columnsOf(snapshot, paint), paint.columns);
  const groups = byCount(snapshot);
  const {requestMs, bytes} = origin.cost;
  const cost =
    snapshot.source === 'file'
      ? bytes === 0
        ? ''
        : formatBytes(bytes)
      : `${snapshot.source}, ${formatMs(requestMs)}, ${formatBytes(bytes)}`;
  return [
    line(
      `${theme.title(origin.target.name)}  ${plural(snapshot.total, 'goroutine')}  ${formatClock(snapshot.takenAt)}${cost === '' ? '' : `  ${theme.muted(cost)}`}`,
    ),
    ...(snapshot.complete ? [] : [theme.danger(incompleteText(snapshot))]),
    line(
      reasonsOf(snapshot)
        .map(([family, count]) => `${family} ${formatCount(count)}`)
        .join('  '),
    ),
    '',
    tableHeading(table, undefined, paint).trimEnd(),
    ...groups.flatMap((group) => [
      tableRow(table, group, 'none', paint).trimEnd(),
      ...(members ? stackLines(group, paint) : []),
    ]),
  ];
}

function incompleteText({missing, source}: Snapshot): string {
  // A file does not say how many there were: only those that it holds in part are known to be missing.
  const atLeast = source === 'file' && missing > 0 ? 'at least ' : '';
  return `Incomplete: ${atLeast}${missingText(missing)} missing from it.`;
}

function columnsOf(snapshot: Snapshot, {theme}: Paint): readonly Column<Group>[] {
  const hasCreators = snapshot.groups.some(({creators}) => creators.length > 0);
  const columns: Column<Group>[] = [
    {
      id: 'count',
      title: 'COUNT',
      width: 8,
      align: 'right',
      fromColumns: 0,
      cell: ({count}) => formatCount(count),
    },
    {
      id: 'reason',
      title: 'REASON',
      width: 23,
      fromColumns: 60,
      cell: ({status, leaked}) => (leaked > 0 ? `${status} (leaked)` : status),
    },
    {
      id: 'where',
      title: 'WHERE IT WAITS',
      width: 0,
      weight: 2,
      fromColumns: 0,
      cell: whereText,
      style: () => theme.own,
    },
    {
      id: 'creator',
      title: 'CREATED BY',
      width: 0,
      fromColumns: 100,
      cell: ({creators}) => creatorsText(creators),
      style: () => theme.muted,
    },
    {
      id: 'labels',
      title: 'LABELS',
      width: 0,
      fromColumns: 100,
      cell: ({identity}) => labelsText(identity.labels),
      style: () => theme.muted,
    },
  ];
  const hasLabels = snapshot.groups.some(({identity}) => Object.keys(identity.labels).length > 0);
  return columns.filter(({id}) => (id !== 'creator' || hasCreators) && (id !== 'labels' || hasLabels));
}

/** The line is kept where there is no room for the file. */
function whereText({identity}: Group, cells: number): string {
  const {frame, name} = groupFactsOf(identity);
  return frame === undefined ? name : placeText(name, frame, cells);
}

function stackLines({identity, creators, members}: Group, {theme}: Paint): readonly string[] {
  const created = creators.map(
    ({frame, count, alive}) =>
      `      created by ${readableFunction(frame.function)}  ${frame.file}:${frame.line}  (${creatorCounts({count, alive})})`,
  );
  const ids = members === undefined ? [] : [`      goroutines ${Array.from(members.ids).join(' ')}`];
  return [
    ...framesBelow(identity.stack, {theme}),
    ...[...created, ...ids].map((text) => line(theme.muted(text))),
  ];
}
