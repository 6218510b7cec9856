import {expect, test} from 'vitest';
import {dumpFileName, parseDumpFileName} from '../../source/saving/dump-name.ts';
import {dumpsToRemove} from '../../source/saving/dump-retention.ts';

test('a name tells why it was saved, in which order, and what it is about', () => {
  const name = dumpFileName('alert', 42, 'localhost-6060-20261121T140612Z', 'txt.gz');
  expect(name).toBe('gorowatch-alert-00042-localhost-6060-20261121T140612Z.txt.gz');
  expect(parseDumpFileName(name)).toEqual({occasion: 'alert', number: 42});
});

test.each([
  'notes.txt',
  'gorowatch-alert-00001-x.txt.bak',
  'gorowatch-alert-00001-x.txt\n',
  'gorowatch-alert-1-x.txt',
  'gorowatch-alert-00001-../x.txt',
  'xgorowatch-alert-00001-x.txt',
  '.gorowatch-alert-00001-x.txt',
])('%j is not a name that gorowatch gave', (name) => {
  expect(parseDumpFileName(name)).toBeUndefined();
});

const named = (number: number, occasion: 'alert' | 'dump' = 'alert') =>
  dumpFileName(occasion, number, 'x', 'txt');

test('the oldest beyond the number to keep go first, by number and not by time in the name', () => {
  const entries = [3, 1, 4, 2, 5].map((number) => ({name: named(number), bytes: 10}));
  expect(dumpsToRemove(entries, named(5), {keepDumps: 3, maxBytes: 1000})).toEqual([named(1), named(2)]);
  expect(dumpsToRemove(entries, named(5), {keepDumps: 5, maxBytes: 1000})).toEqual([]);
});

test('bytes are capped, older dumps never outlive newer ones, and the newest stays however large', () => {
  const entries = [
    {name: named(1), bytes: 1},
    {name: named(2), bytes: 600},
    {name: named(3), bytes: 300},
    {name: named(4), bytes: 300},
  ];
  expect(dumpsToRemove(entries, named(4), {keepDumps: 20, maxBytes: 1000})).toEqual([named(1), named(2)]);
  expect(dumpsToRemove(entries, named(4), {keepDumps: 20, maxBytes: 10})).toEqual([
    named(1),
    named(2),
    named(3),
  ]);
  expect(dumpsToRemove(entries, named(4), {keepDumps: 0, maxBytes: 0})).toEqual([
    named(1),
    named(2),
    named(3),
  ]);
});

test('the newest stays even where another has a higher number', () => {
  const entries = [7, 900].map((number) => ({name: named(number), bytes: 10}));
  expect(dumpsToRemove(entries, named(7), {keepDumps: 1, maxBytes: 1000})).toEqual([named(900)]);
});

test('dumps a person asked for and files of others are never removed', () => {
  const entries = [named(1, 'dump'), 'notes.txt', named(2), named(3)].map((name) => ({name, bytes: 10}));
  expect(dumpsToRemove(entries, named(3), {keepDumps: 1, maxBytes: 0})).toEqual([named(2)]);
});
