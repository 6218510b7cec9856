import {describe, expect, test} from 'vitest';
import {listedArray} from '../../../source/view/lists/listed.ts';
import {firstSeenMs, matchesIn} from '../../../source/view/panels/detail.ts';

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

test('a line of a stack is found by its function as lists show it, as the stack shows it, and as it was read', () => {
  const frame = {function: 'gopkg.in/lumberjack%2ev2.(*Logger).millRun', file: '/app/l.go', line: 1};
  const lines = [{kind: 'frame', key: 'frame', frame} as const];
  const found = (filterText: string) =>
    matchesIn({lines, members: listedArray([], () => '')}, filterText).length;
  expect(found('fn:lumberjack.(*Logger)')).toBe(1);
  expect(found('fn:gopkg.in/lumberjack.v2.(*Logger)')).toBe(1);
  expect(found('fn:lumberjack%2ev2')).toBe(1);
  expect(found('fn:millStop')).toBe(0);
});
