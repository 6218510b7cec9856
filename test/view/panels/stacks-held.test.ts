import {describe, expect, test} from 'vitest';
import {memoryHeldOf, stacksHeldText, type MemoryHeld} from '../../../source/view/panels/stacks-held.ts';
import {group, watched} from '../../helpers/session.ts';
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

  test('is the share of those that there were when memory was read, for what came since is not in it', () => {
    const seen = watched();
    const {session, clock} = seen;
    seen.sees(group(100, 'chan send', 'main.send'));
    session.memory.add({
      atMs: clock.monotonicMs(),
      heapInUse: mib,
      heapAllocated: mib,
      stacksInUse: 100 * 32 * 1024,
      system: 4 * mib,
      collections: 0,
    });
    seen.sees(group(400, 'chan send', 'main.send'));
    const held = memoryHeldOf(session, session.memory.latest);
    expect(held.total).toBe(100);
    expect(stacksHeldText(verdict, held)).toBe('≈ 3.1 MiB of stacks, +320 KiB/min');
    expect(memoryHeldOf(session, undefined).total).toBe(400);
  });
});
