import {expect, test} from 'vitest';
import {foldersOf} from '../../source/commands/folders.ts';

test('everything that is written without being told where has its folder', () => {
  expect(foldersOf({HOME: '/home/ann', XDG_CACHE_HOME: '/var/cache/ann'})).toEqual([
    ['dumps', '/home/ann/.local/state/gorowatch/dumps'],
    ['recordings', '/home/ann/.local/state/gorowatch/recordings'],
    ['reports', '/home/ann/.local/state/gorowatch/reports'],
    ['demo', '/var/cache/ann/gorowatch'],
  ]);
});

test('without a home it is said what is missing', () => {
  const [dumps, recordings, reports, demo] = foldersOf({});
  for (const [, where] of [dumps!, recordings!, reports!]) expect(where).toMatch(/neither .* is set/);
  expect(demo![1]).toMatch(/^\/.*\/gorowatch$/);
});
