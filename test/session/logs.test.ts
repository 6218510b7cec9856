import {describe, expect, test} from 'vitest';
import {BaselineLog, maxPastBaselineGroups} from '../../source/session/baseline-log.ts';
import type {Baseline} from '../../source/session/baseline.ts';
import {maxLoggedSamples, SampleLog} from '../../source/session/sample-log.ts';
import {StepLog} from '../../source/session/step-log.ts';

describe('a log of steps', () => {
  test('says what held at any moment', () => {
    const log = new StepLog<string>();
    for (const [atMs, value] of [
      [10, 'a'],
      [20, 'b'],
      [20, 'c'],
      [30, 'd'],
    ] as const)
      log.push(atMs, value);
    expect([5, 10, 19, 20, 29, 30, 99].map((atMs) => log.at(atMs))).toEqual([
      undefined,
      'a',
      'a',
      'c',
      'c',
      'd',
      'd',
    ]);
  });

  test('writes what holds already only once', () => {
    const log = new StepLog<string>();
    for (const atMs of [10, 20, 30]) log.push(atMs, 'a');
    expect(log.entries).toEqual([{atMs: 10, value: 'a'}]);
  });

  test('thins its older half when it is full, and keeps the oldest and the newest', () => {
    const log = new StepLog<number>(100);
    for (let atMs = 0; atMs < 10_000; atMs++) {
      log.push(atMs, atMs);
      expect(log.entries.length).toBeLessThanOrEqual(100);
    }

    expect(log.entries[0]!.value).toBe(0);
    expect(log.entries.slice(-50).map(({value}) => value)).toEqual(
      Array.from({length: 50}, (_, index) => 9950 + index),
    );
  });

  test('forgets what no longer held', () => {
    const log = new StepLog<number>();
    for (const atMs of [10, 20, 30]) log.push(atMs, atMs);
    expect(log.trim(25)).toBe(1);
    expect([log.at(15), log.at(25)]).toEqual([undefined, 20]);
    expect(log.trim(5)).toBe(0);
  });
});

test('baselines of the past hold no more groups than they may, and the one in force is always there', () => {
  const log = new BaselineLog();
  const groups = new Map(Array.from({length: 30_000}, (_, index) => [String(index), 1]));
  const baseline = (atMs: number): Baseline => ({atMs, since: 'mark', total: 1, families: new Map(), groups});
  for (let atMs = 0; atMs < 50; atMs++) {
    log.push(atMs, baseline(atMs));
    const past = log.entries.slice(0, -1).reduce((sum, {value}) => sum + (value?.groups.size ?? 0), 0);
    expect(past).toBeLessThanOrEqual(maxPastBaselineGroups);
    expect(log.last?.atMs).toBe(atMs);
  }

  expect([45, 46, 47, 49].map((atMs) => log.at(atMs)?.atMs)).toEqual([undefined, 46, 47, 49]);
});

const sample = (atMs: number, kind: 'counts' | 'total' = 'total') => ({
  atMs,
  wallMs: atMs,
  kind,
  goroutines: 1,
});

describe('samples', () => {
  test('are forgotten when there are too many, and it is said from when on they are kept', () => {
    const log = new SampleLog();
    let keptMs: number | undefined;
    for (let atMs = 0; atMs < maxLoggedSamples + 10; atMs++) keptMs = log.add(sample(atMs)) ?? keptMs;
    expect(log.all.length).toBeLessThanOrEqual(maxLoggedSamples);
    expect(log.first?.atMs).toBe(keptMs);
    expect(log.last?.atMs).toBe(maxLoggedSamples + 9);
  });

  test('begin, once some are forgotten, with one that says which groups there were', () => {
    const log = new SampleLog();
    for (const [atMs, kind] of [
      [1, 'counts'],
      [2, 'total'],
      [3, 'total'],
      [4, 'counts'],
      [5, 'total'],
    ] as const)
      log.add(sample(atMs, kind));
    log.trim(2);
    expect(log.all.map(({atMs}) => atMs)).toEqual([4, 5]);
  });
});
