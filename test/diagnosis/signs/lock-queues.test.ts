import {describe, expect, test} from 'vitest';
import {lockAddress, LockQueues} from '../../../source/diagnosis/signs/lock-queues.ts';
import {pileOf, stuckLockOf} from '../../../source/diagnosis/signs/stuck-lock.ts';
import {group, snapshot} from '../../helpers/session.ts';

const waiting = (lock: string) =>
  `goroutine 9 [sync.Mutex.Lock]:\ninternal/sync.(*Mutex).lockSlow(${lock})\nsync.(*Mutex).Lock(...)\nmain.f(0xc000500000)\n`;

describe('the address of a lock', () => {
  test('is what the innermost method of the lock is called on', () => {
    expect(lockAddress(waiting('0xc000012340'))).toBe(0xc0_00_01_23_40);
    expect(
      lockAddress(
        'goroutine 9 [semacquire]:\nsync.runtime_SemacquireMutex(0xc000012344, 0x0, 0x1)\nsync.(*Mutex).lockSlow(0xc000012340)\n',
      ),
    ).toBe(0xc0_00_01_23_40);
    expect(
      lockAddress(
        'goroutine 9 [sync.RWMutex.RLock]:\nsync.runtime_SemacquireRWMutexR(0x8?)\nsync.(*RWMutex).RLock(...)\nmain.(*Book).Price(0xc000012300)\n',
      ),
    ).toBe(0xc0_00_01_23_00);
  });

  test('is not guessed from a word that may be stale', () => {
    expect(
      lockAddress('goroutine 9 [sync.Mutex.Lock]:\nsync.(*Mutex).lockSlow(0xc000012340?)\nmain.f(0x5)\n'),
    ).toBeUndefined();
    expect(lockAddress('')).toBeUndefined();
  });
});

/** Which goroutines wait for which lock, by id. */
type Look = readonly (readonly [id: number, lock: string])[];

/** Full stacks, second by second. */
async function queuesOver(...looks: readonly Look[]) {
  const queues = new LockQueues();
  for (const [second, look] of looks.entries()) {
    const ids = look.map(([id]) => id);
    const texts = new Map(look.map(([id, lock]) => [id, waiting(lock)]));
    await queues.observe(
      second * 1000,
      snapshot(ids.length === 0 ? [] : [group(ids.length, 'mutex', 'main.f', {ids})]),
      () => Promise.resolve(texts),
    );
  }

  return queues;
}

const [one, other] = ['0xc000012340', '0xc000056780'];

test('goroutines are in one queue when they wait for the same lock', async () => {
  const queues = await queuesOver([
    [7, one],
    [8, one],
    [9, other],
  ]);
  expect(queues.queueOf(7)).toMatchObject({address: Number(one)});
  expect([...queues.queueOf(7)!.since.keys()]).toEqual([7, 8]);
  expect(queues.queueOf(8)).toBe(queues.queueOf(7));
  expect(queues.queueOf(9)).toMatchObject({address: Number(other)});
});

test('since when each waits is kept from look to look', async () => {
  const queues = await queuesOver(
    [[7, one]],
    [
      [7, one],
      [8, one],
    ],
  );
  expect([...queues.queueOf(7)!.since]).toEqual([
    [7, 0],
    [8, 1000],
  ]);
});

test('who leaves is counted, and stands in no queue any more', async () => {
  const queues = await queuesOver([[7, one]], [[8, one]]);
  expect(queues.queueOf(8)).toMatchObject({left: 1});
  expect(queues.queueOf(7)).toBeUndefined();
});

test('where the address is not known the place stands for the lock', async () => {
  const queues = new LockQueues();
  const look = snapshot([group(2, 'mutex', 'main.f', {ids: [7, 8]})]);
  await queues.observe(0, look, () => Promise.resolve(new Map()));
  expect(queues.queueOf(7)).toMatchObject({address: undefined});
  expect(queues.queueOf(7)?.since.size).toBe(2);
});

test('who waits for something else is in no queue', async () => {
  const queues = new LockQueues();
  await queues.observe(0, snapshot([group(1, 'chan send', 'main.f', {ids: [7]})]), () =>
    Promise.resolve(new Map([[7, waiting(one)]])),
  );
  expect(queues.queueOf(7)).toBeUndefined();
});

function textsFor(asked: readonly number[]): Promise<ReadonlyMap<number, string>> {
  return Promise.resolve(new Map(asked.map((id) => [id, waiting(one)])));
}

test('of more than are read at one look the others are read at the next, and have not left meanwhile', async () => {
  const queues = new LockQueues();
  const ids = Array.from({length: 1_500}, (_, index) => index + 1);
  const look = snapshot([group(ids.length, 'mutex', 'main.f', {ids})]);
  const stuckAt = (atMs: number) => stuckLockOf(ids, (id) => queues.queueOf(id), atMs);
  await queues.observe(0, look, textsFor);
  expect(ids.filter((id) => queues.queueOf(id) !== undefined)).toHaveLength(1_000);
  expect(pileOf(ids, (id) => queues.queueOf(id))).toMatchObject({count: 1_000, of: 1_000});
  for (const atMs of [5_000, 10_000, 15_000]) await queues.observe(atMs, look, textsFor);
  expect(stuckAt(15_000)).toMatchObject({count: 1_500, of: 1_500, long: 1_500, overMs: 15_000});
});

