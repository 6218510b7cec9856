import {expect, test} from 'vitest';
import {createOwnCost, ownWaitMs} from '../../source/session/own-cost.ts';

const limit = {share: 0.01, cheapMs: 10, dearShare: 0.002, mostWaitMs: 15_000};

test('work that costs 4 ms and may take 1 % of a core is done every 0.4 s', () => {
  expect(ownWaitMs(4, limit)).toBe(400);
});

test('dear work may take less of the core than cheap work, but is never put off for longer than its limit', () => {
  expect(ownWaitMs(10, limit)).toBe(1_000);
  expect(ownWaitMs(20, limit)).toBe(6_000);
  expect(ownWaitMs(400, limit)).toBe(15_000);
});

test('a single cost out of line changes nothing', () => {
  const cost = createOwnCost();
  expect(cost.leastMs()).toBe(0);
  for (const costMs of [4, 300, 5]) cost.note(costMs);
  expect(cost.leastMs()).toBe(4);
});

test('what has become dearer is known after a few times', () => {
  const cost = createOwnCost();
  for (const costMs of [4, 300, 310, 305]) cost.note(costMs);
  expect(cost.leastMs()).toBe(300);
});
