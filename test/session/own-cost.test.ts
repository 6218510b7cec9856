import {expect, test} from 'vitest';
import {createOwnCost, ownWaitMs} from '../../source/session/own-cost.ts';

test('work that costs 4 ms and may take 1 % of a core is done every 0.4 s', () => {
  expect(ownWaitMs(4, {share: 0.01, mostWaitMs: 5_000})).toBe(400);
  expect(ownWaitMs(400, {share: 0.01, mostWaitMs: 5_000})).toBe(5_000);
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
