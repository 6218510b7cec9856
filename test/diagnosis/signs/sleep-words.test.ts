import {expect, test} from 'vitest';
import {sleepOf} from '../../../source/diagnosis/signs/sleep-words.ts';

const sleeping = (word: string) =>
  `goroutine 7 [sleep]:\ntime.Sleep(${word})\n\t/usr/local/go/src/runtime/time.go:363 +0x165\nmain.retry(0x1)\n`;
const texts = (...all: readonly string[]) => new Map(all.map((text, id) => [id, text]));

test('how long they sleep is told by the argument of time.Sleep, in nanoseconds', () => {
  expect(sleepOf(texts(sleeping('0x34630b8a000')))).toEqual({leastMs: 3_600_000, mostMs: 3_600_000});
});

test('of several the shortest and the longest are told', () => {
  expect(sleepOf(texts(sleeping('0xf4240'), sleeping('0x3b9aca00')))).toEqual({leastMs: 1, mostMs: 1000});
});

test('a word that may be stale says nothing', () => {
  expect(sleepOf(texts(sleeping('0x34630b8a000?')))).toBeUndefined();
  expect(sleepOf(texts(sleeping('0x34630b8a000?'), sleeping('0xf4240')))).toEqual({leastMs: 1, mostMs: 1});
});

test('who does not sleep, and nobody at all, say nothing', () => {
  expect(sleepOf(texts('goroutine 7 [select]:\nmain.f(0xf4240)\n'))).toBeUndefined();
  expect(sleepOf(texts())).toBeUndefined();
});
