import type {ChartMarks} from '../view/charts/chart-panel.ts';
import {curveLines} from '../view/charts/curve-panel.ts';
import type {Contents} from '../view/inspector/contents.ts';
import {formatCount} from '../view/text/format.ts';
import {groupColumns} from '../view/lists/group-columns.ts';
import type {InspectorState} from '../view/inspector/inspector-state.ts';
import type {Layout} from '../view/inspector/layout.ts';
import {settleCursor} from '../view/lists/list-cursor.ts';
import type {Order} from '../view/lists/order.ts';
import {rule, type Paint} from '../view/text/paint.ts';
import {reasonRows, reasonWords} from '../view/panels/reasons-panel.ts';
import {tableFor, tableHeading, tableRow} from '../view/text/table.ts';
import {chartSpanAt, windowAt} from '../view/time/time-window.ts';
import type {Session} from '../session/session.ts';
import type {Timeline} from '../session/timeline.ts';
import {Lines} from './lines.tsx';

type Props = {
  readonly session: Session;
  readonly timeline: Timeline;
  readonly state: InspectorState;
  readonly contents: Contents;
  readonly layout: Layout;
  readonly marks: ChartMarks;
  readonly paint: Paint;
};

/** The first view: the curve of the total, what they wait for, and where. */
export function GroupsView({session, timeline, state, contents, layout, marks, paint}: Props) {
  const {moment, rows, families} = contents;
  const window = windowAt(session, moment.atMs);
  const gaps = session.history.gaps(moment.atMs);
  const {window: span, playheadMs} = chartSpanAt(session, moment.atMs, state.held);
  const shape = {height: layout.chart, withTimes: layout.timeAxis, marks, playheadMs};
  const chart = layout.chart === 0 ? [] : curveLines({session, timeline}, state.curve, span, shape, paint);
  const reasons = {
    families,
    chosen: state.family,
    cursor:
      state.focus === 'reasons'
        ? settleCursor(
            state.reasons,
            families.map(({family}) => family),
            families.length,
          ).index
        : undefined,
    window,
    gaps,
  };
  const reasonLines =
    layout.mode === 'full'
      ? [rule('what they wait for', paint), ...reasonRows(reasons, layout.reasons, paint)]
      : layout.mode === 'small' || reasons.cursor !== undefined
        ? [reasonWords(reasons, paint)]
        : [];
  const isCompact = layout.mode === 'compact';
  const table = tableFor(
    groupColumns(session, state.grouping, window, contents.verdicts, paint),
    paint.columns,
  );
  const cursor = settleCursor(state.list, rows.keys, layout.list);
  const shown = rows.slice(cursor.top, cursor.top + layout.list);
  const isOrderShown = table.columns.some(({id}) => id === state.order.column);
  const title = rule(
    listTitle(state, contents, isOrderShown, moment.atMs - session.attachedAtMs > lookSoonMs),
    paint,
  );
  const heading = tableHeading(table, marked(state.order), paint);
  // The smallest list has one line above it: the keys of the reasons, or what is left out, or the headings.
  const isCut = state.family !== undefined || (state.typed ?? state.filterText) !== '';
  const titles = isCompact ? (reasonLines.length > 0 ? [] : [isCut ? title : heading]) : [title, heading];
  const list = [
    ...titles,
    ...shown.map((row, index) => {
      const isHere = cursor.top + index === cursor.index;
      return tableRow(table, row, isHere ? (state.focus === 'list' ? 'here' : 'elsewhere') : 'none', paint);
    }),
  ];
  const empty = rows.length === 0 ? [paint.theme.muted(`   ${emptyText(state, contents)}`)] : [];
  return <Lines lines={[...chart, ...reasonLines, ...list, ...empty]} height={layout.body} />;
}

/** Where full stacks are affordable they come within this time; else only when they are asked for. */
const lookSoonMs = 10_000;

/** Words run from A to Z by themselves, numbers from large to small: the mark shows which way it goes. */
function marked({column, reversed}: Order): Order {
  const isWords = column === 'reason' || column === 'where' || column === 'creator';
  return {column, reversed: reversed !== isWords};
}

/** `groups · chan send · by creator · 12 of 340 · filter: age>5m`. */
function listTitle(
  state: InspectorState,
  {rows, allRows, hiddenGoroutines, moment}: Contents,
  isOrderShown: boolean,
  isLookLate: boolean,
): string {
  const grouping = {
    stack: '',
    place: 'by blocking place',
    creator: 'by creator',
    package: 'by package',
    label: 'by label',
  };
  const filter = state.typed ?? state.filterText;
  const parts = [
    'groups',
    state.family ?? '',
    grouping[state.grouping],
    // A column that is not on the screen can order the list too.
    isOrderShown ? '' : `sorted by ${state.order.column}`,
    rows.length === allRows ? formatCount(allRows) : `${formatCount(rows.length)} of ${formatCount(allRows)}`,
    filter === '' ? '' : `filter: ${filter}`,
    hiddenGoroutines === 0 ? '' : `${formatCount(hiddenGoroutines)} of the runtime hidden (a)`,
    // Two columns are empty then, and nobody would know why.
    isLookLate && moment.look === undefined ? 'ages and creators: press 3' : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function emptyText(state: InspectorState, {allRows, moment}: Contents): string {
  if (moment.total === undefined) return 'waiting for the first answer …';
  if (allRows > 0 || state.filterText !== '') return 'nothing matches the filter: esc drops it';
  return state.family === undefined
    ? 'no goroutines yet'
    : `no goroutine is in ${state.family} now: esc shows all`;
}
