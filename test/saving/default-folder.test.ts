import {expect, test} from 'vitest';
import {defaultFolder} from '../../source/saving/default-folder.ts';

test('the folders for what is written follow the XDG rules', () => {
  expect(defaultFolder('dumps', {XDG_STATE_HOME: '/state', HOME: '/home/ann'})).toBe(
    '/state/gorowatch/dumps',
  );
  const below = '/home/ann/.local/state/gorowatch/recordings';
  expect(defaultFolder('recordings', {HOME: '/home/ann'})).toBe(below);
  expect(defaultFolder('recordings', {XDG_STATE_HOME: '', HOME: '/home/ann'})).toBe(below);
  expect(defaultFolder('recordings', {XDG_STATE_HOME: 'state', HOME: '/home/ann'})).toBe(below);
});

test('without a home it is said how to name another place', () => {
  const why = 'neither XDG_STATE_HOME nor HOME is set to an absolute path';
  for (const HOME of [undefined, '', 'home']) {
    expect(() => defaultFolder('dumps', {HOME})).toThrow(`${why}; name one with --dump-dir.`);
    expect(() => defaultFolder('recordings', {HOME})).toThrow(`${why}; name a file with -o.`);
    expect(() => defaultFolder('reports', {HOME})).toThrow(`There is no folder for reports: ${why}.`);
  }
});
