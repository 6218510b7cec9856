import {describe, expect, test} from 'vitest';
import {families} from '../../../source/profile/wait-reason.ts';
import {dumpSentence} from '../../../source/view/output/dump-sentence.ts';
import {momentOf} from '../../../source/view/inspector/moment.ts';
import {ageMs, oldestText, rowSentence} from '../../../source/view/lists/sentences.ts';
import {group, watched} from '../../helpers/session.ts';
import type {Group} from '../../../source/profile/model.ts';
import {rowsOf} from '../all-rows.ts';

const minuteMs = 60_000;

async function sentenceOf(...groups: readonly Group[]): Promise<string> {
  const target = watched();
  target.sees(...groups);
  await target.looks(...groups);
  const {groups: now} = momentOf(target.session, target.clock.monotonicMs(), target.session.look);
  return rowSentence(rowsOf(now, groups.length > 1 ? 'package' : 'stack')[0]!);
}

describe('a row in one sentence', () => {
  test('how many, what they wait for, where', async () => {
    expect(await sentenceOf(group(1284, 'chan send', 'shop/check.report check.go:72'))).toBe(
      '1,284 goroutines wait to send on a channel in check.report.',
    );
    expect(await sentenceOf(group(1, 'IO wait', 'shop/check.read check.go:9'))).toBe(
      '1 goroutine waits for the network or a pipe in check.read.',
    );
  });

  test('that it never ends, where that is certain', async () => {
    expect(
      await sentenceOf(group(2, 'chan receive', 'a.b x.go:1', {status: 'chan receive (nil chan)'})),
    ).toContain('the channel is nil, so this never ends.');
    expect(await sentenceOf(group(2, 'select', 'a.b x.go:1', {status: 'select (no cases)'}))).toContain(
      'never ends.',
    );
  });

  test('what the garbage collector knows', async () => {
    expect(await sentenceOf(group(9, 'chan send', 'a.b x.go:1', {leaked: 4, ids: [1]}))).toContain(
      'The garbage collector has marked 4 as leaked.',
    );
  });

  test('the runtime’s own word for a wait that we do not know', async () => {
    expect(await sentenceOf(group(3, 'other', 'a.b x.go:1', {status: 'dancing'}))).toBe(
      '3 goroutines wait (dancing) in a.b.',
    );
  });

  test('several reasons are said to be several', async () => {
    expect(await sentenceOf(group(3, 'sleep', 'a.b x.go:1'), group(2, 'mutex', 'a.c x.go:2'))).toBe(
      '5 goroutines in 2 groups, for several reasons.',
    );
  });

  test('every family has its words', async () => {
    for (const family of families) {
      expect(await sentenceOf(group(2, family, 'a.b x.go:1'))).toMatch(
        /^2 goroutines (?:wait|sleep|are)\b.* in a\.b\.$/,
      );
    }
  });
});

const seen = (agoMs: number, orOlder: boolean, waitMinutes = 0) => ({
  firstSeenMs: 1e9 - agoMs,
  orOlder,
  waitMinutes,
});

const text = (agoMs: number, orOlder: boolean, waitMinutes = 0, ascii = false) =>
  oldestText(seen(agoMs, orOlder, waitMinutes), 1e9, ascii);

describe('how long the oldest has been there', () => {
  test('is exact for one that was seen to begin', () => {
    expect(text(298_000, false)).toBe('4m 58s');
    // The runtime counts whole minutes and only at collections: it cannot know more.
    expect(text(298_000, false, 7)).toBe('4m 58s');
  });

  test('is at least the time watched for one that was there before', () => {
    expect(text(31 * minuteMs, true)).toBe('>31m');
  });

  test('is the runtime’s figure, in minutes as it gives it, where that is longer', () => {
    expect(text(10_000, true, 1)).toBe('≈1m');
    expect(text(10_000, true, 59)).toBe('≈59m');
    expect(text(10_000, true, 185)).toBe('≈3h 05m');
    expect(text(10_000, true, 4, true)).toBe('~4m');
    expect(text(5 * minuteMs, true, 5)).toBe('>5m 00s');
  });

  test('is empty where nothing is known, and never negative', () => {
    expect(oldestText(undefined, 1e9, false)).toBe('');
    expect(ageMs(undefined, 1e9)).toBeUndefined();
    expect(text(-5000, false)).toBe('0s');
  });

  test('is one figure for the column, the order and the filter', () => {
    expect(ageMs(seen(10_000, true, 42), 1e9)).toBe(42 * minuteMs);
    expect(ageMs(seen(10_000, false, 42), 1e9)).toBe(10_000);
  });
});

describe('what came of a dump', () => {
  const outcome = {path: '/d/x.txt.gz', bytes: 4096, goroutines: 1284, missing: 0, cut: false};

  test('says how many goroutines, how large, where', () => {
    expect(dumpSentence(outcome)).toBe('Full stacks of 1,284 goroutines (4.0 KiB) saved: /d/x.txt.gz');
  });

  test('says what is missing from one that was cut', () => {
    expect(dumpSentence({...outcome, cut: true, missing: 52_000})).toContain(
      'The dump is cut: 52,000 goroutines are missing from it.',
    );
    expect(dumpSentence({...outcome, cut: true})).toContain('an unknown number of goroutines is missing');
    expect(dumpSentence({...outcome, cut: true, missing: 1})).toContain('1 goroutine is missing');
  });
});
