import {expect, test} from 'vitest';
import {sleepOf} from '../../../source/diagnosis/signs/sleep-words.ts';

const sleeping = (word: string) =>
  `goroutine 7 [sleep]:\ntime.Sleep(${word})\n\t/usr/local/go/src/runtime/time.go:363 +0x165\nmain.retry(0x1)\n`;
const lessMs = () => 0;
const texts = (...all: readonly string[]) => new Map(all.map((text, id) => [id, text]));

test('how long they sleep is told by the argument of time.Sleep, in nanoseconds', () => {
  expect(sleepOf(texts(sleeping('0x34630b8a000')), lessMs)).toEqual({
    leastMs: 3_600_000,
    mostMs: 3_600_000,
    isAgain: false,
  });
});

test('of several the shortest and the longest are told', () => {
  expect(sleepOf(texts(sleeping('0xf4240'), sleeping('0x3b9aca00')), lessMs)).toMatchObject({
    leastMs: 1,
    mostMs: 1000,
  });
});

test('a word that may be stale says nothing', () => {
  expect(sleepOf(texts(sleeping('0x34630b8a000?')), lessMs)).toBeUndefined();
  expect(sleepOf(texts(sleeping('0x34630b8a000?'), sleeping('0xf4240')), lessMs)).toMatchObject({
    leastMs: 1,
    mostMs: 1,
  });
});

test('who does not sleep, and nobody at all, say nothing', () => {
  expect(sleepOf(texts('goroutine 7 [select]:\nmain.f(0xf4240)\n'), lessMs)).toBeUndefined();
  expect(sleepOf(texts(), lessMs)).toBeUndefined();
});

test('they do it again and again when many that stay have been there for longer than they sleep now', () => {
  const pauses = ['0xbebc200', '0x17d78400', '0x12a05f200', '0x2540be400', '0x2540be400'].map(sleeping);
  const backingOff = texts(...pauses, ...pauses);
  // Those that came last sleep for the first time.
  const stayed = new Map([0, 0, 12_000, 19_000, 19_000, 0, 0, 7000, 8000, 12_000].entries());
  expect(sleepOf(backingOff, (id) => stayed.get(id) ?? 0)?.isAgain).toBe(true);
  const once = texts(...pauses.fill(sleeping('0x2540be400')));
  expect(sleepOf(once, () => 9000)?.isAgain).toBe(false);
  // Of few it may be chance.
  expect(sleepOf(texts(sleeping('0xf4240'), sleeping('0xf4240')), () => 5000)?.isAgain).toBe(false);
});
