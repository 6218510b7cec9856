import {describe, expect, test} from 'vitest';
import {memoryLimitOf} from '../../source/commands/check/check-options.ts';
import type {Arguments} from '../../source/commands/arguments/read-arguments.ts';
import {UsageError} from '../../source/commands/arguments/usage-error.ts';

const given = (text: string | undefined): Arguments => ({
  command: 'check',
  operands: [],
  text: (name) => (name === 'memory-limit' ? text : undefined),
  texts: () => [],
  flag: () => undefined,
});

describe('--memory-limit', () => {
  test('is a size, and need not be given', () => {
    expect(memoryLimitOf(given('8GiB'))).toBe(8 * 1024 ** 3);
    expect(memoryLimitOf(given(undefined))).toBeUndefined();
  });

  test.each(['8', 'much', '10k'])('%s is none', (text) => {
    expect(() => memoryLimitOf(given(text))).toThrow(UsageError);
  });
});
