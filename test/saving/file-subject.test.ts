import {expect, test} from 'vitest';
import {dumpFileName, parseDumpFileName} from '../../source/saving/dump-name.ts';
import {fileSubject} from '../../source/saving/file-subject.ts';

const about = {
  target: 'localhost:6060',
  wallMs: Date.UTC(2026, 10, 21, 14, 6, 12, 345),
  total: 1502,
  reason: 'goroutines-above-1500',
};

test('a name tells target, moment, goroutines and reason', () => {
  expect(fileSubject(about)).toBe('localhost-6060-20261121T140612Z-1502-goroutines-above-1500');
});

test.each([
  'http://bob:s3cret@host:6060/x?token=s3cret#s3cret',
  'bob:s3cret@host:6060/x',
  'ssh://bob:s3cret@host/x',
  'http://bob:s3@cret@host/x',
])('no credential of %s is in the name', (target) => {
  expect(fileSubject({...about, target})).toMatch(/^host(-6060)?-x-2026/);
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
  const subject = fileSubject({...about, target});
  expect(subject).toBe(`${part}-20261121T140612Z-1502-goroutines-above-1500`);
  expect(parseDumpFileName(dumpFileName('dump', 1, subject, 'txt'))).toEqual({occasion: 'dump', number: 1});
});

test.each([
  [0, '19700101T000000Z'],
  [-1000, '19691231T235959Z'],
  [8.64e15, '275760-09-13'.replaceAll('-', '')],
  [Number.NaN, 'no-time'],
])('any clock gives a name: %s', (wallMs, stamp) => {
  expect(fileSubject({...about, wallMs})).toContain(stamp);
  expect(parseDumpFileName(dumpFileName('alert', 7, fileSubject({...about, wallMs}), 'pb.gz'))).toBeDefined();
});
