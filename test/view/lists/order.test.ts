import {describe, expect, test} from 'vitest';
import {momentOf} from '../../../source/view/inspector/moment.ts';
import {
  neighbour,
  sortColumns,
  sortRows,
  type Order,
  type SortColumn,
} from '../../../source/view/lists/order.ts';
import {type Row} from '../../../source/view/lists/rows.ts';
import {creator, group, randomNumbers, shuffled, watched} from '../../helpers/session.ts';
import {rowsOf} from '../all-rows.ts';

const minuteMs = 60_000;

/** Rows named a to e, with values in every column; nothing is known of e but its count. */
async function fiveRows(): Promise<{rows: Row[]; atMs: number}> {
  const target = watched();
  const a = group(5, 'select', 'main.a a.go:1', {
    ids: [1],
    waitMinutes: 40,
    creators: [creator('x/y.Zed z.go:1', 5)],
  });
  const b = group(9, 'mutex', 'main.b b.go:1', {status: 'sync.Mutex.Lock', ids: [2], waitMinutes: 2});
  const c = group(1, 'IO wait', 'main.C c.go:1', {ids: [3], creators: [creator('z/x.Able a.go:1', 1)]});
  const e = group(2, 'chan send', 'main.e e.go:1', {status: 'chan send (nil chan)'});
  target.sees(group(8, 'select', 'main.a a.go:1'), b, group(1, 'IO wait', 'main.C c.go:1'), e);
  await target.looks(a, b, c);
  target.clock.pass(minuteMs);
  const d = group(3, 'sleep', 'main.d d.go:1', {ids: [9], creators: [creator('q.Mid m.go:1', 3)]});
  target.sees(a, b, c, d, e);
  await target.looks(a, b, c, d);
  target.clock.pass(5 * minuteMs);
  const atMs = target.clock.monotonicMs();
  return {rows: rowsOf(momentOf(target.session, atMs, target.session.look).groups, 'stack'), atMs};
}

async function namesBy(column: SortColumn, reversed = false) {
  const {rows, atMs} = await fiveRows();
  return sortRows(rows, {column, reversed}, atMs)
    .map(({name}) => name.slice('main.'.length))
    .join(' ');
}

describe('each column sorts in its natural direction, and the other way round', () => {
  test.each<[SortColumn, string, string]>([
    ['count', 'b a d e C', 'C e d a b'],
    ['change', 'd b e C a', 'a b e C d'],
    // 40 minutes by the runtime; seen for 6 minutes, b before C by count; seen for 5; not known.
    ['oldest', 'a b C d e', 'd b C a e'],
    ['reason', 'e C b a d', 'd a b C e'],
    ['where', 'a b C d e', 'e d C b a'],
    ['creator', 'd C a b e', 'a C d b e'],
  ])('%s', async (column, natural, reversed) => {
    expect(await namesBy(column)).toBe(natural);
    expect(await namesBy(column, true)).toBe(reversed);
  });
});

const early = (count: number) => group(count, 'select', 'main.early a.go:1');
const late = (count: number) => group(count, 'mutex', 'main.late b.go:1');

test('the trend sorts by what has changed in the last minute, not since the beginning', async () => {
  const target = watched();
  target.sees(early(1), late(1));
  target.clock.pass(5 * minuteMs);
  target.sees(early(90), late(1));
  target.clock.pass(2 * minuteMs);
  target.sees(early(90), late(11));
  const atMs = target.clock.monotonicMs();
  const rows = rowsOf(momentOf(target.session, atMs, undefined).groups, 'stack');
  const names = (order: Order) => sortRows(rows, order, atMs).map(({name}) => name);
  expect(names({column: 'trend', reversed: false})).toEqual(['main.late', 'main.early']);
  expect(names({column: 'trend', reversed: true})).toEqual(['main.early', 'main.late']);
  expect(names({column: 'change', reversed: false})).toEqual(['main.early', 'main.late']);
});

test('the order is the same however the rows arrive', async () => {
  const {rows, atMs} = await fiveRows();
  const random = randomNumbers(1);
  for (const column of sortColumns) {
    for (const reversed of [false, true]) {
      const order: Order = {column, reversed};
      const expected = sortRows(rows, order, atMs).map(({key}) => key);
      for (let round = 0; round < 10; round++) {
        expect(sortRows(shuffled(rows, random), order, atMs).map(({key}) => key)).toEqual(expected);
      }
    }
  }
});

test('equal rows are in the order of their counts whichever way the column is sorted', () => {
  const target = watched();
  target.sees(
    group(1, 'sleep', 'main.a a.go:1'),
    group(7, 'sleep', 'main.b b.go:1'),
    group(3, 'sleep', 'main.c c.go:1'),
  );
  const atMs = target.clock.monotonicMs();
  const rows = rowsOf(momentOf(target.session, atMs, undefined).groups, 'stack');
  for (const reversed of [false, true]) {
    expect(sortRows(rows, {column: 'reason', reversed}, atMs).map(({count}) => count)).toEqual([7, 3, 1]);
  }
});

test('from the first and the last column there is nowhere further to go', () => {
  expect(neighbour('count', -1)).toBe('count');
  expect(neighbour('count', 1)).toBe('change');
  expect(neighbour('creator', 1)).toBe('creator');
});
