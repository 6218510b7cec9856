import {expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

async function lockedAt(lines: string): Promise<readonly string[]> {
  const {locked} = await factsAt(`func f(a, b *box) {\n${lines}\n}\n`, {function: 'f'});
  return locked.map(({subject, line, isShared}) => `${subject} ${line}${isShared ? ' shared' : ''}`);
}

test('a lock is held from the line that takes it on, also where its unlock is deferred', async () => {
  expect(await lockedAt('a.mu.Lock()\ndefer a.mu.Unlock()\nwork() // here')).toEqual(['a.mu 3']);
  expect(await lockedAt('a.Lock()\nb.RLock()\nwork() // here')).toEqual(['a 3', 'b 4 shared']);
  expect(await lockedAt('work() // here\na.mu.Lock()')).toEqual([]);
  expect(await lockedAt('a.mu.Lock() // here')).toEqual([]);
});

test('what was unlocked before the line is not held, and what another function does is not done here', async () => {
  expect(await lockedAt('a.mu.Lock()\na.mu.Unlock()\nwork() // here')).toEqual([]);
  expect(await lockedAt('a.mu.Lock()\nb.mu.Unlock()\nwork() // here')).toEqual(['a.mu 3']);
  expect(await lockedAt('g := func() { a.mu.Lock() }\nwork(g) // here')).toEqual([]);
  expect(await lockedAt('defer a.mu.Lock()\nwork() // here')).toEqual([]);
});

test('a branch that leaves after its unlock says nothing of the lines after it', async () => {
  expect(await lockedAt('a.mu.Lock()\nif a.off {\na.mu.Unlock()\nreturn\n}\nwork() // here')).toEqual([
    'a.mu 3',
  ]);
  expect(await lockedAt('a.mu.Lock()\nif a.off {\na.mu.Unlock()\nwork() // here\nreturn\n}')).toEqual([]);
  expect(await lockedAt('a.mu.Lock()\nif a.off {\na.mu.Unlock()\n}\nwork() // here')).toEqual([]);
});
