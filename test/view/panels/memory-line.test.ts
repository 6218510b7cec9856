import {expect, test} from 'vitest';
import {memoryLine, stackCostSentence} from '../../../source/view/panels/memory-line.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

test('heap and stacks are told with a mark that says where they go', () => {
  const memory = {heapInUse: 412 * MiB, stacksInUse: 9.8 * MiB};
  expect(memoryLine(memory, {shape: 'rising'})).toBe('heap 412 MiB  stacks 9.8 MiB ▲');
  expect(memoryLine(memory, {shape: 'falling'})).toBe('heap 412 MiB  stacks 9.8 MiB ▼');
  expect(memoryLine(memory, {shape: 'sawtooth'})).toBe('heap 412 MiB  stacks 9.8 MiB');
  expect(memoryLine(memory, undefined)).toBe('heap 412 MiB  stacks 9.8 MiB');
  expect(memoryLine(memory, {shape: 'rising'}, true)).toBe('heap 412 MiB  stacks 9.8 MiB ^');
});

test('a target that does not tell its memory has no such line', () => {
  expect(memoryLine(undefined, undefined)).toBe('');
});

test('what a group costs is told with its pace and the time that is left', () => {
  const cost = {bytes: 2.1 * GiB, bytesPerMinute: 38 * MiB};
  expect(stackCostSentence(cost, 8 * GiB)).toBe('≈ 2.1 GiB of stacks, +38 MiB/min, 8.0 GiB in 2h 38m');
  expect(stackCostSentence(cost, undefined)).toBe('≈ 2.1 GiB of stacks, +38 MiB/min');
  expect(stackCostSentence(cost, 2 * GiB, true)).toBe('~ 2.1 GiB of stacks, +38 MiB/min, above 2.0 GiB');
});

test('what does not grow, or takes weeks, is not forecast', () => {
  expect(stackCostSentence({bytes: 4 * MiB, bytesPerMinute: 0}, 8 * GiB)).toBe('≈ 4.0 MiB of stacks');
  expect(stackCostSentence({bytes: 4 * MiB, bytesPerMinute: 2048}, 8 * GiB)).toBe(
    '≈ 4.0 MiB of stacks, +2.0 KiB/min',
  );
});
