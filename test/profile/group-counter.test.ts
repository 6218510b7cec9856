import {expect, test} from 'vitest';
import {createGroupCounter} from '../../source/profile/group-counter.ts';
import {createGroupTable} from '../../source/profile/group-table.ts';
import {createInterner} from '../../source/profile/interner.ts';

const options = {source: 'debug=0', takenAt: 0, lost: 0, complete: true} as const;

function createCounter() {
  const table = createGroupTable();
  const interner = createInterner();
  const group = (name: string) =>
    table.identityIndex(
      interner.identity(interner.stack([interner.frame(name, '/a.go', 1)]), 'chan receive', {}),
    );
  return {table, group, counter: createGroupCounter(table)};
}

test('records of one group are added up, where its first record stood', () => {
  const {counter, group, table} = createCounter();
  const word = table.wordIndex('chan receive');
  counter.begin();
  counter.add(group('main.a'), word, 0, 2, 0);
  counter.add(group('main.b'), word, 0, 3, 0);
  counter.add(group('main.a'), word, word + 1, 5, 1);
  const {groups, total} = counter.finish(options);

  expect(total).toBe(10);
  expect(groups.map(({identity, count, leaked}) => [identity.stack[0]?.function, count, leaked])).toEqual([
    ['main.a', 7, 1],
    ['main.b', 3, 0],
  ]);
});

test('the word of the majority is kept, the first of equals', () => {
  const {counter, group, table} = createCounter();
  const [one, other] = [table.wordIndex('chan receive'), table.wordIndex('chan receive (nil chan)')];
  counter.begin();
  counter.add(group('main.equal'), one, 0, 2, 0);
  counter.add(group('main.equal'), other, 0, 2, 0);
  counter.add(group('main.more'), one, 0, 2, 0);
  counter.add(group('main.more'), one, 0, 1, 0);
  counter.add(group('main.more'), other, 0, 4, 0);

  expect(counter.finish(options).groups.map(({status}) => status)).toEqual([
    'chan receive',
    'chan receive (nil chan)',
  ]);
});

test('nothing is left of a profile that could not be read to its end, nor of the one before', () => {
  const {counter, group, table} = createCounter();
  const word = table.wordIndex('running');
  counter.begin();
  counter.add(group('main.broken'), word, 0, 7, 0);
  counter.mark('handler');
  counter.begin();
  counter.add(group('main.a'), word, 0, 1, 0);
  const first = counter.finish(options);
  counter.begin();
  counter.add(group('main.a'), word, 0, 4, 0);
  const second = counter.finish(options);

  expect(first).toMatchObject({total: 1, observer: 0});
  expect(second).toMatchObject({total: 4, observer: 0});
  expect([...first.columns!.counts, ...second.columns!.counts]).toEqual([1, 4]);
});

test('more records and groups than it began with', () => {
  const {counter, group, table} = createCounter();
  const word = table.wordIndex('select');
  const groups = Array.from({length: 3000}, (_, index) => group(`main.f${index}`));
  counter.begin();
  for (const [index, number] of groups.entries()) counter.add(number, word, 0, index + 1, 0);
  const {columns, total} = counter.finish(options);

  expect(total).toBe((3000 * 3001) / 2);
  expect(Array.from(columns!.groups)).toEqual(groups);
});
