import {expect, test} from 'vitest';
import {defaultDumpFolder} from '../../source/saving/dump-folder.ts';

test('the folder for dumps follows the XDG rules', () => {
  expect(defaultDumpFolder({XDG_STATE_HOME: '/state', HOME: '/home/ann'})).toBe('/state/gorowatch/dumps');
  const below = '/home/ann/.local/state/gorowatch/dumps';
  expect(defaultDumpFolder({HOME: '/home/ann'})).toBe(below);
  expect(defaultDumpFolder({XDG_STATE_HOME: '', HOME: '/home/ann'})).toBe(below);
  expect(defaultDumpFolder({XDG_STATE_HOME: 'state', HOME: '/home/ann'})).toBe(below);
  for (const HOME of [undefined, '', 'home']) {
    expect(() => defaultDumpFolder({HOME})).toThrow(
      'neither XDG_STATE_HOME nor HOME is set to an absolute path; name one with --dump-dir.',
    );
  }
});
