import {describe, expect, test} from 'vitest';
import {makeTheme} from '../../../source/terminal/theme.ts';
import {groupColumns, placeText} from '../../../source/view/lists/group-columns.ts';
import {tableFor, tableHeading, tableRow, type Column} from '../../../source/view/text/table.ts';
import {cellWidth} from '../../../source/view/text/text-width.ts';
import {noVerdicts} from '../../../source/view/verdicts/verdicts-now.ts';
import {windowAt, windowName} from '../../../source/view/time/time-window.ts';
import {frame, group, watched} from '../../helpers/session.ts';

const theme = makeTheme('none');
const columns: readonly Column<{n: number; name: string}>[] = [
  {id: 'n', title: 'COUNT', width: 7, align: 'right', fromColumns: 0, cell: ({n}) => String(n)},
  {
    id: 'name',
    title: 'NAME',
    width: 0,
    weight: 2,
    fromColumns: 0,
    cell: ({name}, width) => `${name}/${width}`,
  },
  {id: 'more', title: 'MORE', width: 0, fromColumns: 60, cell: ({name}) => name},
];

describe('a table', () => {
  test.each([10, 20, 40, 59, 60, 61, 80, 133])(
    'in %d columns has headings and rows of one width, never more',
    (width) => {
      const table = tableFor(columns, width);
      const paint = {columns: width, theme, ascii: false};
      const lines = [
        tableHeading(table, {column: 'n', reversed: false}, paint),
        tableRow(table, {n: 5, name: '界'.repeat(100)}, 'none', paint),
        tableRow(table, {n: 123_456_789, name: ''}, 'none', paint),
      ];
      expect(new Set(lines.map(cellWidth)).size).toBe(1);
      expect(cellWidth(lines[0]!)).toBeLessThanOrEqual(Math.max(width, 12));
    },
  );

  test('leaves out columns that need more room, and shares what is left by weight', () => {
    expect(tableFor(columns, 59).columns.map(({id, cells}) => [id, cells])).toEqual([
      ['n', 7],
      ['name', 47],
    ]);
    expect(tableFor(columns, 60).columns.map(({id, cells}) => [id, cells])).toEqual([
      ['n', 7],
      ['name', 30],
      ['more', 15],
    ]);
  });

  test('marks the row of the cursor to the edge of the screen', () => {
    const paint = {columns: 59, theme: makeTheme('mono'), ascii: false};
    const row = tableRow(tableFor(columns, 59), {n: 5, name: 'a'}, 'here', paint);
    expect(row.startsWith('\u001B[7m ▸ ')).toBe(true);
    expect(row.endsWith(' \u001B[27m')).toBe(true);
    expect(cellWidth(row)).toBe(59);
  });
});

test('columns of the groups leave from the right, and what counts is always there', () => {
  const target = watched();
  target.sees(group(1, 'sleep', 'a.b'));
  const window = windowAt(target.session, target.clock.monotonicMs());
  const columnsAt = (width: number) =>
    groupColumns(target.session, 'stack', window, noVerdicts, {columns: width, theme, ascii: false});
  const ids = (width: number) =>
    tableFor(columnsAt(width), width)
      .columns.map(({id}) => id)
      .join(' ');
  expect(ids(120)).toBe('count change trend oldest verdict reason where creator');
  expect(ids(100)).toBe('count change trend oldest verdict reason where');
  expect(ids(80)).toBe('count change trend verdict where');
  expect(ids(60)).toBe('count change verdict where');
  expect(ids(40)).toBe('count where');
});

describe('a function and where it stands', () => {
  const at = frame('shop/check.(*Runner).report /srv/shop/check/check.go:72');
  test.each([
    [40, 'check.(*Runner).report  check.go:72'],
    [35, 'check.(*Runner).report  check.go:72'],
    [34, 'check.(*Runner).report  :72'],
    [27, 'check.(*Runner).report  :72'],
    [26, 'check.(*Runner).report'],
    [22, 'check.(*Runner).report'],
    [15, '…Runner).report'],
    [0, ''],
  ])('in %d cells', (width, text) => {
    expect(placeText('check.(*Runner).report', at, width)).toBe(text);
  });
});

test.each([
  [0, '1 MIN'],
  [60, '1 MIN'],
  [61, '2 MIN'],
  [121, '5 MIN'],
  [9000, '5 MIN'],
])('after %d s the window is %s', (seconds, name) => {
  const target = watched();
  const atMs = target.session.attachedAtMs + seconds * 1000;
  const window = windowAt(target.session, atMs);
  expect(windowName(window)).toBe(name);
  expect(window.toMs).toBe(atMs);
});
