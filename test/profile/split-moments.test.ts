import {globSync} from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {gzipMembers} from '../../source/profile/gzip-members.ts';
import {splitMoments} from '../../source/profile/split-moments.ts';
import {fixture} from './fixtures.ts';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine');
const recorded = globSync(['*/g1.txt', '*/g2.txt'], {cwd: folder}).toSorted();

type Seen = {readonly text: string; readonly isPicture: boolean};

async function split(text: Uint8Array | string, chunkBytes = Infinity): Promise<readonly Seen[]> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  const seen: Seen[] = [];
  for await (const {chunks: parts, isPicture} of splitMoments(chunks)) {
    seen.push({text: Buffer.concat(parts).toString('latin1'), isPicture});
  }

  return seen;
}

function block(id: number, status: string): string {
  return `goroutine ${id} [${status}]:\nmain.f${id}()\n\t/srv/a.go:${id} +0x1\n\n`;
}

const handler = block(90, 'running');
const others = block(1, 'IO wait') + block(7, 'chan send');

describe('what was recorded once', () => {
  test('there is much of it', () => {
    expect(recorded.length).toBeGreaterThan(25);
  });

  test.each(recorded)('%s is one moment, and twice in a row two of the same', async (name) => {
    const bytes = fixture(name);
    const text = Buffer.from(bytes).toString('latin1');
    expect(await split(bytes)).toEqual([{text, isPicture: true}]);
    expect(await split(Buffer.concat([bytes, bytes]))).toEqual([
      {text, isPicture: true},
      {text, isPicture: true},
    ]);
  });

  test('it does not matter in which pieces it arrives', async () => {
    const both = Buffer.concat([
      fixture('go1.26/g2.txt'),
      fixture('go1.26/g1.txt'),
      fixture('go1.26/g2.txt'),
    ]);
    const whole = await split(both);
    expect(whole).toHaveLength(3);
    for (const chunkBytes of [1, 7, 100, 4096]) expect(await split(both, chunkBytes)).toEqual(whole);
  });
});

describe('the next dump begins', () => {
  test('at the goroutine that wrote it, though only a later one comes again', async () => {
    const next = block(95, 'running') + others;
    expect((await split(handler + others + next)).map(({text}) => text)).toEqual([handler + others, next]);
  });

  test('at the words of a crash', async () => {
    const crash = `SIGQUIT: quit\nPC=0x46ac1e m=0\n\n${others}`;
    expect((await split(`${crash}exit status 2\n${crash}`)).map(({text}) => text)).toEqual([
      `${crash}exit status 2\n`,
      crash,
    ]);
  });

  test('after what a log writes before each line', async () => {
    const logged = (handler + others).replaceAll(/^(?=.)/gm, '2026-11-21T05:00:00Z shop[7]: ');
    expect((await split(logged + logged)).map(({text}) => text)).toEqual([logged, logged]);
  });

  test('in the middle of a line, where the one before was cut at 64 MiB', async () => {
    const cap = 64 * 1024 * 1024;
    const line = 'main.f()\n\t/srv/a.go:1 +0x1\n';
    const dump = Buffer.alloc(cap, line);
    dump.write(block(1, 'running'));
    const next = Buffer.from(block(95, 'running') + others);
    const seen: number[] = [];
    for await (const {chunks} of splitMoments([dump, next])) {
      seen.push(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    }

    expect(cap % line.length).not.toBe(0);
    expect(seen).toEqual([cap, next.length]);
  });
});

describe('no moment begins', () => {
  test('with a thread that GOTRACEBACK=crash prints once more', async () => {
    const crash =
      'SIGABRT: abort\n\ngoroutine 1 gp=0xc0 m=0 mp=0x5 [running]:\nmain.f()\n\t/srv/a.go:1 +0x1\n\n' +
      'goroutine 7 gp=0xc1 m=nil [select]:\nmain.g()\n\t/srv/a.go:2 +0x1\n\n' +
      '-----\n\ngoroutine 1 gp=0xc0 m=3 mp=0x9 [running]:\nmain.f()\n\t/srv/a.go:1 +0x1\n\n';
    expect(await split(crash)).toHaveLength(1);
  });

  test('in a label that looks like a header, nor with a creator', async () => {
    const text =
      'goroutine 7 [select] {x: "goroutine 7 [select]:"}:\nmain.f()\n\t/srv/a.go:1 +0x1\n' +
      'created by main.main in goroutine 7\n\t/srv/a.go:9 +0x1\n\n';
    expect(await split(text)).toHaveLength(1);
    const profile =
      'goroutine profile: total 1\n1 @ 0x1\n# labels: {"x":"goroutine 7 [select]:"}\n#\t0x1\n\n';
    expect(await split(profile)).toHaveLength(1);
  });

  test('with what recovered panics print into a log', async () => {
    const panics = [11, 12, 11].map((id) => `http: panic serving\n${block(id, 'running')}`).join('');
    const seen = await split(panics + handler + others);
    expect(seen.filter(({isPicture}) => isPicture).map(({text}) => text)).toEqual([handler + others]);
    expect(seen.map(({text}) => text).join('')).toBe(panics + handler + others);
  });
});

describe('gzip files in a row', () => {
  const parts = ['one', 'two'.repeat(5000), ''].map((text) => gzipSync(text));

  test('are told apart where one ends', () => {
    expect(gzipMembers(Buffer.concat(parts)).map((member) => Buffer.from(member))).toEqual(parts);
  });

  test('stay together from where they are damaged', () => {
    const [one, two, three] = parts;
    const damaged = Buffer.concat([one!, two!.subarray(0, -9), three!]);
    const members = gzipMembers(damaged).map((member) => Buffer.from(member));
    expect(members[0]).toEqual(one);
    expect(Buffer.concat(members)).toEqual(damaged);
  });
});
