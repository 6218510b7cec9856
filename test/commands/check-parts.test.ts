import {describe, expect, test} from 'vitest';
import {checkPace} from '../../source/commands/check/check-pace.ts';
import {createMomentTimes} from '../../source/commands/files/moment-times.ts';
import {observeEach} from '../../source/commands/check/observe-each.ts';
import {progressText} from '../../source/commands/check/progress-line.ts';
import {group, watched} from '../helpers/session.ts';

describe('times of moments', () => {
  test('are those at which files were written, as long as they follow each other', () => {
    const times = createMomentTimes();
    for (const [file, writtenAt] of [
      ['a', 1_000_000],
      ['b', 1_300_000],
    ] as const)
      times.next(file, writtenAt);
    expect([times.nowMs(), times.areGuessed()]).toEqual([1_300_000, false]);
  });

  test.each([
    ['in one file', ['a', 'a'], [1_000_000, 1_000_000]],
    ['in copies made at once', ['a', 'b'], [1_000_000, 1_000_200]],
    ['in files given against their order', ['a', 'b'], [1_000_000, 400_000]],
  ])('%s are a minute apart, which is a guess', (_where, files, written) => {
    const times = createMomentTimes();
    for (const [index, file] of files.entries()) times.next(file, written[index]!);
    expect([times.nowMs(), times.areGuessed()]).toEqual([1_060_000, true]);
  });
});

describe('the pace of full stacks', () => {
  test('of a short check is its own, and of a long one that of any watch', () => {
    expect(checkPace(20_000)).toMatchObject({mostStoppedMs: 40, runMs: 20_000});
    const {timesForSize} = checkPace(20_000);
    expect([100, 1_000, 2_000, 9_000].map((goroutines) => timesForSize?.(goroutines))).toEqual([
      1, 1, 1.5, 1.5,
    ]);
    expect(checkPace(120_000).timesForSize).toBeUndefined();
    expect(checkPace(120_000)).toMatchObject({mostStoppedMs: 60, runMs: 60_000, share: 0.001});
  });
});

describe('observing', () => {
  test('goes on one at a time, and misses nothing that came meanwhile', async () => {
    const {session} = watched();
    let running = 0;
    let most = 0;
    let observed = 0;
    const gates: (() => void)[] = [];
    const observing = observeEach(session, {
      observe: async () => {
        most = Math.max(most, ++running);
        observed++;
        if (observed === 1) {
          await new Promise<void>((resolve) => {
            gates.push(resolve);
          });
        }

        running--;
      },
    });
    for (let sample = 0; sample < 5; sample++) session.changed();
    gates[0]!();
    await observing.finish();
    // The first, one for the four that came during it, and one at the end.
    expect([observed, most]).toEqual([3, 1]);
  });

  test('that fails is told at the end', async () => {
    const {session} = watched();
    let calls = 0;
    const observing = observeEach(session, {
      observe: () => (calls++ === 0 ? Promise.reject(new Error('broken')) : Promise.resolve()),
    });
    session.changed();
    await expect(observing.finish()).rejects.toThrow('broken');
  });
});

test('the progress line says what is left, how many there are, and how many are suspected', () => {
  const target = watched();
  const {session} = target;
  expect(progressText(session, 20_000, {suspects: 0, moreMs: 0})).toBe(
    'gorowatch: localhost:6060, 20 s left, connecting',
  );
  target.sees(group(1284, 'select', 'main.f'));
  target.passes(5500);
  expect(progressText(session, 20_000, {suspects: 0, moreMs: 0})).toBe(
    'gorowatch: localhost:6060, 15 s left, 1,284 goroutines',
  );
  expect(progressText(session, 20_000, {suspects: 0, moreMs: 9_500})).toContain(
    ', up to 10 s more to look again, ',
  );
  expect(progressText(session, 20_000, {suspects: 2, moreMs: 0})).toContain('goroutines, 2 suspects');
  target.loses('refused');
  expect(progressText(session, 20_000, {suspects: 1, moreMs: 0})).toContain('out of reach, 1 suspect');
});
