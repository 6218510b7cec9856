import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {fileName, fileUrl} from '../../source/target/file-address.ts';

test('a file is called by its name, and nothing in that steers a terminal', () => {
  expect(fileName('/var/dumps/shop.txt')).toBe('shop.txt');
  expect(fileName('dumps/\u001B[2Jshop.txt')).not.toContain('\u001B');
});

test('the URL of a file leads back to it from any folder', () => {
  expect(fileURLToPath(fileUrl('dumps/shop 1#2.txt'))).toBe(path.resolve('dumps/shop 1#2.txt'));
});

test('stdin has no path', () => {
  expect([fileName('-'), fileUrl('-')]).toEqual(['stdin', 'stdin']);
});
