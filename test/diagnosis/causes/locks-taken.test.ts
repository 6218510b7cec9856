import {expect, test} from 'vitest';
import {asSureAsWaiting} from '../../../source/diagnosis/causes/locks-taken.ts';
import type {Suspect} from '../../../source/diagnosis/suspect.ts';
import type {Family} from '../../../source/profile/wait-reason.ts';
import {
  at,
  book,
  causes,
  find,
  lock,
  push,
  queue,
  readCode,
  relate,
  sellPush,
  type One,
} from '../locked-book.ts';
import {suspect} from '../suspects.ts';

test('the main goroutine that waits for a WaitGroup with the lock is the cause, when the source shows the lock', async () => {
  const main: One = {
    family: 'waitgroup',
    stack: ['sync.(*WaitGroup).Wait', at('(*Book).Rotate', 'b.wg.Wait()'), 'main.main /app/main.go:90'],
    ids: [1],
    words: {'main.(*Book).Rotate': book},
  };
  const [victim, cause] = await relate([queue], [main], readCode);
  expect(victim?.relations.at(-1)).toMatchObject({kind: 'holder', status: 'waitgroup', goroutine: 1});
  expect(cause).toMatchObject({isVictim: false, level: 'likely', pattern: 'waitgroup-never-done'});
  expect(cause?.relations).toMatchObject([{kind: 'victims', family: 'mutex', count: 3}]);
  const other = {...main, words: {'main.(*Book).Rotate': 0xc0_00_99_00_00}};
  expect(causes(await relate([queue], [other], readCode))).toEqual(['main.(*Book).Sell']);
});

test('who sleeps past the line that takes the lock has it, with the source or without', async () => {
  const sleeper: One = {
    family: 'sleep',
    stack: ['time.Sleep /usr/local/go/src/runtime/time.go:363', push, sellPush],
    ids: [9],
  };
  expect(causes(await relate([queue], [sleeper], readCode))).toEqual(['main.(*Book).push']);
  expect(causes(await relate([queue], [sleeper]))).toEqual(['main.(*Book).push']);
  const before = {...sleeper, stack: [sleeper.stack[0]!, 'main.(*Book).Sell /app/main.go:3']};
  expect(causes(await relate([queue], [before]))).toEqual(['main.(*Book).Sell']);
});

function napping(id: number, line: number): One {
  return {
    family: 'sleep',
    stack: [`main.nap${id} /app/nap.go:3`, `main.(*Book).Sell /app/main.go:${line}`],
    ids: [id],
  };
}

test('of two past the line without source, neither is known to have the lock', async () => {
  expect(causes(await relate([queue], [napping(8, 6), napping(9, 7)]))).toEqual(['main.(*Book).Sell']);
});

test('a lock that was given back, in the function or further in, is not held', async () => {
  const quick: One = {
    family: 'sleep',
    stack: [push, at('(*Book).Quick', 'b.push(1)')],
    ids: [9],
    words: {'main.(*Book).Quick': book},
  };
  const pause: One = {
    family: 'sleep',
    stack: [at('(*Book).rest', '<-b.done'), at('(*Book).Pause', 'b.rest()')],
    ids: [8],
    words: {'main.(*Book).Pause': book},
  };
  expect(causes(await relate([queue], [quick, pause], readCode))).toEqual(['main.(*Book).Sell']);
});

function inPush(family: Family): One {
  return {family, stack: [push, sellPush], ids: [9], words: queue.words!};
}

test('who waits in Cond.Wait has given the lock back', async () => {
  const found = await find([queue], [inPush('chan send')], readCode);
  expect([...found.taken.holders.keys()]).toEqual([book]);
  expect((await find([queue], [inPush('cond')], readCode)).taken.holders.size).toBe(0);
});

test('who waits for the lock itself is not named as its holder beside one that has it', async () => {
  const waiter: One = {
    family: 'mutex',
    stack: [lock, 'main.(*Book).expire /app/watch.go:8', 'main.(*Book).watch /app/watch.go:3'],
    ids: [30],
    words: {'main.(*Book).expire': book, 'main.(*Book).watch': book},
    asked: book,
  };
  const sender: One = {family: 'chan send', stack: [push, sellPush], ids: [9], words: queue.words!};
  const related = await relate([waiter, queue], [sender], readCode);
  expect(causes(related)).toEqual(['main.(*Book).push']);
  const holders = related.flatMap(({relations}) => relations.filter(({kind}) => kind === 'holder'));
  expect(holders).toMatchObject([{goroutine: 9}, {goroutine: 9}]);
});

test('a request that has the lock is as sure as those who wait for it, however its count goes', async () => {
  const sender: One = {
    family: 'chan send',
    stack: [push, sellPush],
    ids: [9],
    words: queue.words!,
    level: 'load',
  };
  const related = await relate([queue, sender], [], readCode);
  expect(related.map(({level, isVictim}) => [level, isVictim])).toEqual([
    ['likely', true],
    ['likely', false],
  ]);
});

test('two that are each past the line of the lock which the other waits for are one dead-lock', async () => {
  const crew = 0xc0_00_50_00_00;
  const sign = 'main.(*Crew).Sign /app/crew.go';
  const note = 'main.(*Book).Note /app/book.go:40';
  const size = 'main.(*Crew).Size /app/crew.go:30';
  const sell = 'main.(*Book).Sell /app/main.go';
  const waiting = (stack: readonly string[], asked: number, ...ids: readonly number[]): One => ({
    family: 'mutex',
    stack: [lock, ...stack],
    ids,
    words: {'main.(*Crew).Sign': crew, 'main.(*Book).Sell': book},
    asked,
  });
  const related = await relate(
    [
      waiting([note, `${sign}:9`], book, 1),
      waiting([size, `${sell}:6`], crew, 2),
      waiting([`${sign}:7`], crew, 3, 4),
      waiting([`${sell}:4`], book, 5, 6),
    ],
    [],
  );
  expect(related[0]?.relations[0]).toMatchObject({kind: 'lock-order', goroutine: 1, otherGoroutine: 2});
  expect(causes(related)).toEqual(['main.(*Book).Note']);
});

test('who waits in the line where the source of a queue shows the lock to be kept is as sure as the queue', () => {
  const finding = {kind: 'lock-kept', lock: 'b.mu', function: 'Each', wait: 25} as const;
  const sellers = suspect('mutex', [lock, 'main.(*Book).Sell'], {ids: [20, 21]});
  const waiting: Suspect = {...sellers, relations: [{kind: 'source', finding}]};
  const nobody = {holders: new Map(), without: new Set<string>()};
  const level = (line: number, before: Suspect['level']) => {
    const sender = suspect('chan send', [`main.(*Book).Each /app/main.go:${line}`], {
      ids: [9],
      level: before,
    });
    return asSureAsWaiting([waiting, sender], nobody)[1]?.level;
  };
  expect([level(25, 'watch'), level(26, 'watch'), level(25, 'load')]).toEqual(['likely', 'watch', 'load']);
});
