import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {DecodeError} from '../../source/profile/decode-error.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {bytesOf, decode, fixture} from './fixtures.ts';

const dump = fixture('go1.27/g2.txt');
const dumpText = Buffer.from(dump).toString();

describe('what a file may be', () => {
  test('gzip or not makes no difference, in any format', async () => {
    for (const file of ['go1.27/g1.txt', 'go1.27/g2.txt']) {
      expect(await decode(new Uint8Array(gzipSync(fixture(file))))).toEqual(await decode(fixture(file)));
    }
  });

  test('a dump from a gzip file that ends early is shown, as incomplete', async () => {
    const packed = gzipSync(dump);
    const snapshot = await decode(new Uint8Array(packed.subarray(0, packed.length - 20)));

    expect(snapshot.complete).toBe(false);
    expect(snapshot.total).toBeGreaterThan(20);
  });

  test.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFF'],
    ['a crash message', 'SIGQUIT: quit\nPC=0x468f81 m=0 sigcode=0\n\n'],
  ])('a dump may begin with %s', async (_, before) => {
    expect(await decode(before + dumpText)).toEqual(await decode(dump));
  });

  test.each([
    ['journald', 'Nov 21 05:00:01 host shop[1234]: '],
    ['docker compose', 'shop-1  | '],
    ['cri', '2026-11-21T05:00:01.123456789Z stderr F '],
    ['brackets', '[app (1)] '],
  ])('a log of %s before every line is taken off', async (_, prefix) => {
    const log = dumpText
      .split('\n')
      .map((line) => prefix + line)
      .join('\n');

    expect(await decode(`${prefix}SIGQUIT: quit\n${log}`)).toEqual(await decode(dump));
    expect(await decode(log.replaceAll(/ +$/gm, ''))).toEqual(await decode(dump));
  });

  test('time stamps before the lines may go on, and tabs may be written as #011', async () => {
    let second = 0;
    const log = dumpText
      .split('\n')
      .map((line) => `2026-11-21 05:00:${second++}.5 ${line.replace('\t', '#011')}`)
      .join('\n');

    expect(await decode(log)).toEqual(await decode(dump));
  });

  test('UTF-16, as Windows shells write it, is read', async () => {
    const text = Buffer.from(`\uFEFF${dumpText}`, 'utf16le');

    expect(await decode(new Uint8Array(text))).toEqual(await decode(dump));
  });
});

describe('text made to take long', () => {
  test.each([
    ['a line of headers that are none', 'goroutine 1 '.repeat(300_000)],
    ['the same, and one header', `${'goroutine 1 '.repeat(300_000)}\nx goroutine 1 [running]:\n`],
    ['a line of offsets', `goroutine profile: total 1\n1 @ 0x1\n#\t0x1\t${'a+0x1\t'.repeat(150_000)}\n`],
    ['labels that never end', `goroutine 1 [select] {${'a: b, '.repeat(300_000)}`],
    ['brackets', `goroutine 1 [running]:\nmain.${'[('.repeat(200_000)}\n\t/a.go:1\n`],
    ['colons', `goroutine 1 [running]:\nmain.f()\n\t${':1 +0x1'.repeat(100_000)}\n`],
  ])('%s is read or refused like any other', async (_, text) => {
    const outcome: unknown = await decode(text).catch((error: unknown) => error);

    expect(outcome instanceof DecodeError || (outcome as Snapshot).total <= 1).toBe(true);
  });
});

describe('what is no profile', () => {
  test.each([
    ['empty', ''],
    ['html', '<!DOCTYPE html><html><body>Log in</body></html>'],
    ['html', '\n  <html>'],
    ['not-a-profile', '404 page not found\n'],
    ['not-a-profile', 'Unknown profile\n'],
    ['not-a-profile', '{"error": "unauthorized"}'],
    ['not-a-profile', 'goroutine'],
    ['other-profile', 'heap profile: 1: 2 [3: 4] @ heap/1048576\n'],
    ['other-profile', 'threadcreate profile: total 8\n'],
  ])('%s: %j', async (kind, text) => {
    const error: unknown = await decode(bytesOf(text)).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({
      kind,
      message: expect.stringMatching(/^[A-Z].*[.]$/) as string,
      advice: expect.stringMatching(/^[A-Z].*[.]$/) as string,
    });
  });
});
