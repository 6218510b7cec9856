import {describe, expect, test} from 'vitest';
import {stacksHeldText, type MemoryHeld} from '../../../source/view/panels/stacks-held.ts';
import {group} from '../../helpers/session.ts';
import {verdictOn} from '../../helpers/verdicts.ts';

const mib = 1024 * 1024;

/** A tenth of the process's goroutines; 10 more a minute. */
const verdict = verdictOn(group(100, 'chan send', 'main.send'), {
  evidence: [{kind: 'growth', first: 50, last: 100, perMinute: 10, overMs: 300_000, neverFell: true}],
});
const memory: MemoryHeld = {
  reading: {stacksInUse: 1000 * 4096},
  total: 1000,
  limitBytes: undefined,
};

describe('what the stacks of a verdict hold', () => {
  test('is its share of the stacks in use, and grows with it', () => {
    expect(stacksHeldText(verdict, memory)).toBe('≈ 400 KiB of stacks, +40 KiB/min');
  });

  test('is the least that is certain where the process does not tell', () => {
    expect(stacksHeldText(verdict, {...memory, reading: undefined})).toBe(
      '≈ 200 KiB of stacks, +20 KiB/min, at least',
    );
  });

  test('reaches a limit at its pace', () => {
    expect(stacksHeldText(verdict, {...memory, limitBytes: 2 * mib})).toBe(
      '≈ 400 KiB of stacks, +40 KiB/min, 2.0 MiB in 41m',
    );
  });
});
