import {afterEach, expect, test, vi} from 'vitest';
import {UsageError} from '../../source/commands/arguments/usage-error.ts';
import {sayFailure} from '../../source/commands/say-failure.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('what was typed cannot steer the terminal from a message about it', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(sayFailure(new UsageError('--color \u001B]0;owned\u0007 is not known.', 'Write one of auto.'))).toBe(
    2,
  );
  expect(write.mock.calls.join('')).toBe(
    'gorowatch: --color \\x1b]0;owned\\x07 is not known. Write one of auto.\n',
  );
});
