import {expect, test} from 'vitest';
import {findKin} from '../../../source/diagnosis/places/kin.ts';
import {group} from '../../helpers/session.ts';

type Born = {readonly id: number; readonly by?: number; readonly atMs: number};

/** Whether the first two of these goroutines are kin. */
function areKin(...goroutines: readonly Born[]): boolean {
  const groups = goroutines.map(({id, by = 0}) =>
    group(1, 'select', `main.f${id}`, {ids: [id], createdBy: by}),
  );
  const kin = findKin(groups, new Map(goroutines.map(({id, atMs}) => [id, atMs])));
  const [first, second] = goroutines;
  return (kin.get(first!.id) ?? first!.id) === (kin.get(second!.id) ?? second!.id);
}

test('who was started by another that came at the same time is its kin', () => {
  expect(areKin({id: 7, atMs: 5000}, {id: 8, by: 7, atMs: 5000})).toBe(true);
});

test('who was started by another that is much older is not', () => {
  expect(areKin({id: 1, atMs: 0}, {id: 8, by: 1, atMs: 60_000})).toBe(false);
});

test('the workers that main starts over time are not kin of each other', () => {
  expect(areKin({id: 8, by: 1, atMs: 10_000}, {id: 9, by: 1, atMs: 20_000}, {id: 1, atMs: 0})).toBe(false);
});

test('two that the same one has started right after each other are kin, however old it is', () => {
  const main = {id: 1, atMs: 0};
  expect(areKin({id: 8, by: 1, atMs: 60_000}, {id: 9, by: 1, atMs: 60_000}, main)).toBe(true);
  expect(areKin({id: 8, by: 1, atMs: 60_000}, {id: 12, by: 1, atMs: 60_000}, main)).toBe(false);
  expect(areKin({id: 8, by: 1, atMs: 60_000}, {id: 9, by: 2, atMs: 60_000}, main)).toBe(false);
});

test('where looks are rare, who was started soon after its starter came may be seen a look later', () => {
  const groups = [
    group(1, 'select', 'main.f7', {ids: [7], createdBy: 0}),
    group(1, 'select', 'main.f8', {ids: [8], createdBy: 7}),
  ];
  const kinOf = (atMs: number, lookEveryMs: number) =>
    findKin(
      groups,
      new Map([
        [7, 10_000],
        [8, atMs],
      ]),
      lookEveryMs,
    ).get(8);
  expect(kinOf(13_000, 1000)).not.toBe(kinOf(10_000, 1000));
  expect(kinOf(13_000, 3000)).toBe(kinOf(10_000, 3000));
  expect(kinOf(20_000, 10_000)).not.toBe(kinOf(10_000, 10_000));
});

/** The kin of one that was first seen at a moment, where 200 ids a second are given out from 100 ms on. */
function kinAmongMany(starter: number, id: number, atMs: number): number | undefined {
  const groups = [
    group(1, 'select', 'main.f1', {ids: [starter], createdBy: 0}),
    group(1, 'select', 'main.f2', {ids: [id], createdBy: starter}),
  ];
  const firstSeen = new Map([
    [starter, 100],
    [id, atMs],
    // The newest of all.
    [3000, 10_100],
  ]);
  const firstLook = {atMs: 100, largestIds: {atFirst: 1000, now: 3000}};
  return findKin(groups, firstSeen, 0, firstLook).get(id);
}

test('who was there at the first look came long before it when many ids were given out since', () => {
  // 16 was given out some five seconds before the first look, 800 one second before it.
  expect(kinAmongMany(16, 1100, 2100)).toBeUndefined();
  expect(kinAmongMany(800, 1100, 2100)).toBe(800);
  expect(kinAmongMany(16, 70, 2100)).toBe(16);
});

test('of two that were there at the first look their ids tell whether they came together', () => {
  expect(kinAmongMany(300, 900, 100)).toBe(300);
  expect(kinAmongMany(16, 900, 100)).toBeUndefined();
});

test('two that somebody has started who is gone are kin when they came together', () => {
  expect(areKin({id: 8, by: 5, atMs: 10_000}, {id: 9, by: 5, atMs: 11_000})).toBe(true);
  expect(areKin({id: 8, by: 5, atMs: 10_000}, {id: 9, by: 5, atMs: 20_000})).toBe(false);
});

test('kin of kin are kin', () => {
  expect(areKin({id: 7, atMs: 0}, {id: 9, by: 8, atMs: 1000}, {id: 8, by: 7, atMs: 0})).toBe(true);
});

test('two of which nothing is known but that they came at once are not kin', () => {
  expect(areKin({id: 7, atMs: 0}, {id: 8, atMs: 0})).toBe(false);
});

test('groups without ids have no kin', () => {
  expect(findKin([group(3, 'select', 'main.f')], new Map()).size).toBe(0);
});

test('among very many it is enough to know the groups of those who came after the first look', () => {
  const old = Array.from({length: 6000}, (_, index) => index + 1);
  const workers = group(old.length, 'select', 'main.work', {ids: old, createdBy: 1});
  const handlers = group(2, 'select', 'main.handle', {ids: [7001, 7003], createdBy: 7000});
  const firstSeen = new Map([...old.map((id) => [id, 0] as const), [7001, 9000], [7003, 9000]]);
  const kinIn = (...later: ReturnType<typeof group>[]) =>
    findKin([workers, handlers], firstSeen, 0, {
      atMs: 0,
      largestIds: {atFirst: 6000, now: 7003},
      later: later.length === 0 ? undefined : later,
    });
  expect(kinIn(handlers)).toEqual(kinIn());
  expect(kinIn(handlers).get(7001)).toBe(kinIn(handlers).get(7003));
  expect(kinIn(workers).size).toBe(0);
});
