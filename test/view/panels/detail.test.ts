import {describe, expect, test} from 'vitest';
import {firstSeenMs} from '../../../source/view/panels/detail.ts';

/** Groups that were first seen at these moments. */
function groupsSeen(...moments: readonly (number | undefined)[]) {
  return {groups: moments.map((firstAbove0Ms) => ({counts: {firstAbove0Ms}}))};
}

describe('a row was first seen', () => {
  test('when the first of its groups was', () => {
    expect(firstSeenMs(groupsSeen(30, undefined, 10, 20))).toBe(10);
  });

  test('at no moment that is known where none of them was', () => {
    expect(firstSeenMs(groupsSeen(undefined))).toBeUndefined();
  });

  test('however many groups it has', () => {
    const many = Array.from({length: 200_000}, (_, at) => 200_000 - at);
    expect(firstSeenMs({groups: many.map((firstAbove0Ms) => ({counts: {firstAbove0Ms}}))})).toBe(1);
  });
});
