import {describe, expect, test} from 'vitest';
import {createContents} from '../../../source/view/inspector/contents.ts';
import {initialState} from '../../../source/view/inspector/inspector-state.ts';
import {group, randomNumbers, shuffled, watched} from '../../helpers/session.ts';

const inView = {...initialState, view: 'goroutines' as const};

async function looked(ids: readonly number[], split: number) {
  const target = watched();
  const groups = [
    group(split, 'select', 'main.a a.go:1', {ids: ids.slice(0, split), waitMinutes: 3}),
    group(ids.length - split, 'sleep', ['main.b b.go:2', 'main.run b.go:9'], {ids: ids.slice(split)}),
  ];
  target.sees(...groups);
  await target.looks(...groups);
  return {target, contents: createContents(target.session)};
}

describe('the goroutines of a look', () => {
  test.each([1, 2 ** 40])('are listed by id, whatever their order in the dump; ids from %d', async (from) => {
    const random = randomNumbers(3);
    const ids = Array.from({length: 60}, (_, at) => from + at * 7);
    const {contents} = await looked(shuffled(ids, random), 25);
    const {goroutines} = contents(inView, 1);
    expect([...goroutines].map(({id}) => id)).toEqual(ids);
    expect(ids.map((id) => goroutines.keys.indexOf(`goroutine ${id}`))).toEqual(ids.map((_id, at) => at));
    expect(goroutines.keys.at(7)).toBe(`goroutine ${ids[7]}`);
    expect(goroutines.keys.indexOf(`goroutine ${from + 1}`)).toBe(-1);
    expect(goroutines.keys.indexOf('frame 0')).toBe(-1);
  });

  test('keep what belongs to each when they are sorted', async () => {
    const {contents} = await looked([9, 2, 5, 1, 7], 2);
    const {goroutines} = contents(inView, 1);
    expect([...goroutines].map(({id, group: {status}, age}) => [id, status, age.waitMinutes])).toEqual([
      [1, 'sleep', 0],
      [2, 'select', 3],
      [5, 'sleep', 0],
      [7, 'sleep', 0],
      [9, 'select', 3],
    ]);
  });

  test.each([
    ['main.run', [1, 5, 7]],
    ['state:select', [2, 9]],
    ['b.go:9', [1, 5, 7]],
    ['!state:select', [1, 5, 7]],
    ['count=1', [1, 2, 5, 7, 9]],
    ['nothing', []],
  ])('are filtered by %s', async (filterText, expected) => {
    const {contents} = await looked([9, 2, 5, 1, 7], 2);
    expect([...contents({...inView, filterText}, 1).goroutines].map(({id}) => id)).toEqual(expected);
  });

  test('are filtered by their own age, not by that of the first of their group', async () => {
    const target = watched();
    const old = group(1, 'sleep', 'main.a a.go:1', {ids: [4]});
    target.sees(old);
    await target.looks(old);
    target.passes(60_000);
    const both = group(2, 'sleep', 'main.a a.go:1', {ids: [4, 3]});
    target.sees(both);
    await target.looks(both);
    target.passes(1000);
    const contents = createContents(target.session);
    const ids = (filterText: string) =>
      [...contents({...inView, filterText}, 1).goroutines].map(({id}) => id);
    expect(ids('age>30s')).toEqual([4]);
    expect(ids('age<30s')).toEqual([3]);
    expect(ids('main.a age<30s')).toEqual([3]);
  });
});
