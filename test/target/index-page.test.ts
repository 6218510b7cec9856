import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parseCommandLine} from '../../source/target/command-line.ts';
import {parseIndex} from '../../source/target/index-page.ts';

function page(release: string): Buffer {
  const file = release.endsWith('-after-leak')
    ? `${release.replace('-after-leak', '')}/index-after.html`
    : `${release}/index.html`;
  return readFileSync(new URL(`../fixtures/goroutine/${file}`, import.meta.url));
}

function row(count: string, name: string): string {
  return `<tr><td>${count}</td><td><a href='x?debug=1'>${name}</a></td></tr>\n`;
}

function parse(text: string): string {
  return parseCommandLine(Buffer.from(text));
}

describe('the index page', () => {
  test.each([
    ['go1.15', 48, 9, undefined],
    ['go1.16', 48, 10, '1.16'],
    ['go1.17', 48, 9, '1.16'],
    ['go1.18', 50, 9, '1.16'],
    ['go1.19', 50, 9, '1.16'],
    ['go1.20', 50, 9, '1.20'],
    ['go1.21', 50, 9, '1.20'],
    ['go1.22', 50, 10, '1.20'],
    ['go1.23', 54, 10, '1.20'],
    ['go1.24', 54, 9, '1.24'],
    ['go1.24-finalizer', 55, 9, '1.24'],
    ['go1.25', 54, 9, '1.24'],
    ['go1.25-finalizer', 55, 9, '1.24'],
    ['go1.26', 54, 9, '1.24'],
    ['go1.27', 54, 9, '1.26'],
    ['go1.27-finalizer', 55, 9, '1.26'],
  ])('of %s tells its counts and what shows of the release', (release, goroutines, threads, goAtLeast) => {
    const hasLeakProfile = release.startsWith('go1.27');
    expect(parseIndex(page(release))).toMatchObject({
      goroutines,
      threads,
      goAtLeast,
      hasLeakProfile,
    });
  });

  test('lists every profile with its count', () => {
    const profiles = parseIndex(page('go1.27-after-leak'))!.profiles;
    expect(profiles.get('goroutineleak')).toBe(16);
    expect([...profiles.keys()]).toEqual(
      'allocs block cmdline goroutine goroutineleak heap mutex profile symbol threadcreate trace'.split(' '),
    );
  });

  test('lists custom profiles by their names, made safe to print', () => {
    const index = parseIndex(
      row('7', 'example.com/pool.Open&lt;T&gt; &amp; &#34;more&#34;') +
        row('2', 'a\u001B[2J') +
        row('5', 'goroutine'),
    );
    expect([...index!.profiles]).toEqual([
      ['example.com/pool.Open<T> & "more"', 7],
      [String.raw`a\x1b[2J`, 2],
      ['goroutine', 5],
    ]);
    expect(index!.threads).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    [
      'a login page',
      '<html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>',
    ],
    ['a list without goroutines', "<tr><td>4</td><td><a href='heap?debug=1'>heap</a></td></tr>"],
    ['a count that is no number', "<tr><td>-4</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>"],
    [
      'a count beyond counting',
      `<tr><td>${'9'.repeat(400)}</td><td><a href='goroutine'>goroutine</a></td></tr>`,
    ],
  ])('is not seen in %s', (_name, text) => {
    expect(parseIndex(text)).toBeUndefined();
  });
});

describe('the command line', () => {
  test('is joined by spaces, and words that hold some are quoted', () => {
    expect(parse("/srv/app\0-name\0two words\0\0it's")).toBe(
      String.raw`/srv/app -name 'two words' '' 'it'\''s'`,
    );
  });

  test('is made safe to print', () => {
    expect(parse('app\0\u001B]0;x\u0007\0a\nb')).toBe(String.raw`app \x1b]0;x\x07 a\x0ab`);
  });

  test('is cut where it gets too long for a line, wherever the cut falls', () => {
    for (const text of [
      'x'.repeat(5000),
      '🦫'.repeat(5000),
      `a${'🦫'.repeat(5000)}`,
      '\0'.repeat(2_000_000),
    ]) {
      const line = Array.from(parse(text));
      expect(line).toHaveLength(1000);
      expect(line.at(-1)).toBe('…');
    }
  });

  test('of one empty word shows that it is empty', () => {
    expect(parse('')).toBe("''");
  });
});
