import {expect, test} from 'vitest';
import {cellsToNow} from '../../../source/view/time/cells-to-now.ts';
import {group, watched} from '../../helpers/session.ts';

const window = {fromMs: 0, toMs: 60_000};

function seriesOf(...steps: readonly (readonly [number, number])[]) {
  const {session} = watched();
  const {total} = session.history;
  for (const [atMs, count] of steps) total.push(atMs, count);
  return total;
}

test('a curve ends with what there is now, also when that has just fallen', () => {
  const series = seriesOf([0, 91], [60_000, 74]);
  expect(cellsToNow(series, window, 4)).toEqual([91, 91, 91, 74]);
});

test('before its end the largest of each stretch is shown: a spike is seen', () => {
  const series = seriesOf([0, 10], [20_000, 99], [21_000, 10]);
  expect(cellsToNow(series, window, 3)).toEqual([99, 99, 10]);
});

test('what is not known at the end stays unknown', () => {
  const {session} = watched();
  session.history.total.push(0, 7);
  expect(cellsToNow(session.history.total, window, 2, [{fromMs: 1, toMs: 60_000}])).toEqual([7, undefined]);
});

test('a row of several groups ends with the number beside it', () => {
  const shop = watched();
  shop.sees(group(72, 'chan send', 'shop.report shop.go:9'));
  shop.sees(group(54, 'chan send', 'shop.report shop.go:9'));
  const toMs = shop.clock.monotonicMs();
  const {counts} = [...shop.session.history.groups.values()][0]!;
  expect(cellsToNow(counts, {fromMs: toMs - 60_000, toMs}, 3).at(-1)).toBe(54);
});
