import {describe, expect, test} from 'vitest';
import {firstRow, move, settleCursor, underCursor} from '../../../source/view/lists/list-cursor.ts';
import {randomNumbers, shuffled} from '../../helpers/session.ts';

const idOf = ({id}: {id: string}) => id;
const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');

test('an empty list has a cursor on nothing', () => {
  expect(settleCursor(firstRow, [], 5)).toEqual({key: undefined, index: 0, top: 0});
  expect(move(firstRow, [], 5, 3)).toEqual({key: undefined, index: 0, top: 0});
});

test('until it is moved it stays on the first row, whatever that is', () => {
  expect(settleCursor(firstRow, ['b', 'a'], 5).key).toBe('b');
  expect(settleCursor(firstRow, ['a', 'b'], 5).key).toBe('a');
});

describe('moving', () => {
  test('stops at either end', () => {
    expect(move(firstRow, letters, 5, -1).key).toBe('a');
    expect(move(firstRow, letters, 5, Infinity).key).toBe('z');
    expect(move(move(firstRow, letters, 5, Infinity), letters, 5, -Infinity).key).toBe('a');
  });

  test('scrolls only when it has to', () => {
    let cursor = move(firstRow, letters, 5, 4);
    expect(cursor).toEqual({key: 'e', index: 4, top: 0});
    cursor = move(cursor, letters, 5, 1);
    expect(cursor).toEqual({key: 'f', index: 5, top: 1});
    cursor = move(cursor, letters, 5, -4);
    expect(cursor).toEqual({key: 'b', index: 1, top: 1});
    expect(move(cursor, letters, 5, -1).top).toBe(0);
  });

  test('begins where the item is now', () => {
    const cursor = move(firstRow, letters, 5, 2);
    expect(move(cursor, letters.toReversed(), 5, 1).key).toBe('b');
  });
});

test('it follows its item over 100 random orders, and the item is always in the window', () => {
  const random = randomNumbers(7);
  let cursor = move(firstRow, letters, 5, 8);
  for (let refresh = 0; refresh < 100; refresh++) {
    const keys = shuffled(letters, random).filter((key) => key === 'i' || random(3) > 0);
    const height = 1 + random(8);
    cursor = settleCursor(cursor, keys, height);
    expect(cursor.key).toBe('i');
    expect(keys[cursor.index]).toBe('i');
    expect(cursor.index - cursor.top).toBeGreaterThanOrEqual(0);
    expect(cursor.index - cursor.top).toBeLessThan(height);
    expect(cursor.top).toBeLessThanOrEqual(Math.max(0, keys.length - height));
  }
});

test('when its item goes it keeps its place, and comes back to the item when that returns', () => {
  const cursor = move(firstRow, ['a', 'b', 'c'], 5, 1);
  expect(settleCursor(cursor, ['a', 'c'], 5).key).toBe('c');
  expect(settleCursor(cursor, ['a'], 5).key).toBe('a');
  expect(settleCursor(cursor, ['c', 'a', 'b'], 5)).toMatchObject({key: 'b', index: 2});
});

test('what is under the cursor is what the list shows there', () => {
  const items = [{id: 'a'}, {id: 'b'}];
  expect(underCursor(items, items.map(idOf), {key: 'b', index: 0, top: 0})).toBe(items[1]);
  expect(underCursor(items, items.map(idOf), {key: 'gone', index: 7, top: 0})).toBe(items[1]);
  expect(underCursor([], [], firstRow)).toBeUndefined();
});
