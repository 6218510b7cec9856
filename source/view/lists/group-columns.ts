// The columns of the list of groups, and the words in their cells.

import path from 'node:path';
import type {Frame} from '../../profile/model.ts';
import {isEndless, onNilChannel, selectWithoutCases} from '../../profile/wait-reason.ts';
import type {Session} from '../../session/session.ts';
import type {StepSeries} from '../../session/step-series.ts';
import {cellsToNow} from '../time/cells-to-now.ts';
import {formatChange, formatCount} from '../text/format.ts';
import {marksFor, type Paint} from '../text/paint.ts';
import {creatorsText, isLibraryRow, labelsText, type Grouping, type Row} from './rows.ts';
import {oldestText} from './sentences.ts';
import {sparkline} from '../charts/sparkline.ts';
import type {Column} from '../text/table.ts';
import {cellWidth, fitMiddle, truncate} from '../text/text-width.ts';
import type {TimeWindow} from '../time/time-window.ts';
import {levelStyles, verdictText} from '../verdicts/verdict-words.ts';
import {verdictOfRow, type VerdictsNow} from '../verdicts/verdicts-now.ts';

const trendWidth = 10;
/** Below this a verdict has no column of its own: its mark stands before the place. */
const verdictFromColumns = 56;

const whereTitles: Record<Grouping, string> = {
  stack: 'WHERE IT WAITS',
  place: 'WHERE IT WAITS',
  creator: 'CREATED BY',
  package: 'PACKAGE',
  label: 'LABELS',
};

/** The columns of the list of groups, in the order of the screen; the first to leave are those at the right. */
export function groupColumns(
  session: Session,
  grouping: Grouping,
  window: TimeWindow,
  verdicts: VerdictsNow,
  {theme, ascii, columns: width}: Paint,
): readonly Column<Row>[] {
  const gaps = session.history.gaps(window.toMs);
  const columns: Column<Row>[] = [
    {
      id: 'count',
      title: 'COUNT',
      width: 7,
      align: 'right',
      fromColumns: 0,
      cell: ({count}) => formatCount(count),
    },
    {
      id: 'change',
      title: 'CHANGE',
      width: 7,
      align: 'right',
      fromColumns: 48,
      cell: ({change}) => formatChange(change, {ascii}),
      style: ({change = 0}) => (change > 0 ? theme.up : change < 0 ? theme.down : theme.muted),
    },
    {
      id: 'trend',
      title: 'TREND',
      width: trendWidth,
      fromColumns: 68,
      cell: (row) => sparkline(countsOverTime(row, window, trendWidth, gaps), trendWidth, {ascii}),
      // What has not changed is no news: it must not be as loud as what grows.
      style: ({change}) => (change === 0 ? theme.muted : theme.spark),
    },
    {
      id: 'oldest',
      title: 'OLDEST',
      width: 8,
      align: 'right',
      fromColumns: 100,
      cell: ({oldest}) => oldestText(oldest, window.toMs, ascii),
    },
    {
      id: 'verdict',
      title: 'VERDICT',
      width: 8,
      fromColumns: verdictFromColumns,
      cell: (row) => verdictText(verdictOfRow(row, verdicts)?.verdict.level, ascii),
      style: (row) => theme[levelStyles[verdictOfRow(row, verdicts)?.verdict.level ?? 'benign']],
    },
    {
      id: 'reason',
      title: 'REASON',
      width: 13,
      fromColumns: 90,
      cell: (row) => reasonText(row, ascii),
      style: ({leaked, status}) => (leaked > 0 || isEndless(status) ? theme.danger : theme.text),
    },
    {
      id: 'where',
      title: whereTitles[grouping],
      width: 0,
      weight: 7,
      fromColumns: 0,
      cell: (row, cells) => {
        const level = width < verdictFromColumns ? verdictOfRow(row, verdicts)?.verdict.level : undefined;
        const mark = verdictText(level, ascii).slice(0, 2).trimStart();
        return mark + whereText(row, cells - mark.length);
      },
      style: (row) => (isLibraryRow(row) ? theme.library : theme.own),
    },
    {
      id: 'creator',
      title: 'CREATED BY',
      width: 0,
      weight: 3,
      fromColumns: 110,
      cell: createdByText,
      style: () => theme.muted,
    },
  ];
  return grouping === 'creator' ? columns.filter(({id}) => id !== 'creator') : columns;
}

/** How many goroutines a row had over the window. Several groups in a row are added up. */
export function countsOverTime(
  row: {readonly groups: readonly {readonly counts: StepSeries}[]},
  window: TimeWindow,
  cells: number,
  gaps: Parameters<StepSeries['cells']>[3],
): readonly (number | undefined)[] {
  const [first, ...others] = row.groups.map(({counts}) => cellsToNow(counts, window, cells, gaps));
  if (first === undefined) return [];
  return first.map((value, cell) => {
    const values = [value, ...others.map((series) => series[cell])].filter((one) => one !== undefined);
    return values.length === 0 ? undefined : values.reduce((sum, one) => sum + one, 0);
  });
}

/** `check.go:72`, from wherever the target was compiled. */
export function fileAndLine({file, line}: Frame): string {
  return file === '' ? '' : `${path.posix.basename(file)}:${line}`;
}

/** The family; the runtime's own word where the family says too little. */
export function reasonText(
  {family, status, leaked}: Pick<Row, 'family' | 'status' | 'leaked'>,
  ascii: boolean,
): string {
  const words = family === undefined ? 'several' : isEndless(status) ? shortEndless(status) : family;
  return leaked > 0 ? `${marksFor(ascii).dead} ${words}` : family === 'other' ? status : words;
}

function shortEndless(status: string): string {
  if (status === selectWithoutCases) return 'select {}';
  return status === onNilChannel('chan send') ? 'send nil chan' : 'recv nil chan';
}

function whereText({name, frame, groups}: Row, width: number): string {
  if (frame === undefined) return fitMiddle(name, width).trimEnd();
  const labels = groups.length === 1 ? labelsText(groups[0]?.identity.labels ?? {}) : '';
  const text = placeText(name, frame, width);
  const more = labels === '' ? '' : `  {${labels}}`;
  return cellWidth(text) + cellWidth(more) <= width ? text + more : text;
}

/**
 * A function and where it stands, in at most `width` cells. The name says most: the file goes first, then the line,
 * then the beginning of the name.
 *
 * Example: `check.(*Runner).report  check.go:72`, `check.(*Runner).report  :72`, `…Runner).report`.
 */
export function placeText(name: string, frame: Frame, width: number): string {
  const place = fileAndLine(frame);
  const texts = place === '' ? [name] : [`${name}  ${place}`, `${name}  :${frame.line}`];
  return texts.find((text) => cellWidth(text) <= width) ?? fitMiddle(name, width).trimEnd();
}

/** Who started them; `(gone)` when none of those goroutines lives any more. The name gives way to that word. */
function createdByText({creators}: Row, width: number): string {
  const started = creators.reduce((sum, {count}) => sum + count, 0);
  if (creators.length === 0) return '';
  const name = creatorsText(creators);
  const gone = ' (gone)';
  return started > 0 && creators.every(({alive}) => alive === 0)
    ? `${truncate(name, width - gone.length)}${gone}`
    : name;
}
