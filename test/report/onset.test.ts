import {describe, expect, test} from 'vitest';
import {sinceOf} from '../../source/report/onset.ts';

/** One value each second from 0 on. */
function curve(values: readonly (number | undefined)[]) {
  return {fromWallMs: 0, toWallMs: values.length * 1000, values};
}

describe('since when', () => {
  test('a count that rises from some moment on: that moment', () => {
    const values = [
      ...Array.from({length: 60}, () => 3),
      ...Array.from({length: 60}, (_v, at) => 4 + at * 5),
    ];
    expect(sinceOf(curve(values), 0)).toEqual({kind: 'rose', wallMs: 60_000});
  });

  test('a count that rises in steps from some moment on: the moment before the first of them', () => {
    const calm = Array.from({length: 20}, () => 0);
    const steps = Array.from({length: 200}, (_v, at) => 10 * (1 + Math.floor(at / 2)));
    expect(sinceOf(curve([...calm, ...steps]), 0)).toEqual({kind: 'rose', wallMs: 20_000});
    const busy = [3, 5, 4, 5, 3, 4, 5, 4, 3, 4, 5, 4, 3, 5, 4, 3, 5, 4, 3, 3];
    expect(sinceOf(curve([...busy, ...busy, ...busy, ...steps]), 0)).toEqual({
      kind: 'rose',
      wallMs: 60_000,
    });
  });

  test('a count that jumps: the moment before', () => {
    expect(sinceOf(curve([5, 5, 5, 5, 100, 100]), 0)).toEqual({kind: 'rose', wallMs: 4000});
  });

  test('a count that rises all the time: before', () => {
    const values = Array.from({length: 100}, (_v, at) => 50 + at);
    expect(sinceOf(curve(values), 0)).toEqual({kind: 'before', wallMs: 0});
  });

  test('a count that rises in steps, some of them gone before: before', () => {
    const values = Array.from({length: 60}, (_v, at) => 792 + 18 * Math.floor((at + 6) / 10));
    expect(sinceOf(curve(values), 0)).toEqual({kind: 'before', wallMs: 0});
  });

  test('a count that stays: before', () => {
    expect(sinceOf(curve([7, 7, 8, 7, 7]), 0)).toEqual({kind: 'before', wallMs: 0});
  });

  test('a count that went up and came down again, as load does: before', () => {
    expect(sinceOf(curve([7, 20, 40, 20, 7]), 0)).toEqual({kind: 'before', wallMs: 0});
  });

  test('a rise across a gap is dated to its beginning', () => {
    expect(sinceOf(curve([5, 5, undefined, undefined, 50, 60]), 0)).toEqual({kind: 'rose', wallMs: 2000});
  });

  test('of one moment, the longest wait, as far as the runtime tells it', () => {
    expect(sinceOf(undefined, 12)).toEqual({kind: 'waited', waitMinutes: 12});
    expect(sinceOf(undefined, 0)).toEqual({kind: 'unknown'});
    expect(sinceOf(curve([undefined, undefined]), 0)).toEqual({kind: 'unknown'});
  });
});