test('what the runtime says of the time before the first look is told apart from what was seen', async () => {
  const queues = new LockQueues();
  const ids = [7, 8, 9];
  const look = snapshot([group(3, 'mutex', 'main.f', {ids, waitMinutes: 5})]);
  const texts = () => Promise.resolve(new Map(ids.map((id) => [id, waiting(one)])));
  await queues.observe(1_000_000, look, texts);
  await queues.observe(1_004_000, look, texts);
  expect(stuckLockOf(ids, (id) => queues.queueOf(id), 1_004_000)).toMatchObject({
    looks: 2,
    seenMs: 4_000,
    overMs: 304_000,
  });
});

test('of another process nothing is known', async () => {
  const queues = await queuesOver([[7, one]]);
  queues.forget();
  expect(queues.queueOf(7)).toBeUndefined();
});

async function stuckAfter(...looks: readonly Look[]) {
  const queues = await queuesOver(...looks);
  const last = looks.length - 1;
  const here = looks[last]!.map(([id]) => id);
  return stuckLockOf(here, (id) => queues.queueOf(id), last * 1000);
}

/** The same goroutines at so many looks, over 20 s. */
async function apart(looks: number, waiters: readonly number[]) {
  const queues = await queuesOver(
    ...Array.from({length: looks}, () => waiters.map((id) => [id, one] as const)),
  );
  return stuckLockOf(waiters, (id) => queues.queueOf(id), 20_000);
}

/** One look at goroutines that wait for the same lock, each for so many minutes by the runtime's account. */
async function lookedAtOnce(waiters: readonly number[], waitMinutes: number) {
  const queues = new LockQueues();
  const texts = new Map(waiters.map((id) => [id, waiting(one)]));
  const look = snapshot([group(waiters.length, 'mutex', 'main.f', {ids: waiters, waitMinutes})]);
  await queues.observe(1_000_000, look, () => Promise.resolve(texts));
  return (id: number) => queues.queueOf(id);
}

describe('at a single look', () => {
  const ten = Array.from({length: 10}, (_, index) => 7 + index);

  test('a lock does not move when the runtime says that several have waited for minutes', async () => {
    expect(stuckLockOf([7, 8, 9], await lookedAtOnce([7, 8, 9], 5), 1_000_000)).toMatchObject({
      count: 3,
      overMs: 300_000,
      looks: 1,
      address: Number(one),
    });
    expect(stuckLockOf([7, 8], await lookedAtOnce([7, 8], 5), 1_000_000)).toBeUndefined();
    expect(stuckLockOf(ten, await lookedAtOnce(ten, 0), 1_000_000)).toBeUndefined();
  });

  test('many at one lock are worth a word, few are not', async () => {
    expect(pileOf(ten, await lookedAtOnce(ten, 0))).toEqual({count: 10, address: Number(one), of: 10});
    expect(pileOf(ten.slice(1), await lookedAtOnce(ten.slice(1), 0))).toBeUndefined();
    const left = await queuesOver(
      [99, ...ten].map((id) => [id, one] as const),
      ten.map((id) => [id, one] as const),
    );
    expect(pileOf(ten, (id) => left.queueOf(id))).toBeUndefined();
  });
});

describe('a lock that does not move', () => {
  const long = 30;

  test('is one whose queue nobody has left for long', async () => {
    const looks = Array.from({length: long}, () => [[7, one] as const, [8, one] as const]);
    expect(await stuckAfter(...looks)).toEqual({
      count: 2,
      long: 2,
      goroutine: 7,
      looks: long,
      of: 2,
      overMs: (long - 1) * 1000,
      seenMs: (long - 1) * 1000,
      address: Number(one),
    });
  });

  test('is not one that is passed on, however long its queue is', async () => {
    const looks = Array.from({length: long}, (_, second) =>
      Array.from({length: 5}, (_id, place) => [second + place, one] as const),
    );
    expect(await stuckAfter(...looks)).toBeUndefined();
  });

  test('takes more looks to know the fewer wait: of two that take turns the same one waits every other time', async () => {
    const many = Array.from({length: 30}, (_, index) => index + 1);
    expect(await apart(3, [7])).toBeUndefined();
    expect(await apart(7, [7])).toBeUndefined();
    expect(await apart(7, [7, 8])).toMatchObject({count: 2});
    expect(await apart(10, [7])).toMatchObject({count: 1});
    expect(await apart(3, many)).toMatchObject({count: 30});
  });

  test('stands still beside others that do, so that fewer looks tell', async () => {
    const locks = Array.from({length: 12}, (_, index) => [index + 1, `0xc0000${index + 10}000`] as const);
    const queues = await queuesOver(locks, locks, locks, locks);
    expect(stuckLockOf([3, 4, 5, 6, 7, 8, 9], (id) => queues.queueOf(id), 20_000)).toMatchObject({count: 1});
    const passed = await queuesOver([...locks, [99, locks[0]![1]]], locks, locks, locks);
    expect(stuckLockOf([1, 3, 4, 5, 6, 7], (id) => passed.queueOf(id), 20_000)).toBeUndefined();
  });

  test('is not known after two seconds', async () => {
    expect(await stuckAfter([[7, one]], [[7, one]], [[7, one]])).toBeUndefined();
  });

  test('is not that of another place', async () => {
    const queues = await queuesOver(...Array.from({length: long}, () => [[7, one] as const]));
    expect(stuckLockOf([99], (id) => queues.queueOf(id), long * 1000)).toBeUndefined();
    expect(stuckLockOf([], (id) => queues.queueOf(id), long * 1000)).toBeUndefined();
  });
});
