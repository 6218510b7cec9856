import {expect, test} from 'vitest';
import {dumpFileName, dumpSubject, parseDumpFileName} from '../../source/alert/dump-name.ts';
import {dumpsToRemove} from '../../source/alert/dump-retention.ts';

const about = {
  target: 'localhost:6060',
  wallMs: Date.UTC(2026, 10, 21, 14, 6, 12, 345),
  total: 1502,
  reason: 'goroutines-above-1500',
};

test('a name tells target, moment, goroutines and reason', () => {
  const subject = dumpSubject(about);
  expect(subject).toBe('localhost-6060-20261121T140612Z-1502-goroutines-above-1500');
  expect(dumpFileName('alert', 42, subject, 'txt.gz')).toBe(`gorowatch-alert-00042-${subject}.txt.gz`);
});

test.each([
  'http://bob:s3cret@host:6060/x?token=s3cret#s3cret',
  'bob:s3cret@host:6060/x',
  'ssh://bob:s3cret@host/x',
  'http://bob:s3@cret@host/x',
])('no credential of %s is in the name', (target) => {
  expect(dumpSubject({...about, target})).toMatch(/^host(-6060)?-x-2026/);
});

test.each([
  ['../../etc/passwd', 'etc-passwd'],
  ['/absolute', 'absolute'],
  ['.hidden', 'hidden'],
  ['-rf', 'rf'],
  ['a\nb\0c\u001b[31m$(id);`x`', 'a-b-c-31m-id-x'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['日本', 'target'],
  ['', 'target'],
  ['h'.repeat(5000), 'h'.repeat(80)],
])('a target called %j is %s in the name', (target, part) => {
  const subject = dumpSubject({...about, target});
  expect(subject).toBe(`${part}-20261121T140612Z-1502-goroutines-above-1500`);
  expect(parseDumpFileName(dumpFileName('dump', 1, subject, 'txt'))).toEqual({occasion: 'dump', number: 1});
});

test.each([
  [0, '19700101T000000Z'],
  [-1000, '19691231T235959Z'],
  [8.64e15, '275760-09-13'.replaceAll('-', '')],
  [Number.NaN, 'no-time'],
])('any clock gives a name: %s', (wallMs, stamp) => {
  expect(dumpSubject({...about, wallMs})).toContain(stamp);
  expect(parseDumpFileName(dumpFileName('alert', 7, dumpSubject({...about, wallMs}), 'pb.gz'))).toBeDefined();
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
