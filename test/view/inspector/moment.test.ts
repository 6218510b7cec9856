import {describe, expect, test} from 'vitest';
import {momentOf, type Moment} from '../../../source/view/inspector/moment.ts';
import {group, watched, type Watched} from '../../helpers/session.ts';

const sender = (count: number) => group(count, 'chan send', 'main.report check.go:72');
const sleeper = (count: number) => group(count, 'sleep', 'main.poll poll.go:9');

const now = ({session, clock}: Watched): Moment => momentOf(session, clock.monotonicMs(), session.look);

function changes(moment: Moment) {
  return {
    total: moment.totalChange,
    families: Object.fromEntries(moment.families.map(({family, change}) => [family, change])),
    groups: moment.groups.map(({change}) => change),
  };
}

test('before the first answer nothing is known, which is not the same as zero', () => {
  const target = watched();
  expect(now(target)).toMatchObject({
    total: undefined,
    totalChange: undefined,
    threads: undefined,
    groups: [],
  });
});

test('families add up to the total, and groups too', () => {
  const target = watched();
  target.sees(sender(8), sleeper(3), group(4, 'sleep', 'main.retry retry.go:5'));
  const moment = now(target);
  expect(moment.total).toBe(15);
  expect(moment.families.map(({family, count}) => [family, count])).toEqual([
    ['chan send', 8],
    ['sleep', 7],
  ]);
  expect(moment.groups.reduce((sum, {count}) => sum + count, 0)).toBe(15);
});

test('a family that has emptied stays in sight with its fall, one that never was does not come', () => {
  const target = watched();
  target.sees(sender(8), sleeper(3));
  target.sees(sender(8));
  expect(now(target).families.map(({family, count, change}) => [family, count, change])).toEqual([
    ['chan send', 8, 0],
    ['sleep', 0, -3],
  ]);
});

describe('changes', () => {
  test('count from the first counts', () => {
    const target = watched();
    target.sees(sender(8));
    target.sees(sender(20), sleeper(2));
    expect(changes(now(target))).toEqual({total: 14, families: {'chan send': 12, sleep: 2}, groups: [12, 2]});
  });

  test('count from the mark after one is set', () => {
    const target = watched();
    target.sees(sender(8));
    target.sees(sender(20));
    target.session.markBaseline();
    expect(changes(now(target))).toEqual({total: 0, families: {'chan send': 0}, groups: [0]});
    target.sees(sender(25));
    expect(changes(now(target))).toEqual({total: 5, families: {'chan send': 5}, groups: [5]});
  });

  test('count from the restart after one', () => {
    const target = watched();
    target.sees(sender(800));
    target.session.restarted('a smaller goroutine id');
    target.sees(sender(10));
    target.sees(sender(12));
    expect(changes(now(target))).toMatchObject({total: 2, groups: [2]});
    expect(target.session.baseline?.since).toBe('restart');
  });

  test('count from attaching however long ago that was, beyond what the history remembers', () => {
    const target = watched();
    target.sees(sender(10), sleeper(4));
    for (const count of [20, 30, 25]) {
      target.passes(20 * 60_000);
      target.sees(sender(count), sleeper(5));
    }

    expect(changes(now(target))).toEqual({
      total: 16,
      families: {'chan send': 15, sleep: 1},
      groups: [15, 1],
    });
  });

  test('are those of the moment that is looked at', () => {
    const target = watched();
    target.sees(sender(8));
    target.sees(sender(20));
    const thenMs = target.clock.monotonicMs();
    target.sees(sender(90), sleeper(1));
    const then = momentOf(target.session, thenMs, undefined);
    expect(then.total).toBe(20);
    expect(changes(then)).toMatchObject({total: 12, groups: [12]});
  });
});

test('threads are those of the index page', () => {
  const target = watched();
  target.session.addPulse(12, 14);
  expect(now(target)).toMatchObject({total: 12, threads: 14});
});
