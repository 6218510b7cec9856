import {describe, expect, test} from 'vitest';
import {createContents} from '../../../source/view/inspector/contents.ts';
import {initialState} from '../../../source/view/inspector/inspector-state.ts';
import {momentOf} from '../../../source/view/inspector/moment.ts';
import {sortColumns, sortRows} from '../../../source/view/lists/order.ts';
import {groupings} from '../../../source/view/lists/rows.ts';
import {group, randomNumbers, watched} from '../../helpers/session.ts';
import {rowsOf} from '../all-rows.ts';

const places = ['main.a a.go:1', 'main.b b.go:2', 'shop/x.c c.go:3', 'shop/x.d d.go:4', 'shop/y.e e.go:5'];
const families = ['select', 'sleep', 'mutex'] as const;

/** A target that counts many groups again and again, some of which come and go; labels share places. */
function busy(seed: number, rounds = 6) {
  const random = randomNumbers(seed);
  const target = watched();
  for (let round = 0; round < rounds; round++) {
    target.clock.pass(random(40_000));
    const groups = places.flatMap((place) =>
      families.flatMap((family) =>
        ['', 'acme', 'zeta'].flatMap((tenant) =>
          random(3) === 0
            ? []
            : [group(1 + random(5), family, place, {labels: tenant === '' ? {} : {tenant}})],
        ),
      ),
    );
    target.sees(...groups);
  }

  return target;
}

describe('rows that are made when they are looked at', () => {
  test.each(sortColumns)('are the same rows in the same order as all of them sorted by %s', (column) => {
    for (let seed = 1; seed <= 20; seed++) {
      const target = busy(seed);
      const {atMs} = target.session.lastSeen!;
      for (const grouping of groupings) {
        for (const reversed of [false, true]) {
          const order = {column, reversed};
          const {rows} = createContents(target.session)({...initialState, grouping, order}, 1);
          const all = rowsOf(momentOf(target.session, atMs, undefined).groups, grouping);
          const expected = sortRows(all, order, atMs);
          expect([...rows], `seed ${seed}, by ${grouping}`).toEqual(expected);
          expect(expected.map(({key}) => rows.keys.indexOf(key))).toEqual(expected.map((_row, at) => at));
        }
      }
    }
  });

  test('know their length and their keys before any of them is made', () => {
    const {rows} = createContents(busy(3).session)(initialState, 1);
    expect(rows.length).toBe([...rows].length);
    expect(rows.keys.at(0)).toBe(rows.at(0)!.key);
    expect(rows.keys.at(rows.length)).toBeUndefined();
    expect(rows.at(rows.length)).toBeUndefined();
    expect(rows.keys.indexOf('no such row')).toBe(-1);
  });

  test('stay what they were on a paused screen, whatever is counted meanwhile', () => {
    const target = busy(5);
    const contents = createContents(target.session);
    const {atMs} = target.session.lastSeen!;
    const paused = {...initialState, held: {atMs, why: 'paused', sinceMs: atMs} as const};
    const before = contents(paused, 1).rows;
    const expected = sortRows(
      rowsOf(momentOf(target.session, atMs, undefined).groups, 'stack'),
      initialState.order,
      atMs,
    );
    target.sees(group(500, 'select', 'main.new n.go:1', {status: 'select (no cases)'}));
    expect([...contents(paused, 2).rows]).toEqual(expected);
    expect(contents(paused, 2).rows).toBe(before);
    expect([...contents(initialState, 3).rows].map(({count}) => count)).toEqual([500]);
  });

  test('are found by the function as it is shown, and by its whole name', () => {
    const target = watched();
    target.sees(
      group(2, 'select', 'github.com/panjf2000/ants/v2.(*poolCommon).goPurge ants.go:1'),
      group(3, 'select', 'gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun lumberjack.go:1'),
      group(1, 'sleep', 'main.a a.go:1'),
    );
    const contents = createContents(target.session);
    const found = (filterText: string) =>
      [...contents({...initialState, filterText}, 1).rows].map(({count}) => count);
    expect(found('fn:ants.(*poolCommon).goPurge')).toEqual([2]);
    expect(found('fn:ants/v2.(*poolCommon).goPurge')).toEqual([2]);
    expect(found('fn:lumberjack.(*Logger)')).toEqual([3]);
    expect(found('fn:natefinch/lumberjack.v2.(*Logger)')).toEqual([3]);
    expect(found('!fn:ants.(*poolCommon) !fn:lumberjack.(*Logger)')).toEqual([1]);
    expect(found('fn:v2.goPurge')).toEqual([]);
  });

  test('begin at 0 where a group came after the baseline', () => {
    const target = watched();
    target.sees(group(2, 'sleep', 'main.a a.go:1'));
    target.sees(group(5, 'sleep', 'main.a a.go:1'), group(4, 'sleep', 'main.b b.go:1'));
    const {rows} = createContents(target.session)(initialState, 1);
    expect([...rows].map(({name, count, change}) => [name, count, change])).toEqual([
      ['main.a', 5, 3],
      ['main.b', 4, 4],
    ]);
  });
});
