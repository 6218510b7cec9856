import {expect, test} from 'vitest';
import {at, book, lock, queue, readCode, relate, type One} from '../locked-book.ts';

/** Closes, which lights a lamp, which asks for the length. */
const closing: One = {
  family: 'mutex',
  stack: [
    lock,
    at('(*Book).Len', 'b.mu.Lock()', 4),
    at('(*Lamp).glow', 'l.book.Len()'),
    at('(*Book).Close', 'b.lamp.glow()'),
  ],
  ids: [40],
  words: {'main.(*Book).Close': book},
  asked: book,
};
const lineOf = (place: string) => Number(place.split(':').at(-1));

test('who asks for a lock that a function further out has taken waits for itself, and keeps the others', async () => {
  const related = await relate([queue, closing], [], readCode);
  expect(related.map(({isVictim}) => isVictim)).toEqual([true, false]);
  expect(related[1]?.relations).toMatchObject([
    {
      kind: 'lock-again',
      function: 'main.(*Book).Close',
      lock: 'b.mu',
      line: lineOf(at('(*Book).Close', 'b.mu.Lock()', 5)),
      goroutine: 40,
      of: 1,
    },
    {kind: 'victims', function: 'main.(*Book).Sell'},
  ]);
  expect(related[0]?.relations).toMatchObject([
    {kind: 'holder', function: 'main.(*Book).Len', goroutine: 40},
  ]);
});

test('without source it takes another that waits for the same lock in an earlier line of that function', async () => {
  const others = {...queue, stack: [lock, at('(*Book).Close', 'b.mu.Lock()', 5)]};
  const beside = await relate([others, closing], []);
  expect(beside[1]?.relations.map(({kind}) => kind)).toEqual(['lock-again', 'victims']);
  expect((await relate([closing], []))[0]?.relations).toEqual([]);
});

test('the same method of another value is no lock asked for again', async () => {
  const other = {...closing, words: {'main.(*Book).Close': 0xc0_00_99_00_00}};
  const related = await relate([queue, other], [], readCode);
  expect(related.flatMap(({relations}) => relations.map(({kind}) => kind))).not.toContain('lock-again');
});

test('who has given the lock back meanwhile, and takes it again, does not wait for itself', async () => {
  const removing: One = {
    family: 'mutex',
    stack: [lock, at('(*Book).waitForReaders', 'b.mu.Lock()', 7), at('(*Book).Remove', 'b.waitForReaders()')],
    ids: [41],
    words: {'main.(*Book).Remove': book},
    asked: book,
  };
  const related = await relate([queue, removing], [], readCode);
  expect(related.flatMap(({relations}) => relations.map(({kind}) => kind))).not.toContain('lock-again');
});
