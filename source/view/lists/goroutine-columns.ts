import {innermostUserFrame, shortFunction} from '../../profile/frame.ts';
import type {Member} from './members.ts';
import {creatorIdText} from '../panels/detail-panel.ts';
import {placeText, reasonText} from './group-columns.ts';
import {notStartedYet} from '../panels/not-started.ts';
import type {Paint} from '../text/paint.ts';
import {labelsText} from './rows.ts';
import {oldestText} from './sentences.ts';
import type {Column} from '../text/table.ts';

/** The columns of the list of single goroutines. */
export function goroutineColumns(atMs: number, {theme, ascii}: Paint): readonly Column<Member>[] {
  return [
    {id: 'id', title: 'GOROUTINE', width: 11, align: 'right', fromColumns: 0, cell: ({id}) => String(id)},
    {
      id: 'seen',
      title: 'SEEN FOR',
      width: 9,
      align: 'right',
      fromColumns: 36,
      cell: ({age}) => oldestText(age, atMs, ascii),
    },
    {
      id: 'reason',
      title: 'REASON',
      width: 14,
      fromColumns: 60,
      cell: ({group: {identity, status}}) => reasonText({family: identity.family, status, leaked: 0}, ascii),
    },
    {id: 'where', title: 'WHERE IT WAITS', width: 0, fromColumns: 0, cell: whereText, style: () => theme.own},
    {
      id: 'creator',
      title: 'CREATOR',
      width: 14,
      fromColumns: 80,
      cell: creatorIdText,
      style: () => theme.muted,
    },
    {
      id: 'labels',
      title: 'LABELS',
      width: 0,
      fromColumns: 110,
      cell: ({labels}) => labelsText(labels),
      style: () => theme.muted,
    },
  ];
}

function whereText({group}: Member, width: number): string {
  const frame = innermostUserFrame(group.identity.stack);
  if (frame === undefined) return notStartedYet;
  return placeText(shortFunction(frame.function), frame, width);
}
