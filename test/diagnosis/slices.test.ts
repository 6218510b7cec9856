import {expect, test} from 'vitest';
import {createSlices} from '../../source/diagnosis/slices.ts';

test('a slice is over after a few milliseconds, and the next begins after a breath', async () => {
  let nowMs = 100;
  const slices = createSlices(() => nowMs);
  expect(slices.isOver()).toBe(false);
  nowMs += 60;
  expect(slices.isOver()).toBe(true);
  let isAnswered = false;
  setImmediate(() => {
    isAnswered = true;
  });
  await slices.breathe();
  expect([isAnswered, slices.isOver()]).toEqual([true, false]);
});

test('in a loop over small pieces the clock is asked now and then', () => {
  let asked = 0;
  const slices = createSlices(() => asked++ * 60);
  let piecesUntilOver = 1;
  while (!slices.isOverInLoop()) piecesUntilOver++;
  expect(piecesUntilOver).toBeGreaterThan(1);
  expect(asked).toBe(2);
});
