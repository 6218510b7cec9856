import {expect, test, vi} from 'vitest';
import {createResumedClock} from '../../source/recording/resumed-clock.ts';
import type {Sight} from '../../source/session/model.ts';

const end = {atMs: 90_000, wallMs: 1_000_000};

test('the clock of a new recording is that of the run', () => {
  const onResumed = vi.fn<(seam: Sight) => void>();
  const shiftFor = createResumedClock(undefined, onResumed);
  expect(shiftFor({atMs: 500, wallMs: 2_000_000})).toBe(0);
  expect(onResumed).not.toHaveBeenCalled();
});

test('another run goes on as much later as the wall says, and says so once, right after the end', () => {
  const onResumed = vi.fn<(seam: Sight) => void>();
  const shiftFor = createResumedClock(end, onResumed);
  const first = {atMs: 500, wallMs: end.wallMs + 60_000};
  expect(first.atMs + shiftFor(first)).toBe(end.atMs + 60_000);
  expect(shiftFor({atMs: 900, wallMs: first.wallMs + 400})).toBe(shiftFor(first));
  expect(onResumed.mock.calls).toEqual([[{atMs: end.atMs + 1, wallMs: end.wallMs + 1}]]);
});

test('where the wall was set back, it still goes on after the end', () => {
  const shiftFor = createResumedClock(end, () => {});
  expect(500 + shiftFor({atMs: 500, wallMs: end.wallMs - 60_000})).toBe(end.atMs + 1);
});
