import {expect, test} from 'vitest';
import {GoroutineAges, maxUnseenIds, older, oldestOf} from '../../source/session/goroutine-ages.ts';
import {membersOf} from '../helpers/snapshots.ts';

const inOneBreath = () => Promise.resolve();

async function seen(
  ...looks: readonly {readonly atMs: number; readonly ids: readonly number[]; readonly isComplete?: boolean}[]
): Promise<GoroutineAges> {
  const ages = new GoroutineAges();
  for (const {atMs, ids, isComplete} of looks)
    await ages.observe([membersOf(ids)], atMs, inOneBreath, isComplete);
  return ages;
}

test('an id is as old as its first sight', async () => {
  const ages = await seen({atMs: 10, ids: [1]}, {atMs: 20, ids: [1, 2]}, {atMs: 30, ids: [1, 2, 3]});
  expect([1, 2, 3, 4].map((id) => ages.firstSeen(id))).toEqual([10, 20, 30, undefined]);
});

test('an id that is gone is forgotten', async () => {
  const ages = await seen({atMs: 10, ids: [1, 2]}, {atMs: 20, ids: [1]});
  expect(ages.firstSeen(2)).toBeUndefined();
});

test('an id that a cut look did not show keeps its age', async () => {
  const ages = await seen({atMs: 10, ids: [1, 2]}, {atMs: 20, ids: [1, 3], isComplete: false});
  expect([1, 2, 3].map((id) => ages.firstSeen(id))).toEqual([10, 10, 20]);
});

test('looks that are all cut do not gather ids without end', async () => {
  const ages = new GoroutineAges();
  const each = maxUnseenIds / 4;
  for (let look = 0; look < 12; look++) {
    const members = membersOf(Array.from({length: each}, (_, at) => look * each + at + 1));
    const known = await ages.observe([members], look, inOneBreath, false);
    expect(known.size).toBeLessThanOrEqual(maxUnseenIds + each);
    expect(ages.firstSeen(look * each + 1)).toBe(look);
  }
});

test('after a restart the same id is another goroutine', async () => {
  const ages = await seen({atMs: 10, ids: [1, 900]});
  ages.forget();
  expect(ages.largestId).toBe(0);
  await ages.observe([membersOf([1])], 50, inOneBreath);
  expect(ages.firstSeen(1)).toBe(50);
  expect(oldestOf(membersOf([1]), ages.current)?.orOlder).toBe(true);
});

test('the oldest of a group is told, and whether it may be older than the watch', async () => {
  const ages = await seen({atMs: 10, ids: [1, 5]}, {atMs: 20, ids: [1, 5, 6, 7]});
  expect(oldestOf(membersOf([7, 5, 6], [0, 3, 1]), ages.current)).toEqual({
    firstSeenMs: 10,
    orOlder: true,
    waitMinutes: 3,
  });
  expect(oldestOf(membersOf([6, 7]), ages.current)).toEqual({
    firstSeenMs: 20,
    orOlder: false,
    waitMinutes: 0,
  });
  expect(oldestOf(membersOf([8]), ages.current)).toBeUndefined();
});

test('what a look returned stays as it was when the next one comes', async () => {
  const ages = new GoroutineAges();
  const first = await ages.observe([membersOf([1, 2])], 10, inOneBreath);
  await ages.observe([membersOf([3])], 20, inOneBreath);
  expect([...first.entries()]).toEqual([
    [1, 10],
    [2, 10],
  ]);
});

test('100,000 ids are taken in slices, and all of them are', async () => {
  const ages = new GoroutineAges();
  let breaths = 0;
  const ids = Array.from({length: 100_000}, (_, at) => at * 3 + 1);
  const groups = Array.from({length: 10}, (_, at) => membersOf(ids.slice(at * 10_000, (at + 1) * 10_000)));
  const firstSeen = await ages.observe(groups, 10, () => {
    breaths++;
    return Promise.resolve();
  });
  expect(breaths).toBe(10);
  expect(firstSeen.size).toBe(100_000);
  expect(ages.largestId).toBe(299_998);
});

test('of two ages the older wins, with the longest wait of either', () => {
  const one = {firstSeenMs: 10, orOlder: true, waitMinutes: 1};
  const other = {firstSeenMs: 20, orOlder: false, waitMinutes: 4};
  expect(older(one, other)).toEqual({firstSeenMs: 10, orOlder: true, waitMinutes: 4});
  expect(older(other, one)).toEqual({firstSeenMs: 10, orOlder: true, waitMinutes: 4});
  expect(older(undefined, other)).toBe(other);
  expect(older(one, undefined)).toBe(one);
});
