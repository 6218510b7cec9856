import {readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch} from '../helpers/gorowatch.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine');
/** It has goroutines that wait on nil channels, which nothing can end. */
const leaky = path.join(folder, 'go1.26', 'g2.txt');

describe('of a dump', () => {
  test('without a file it is Markdown on stdout, and nothing else', async () => {
    const {status, stdout, stderr} = await gorowatch(['report', leaky]);
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
    expect(stdout).toMatch(/^# Goroutine report: g2\.txt\n/);
    expect(stdout).toContain('**PROVEN LEAK**: 1 goroutine waits for ever on a nil channel');
    expect(stdout).toContain('This is one moment of 52 goroutines.');
  });

  test('-o - is stdout too', async () => {
    const {stdout} = await gorowatch(['report', leaky, '-o', '-']);
    expect(stdout).toMatch(/^# Goroutine report/);
  });

  test.each([
    ['md', /^# Goroutine report/],
    ['html', /^<!doctype html>\n/],
    ['json', /^\{\n {2}"schema": "gorowatch\/report@1"/],
    ['folded', /^\S.* \d+\n/],
    ['svg', /^<svg /],
    ['pb.gz', /^.\u008B/],
  ])('-o FILE.%s writes that, for the user alone, and prints its path', async (form, beginning) => {
    const file = path.join(temporaryFolder(), `incident.${form}`);
    const {status, stdout, stderr} = await gorowatch(['report', leaky, '-o', file]);
    expect({status, stdout, stderr}).toEqual({status: 0, stdout: `${file}\n`, stderr: ''});
    expect(readFileSync(file, 'latin1')).toMatch(beginning);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('--redact says on stderr what goes, and takes it out', async () => {
    const {stdout, stderr} = await gorowatch(['report', leaky, '--redact']);
    expect(stderr).toMatch(/^Taken out of this report:\n {2}host names/);
    expect(stderr).toMatch(/arguments +in \d+ lines of full stacks/);
    expect(stdout).toContain('were taken out of this report');
    expect(stdout).not.toContain('g2.txt');
    expect(stdout).not.toMatch(/\(0x[\da-f]+/);
  });

  test('what is no report, and what is no time, is wrong usage', async () => {
    const wrong = await gorowatch(['report', leaky, '-o', 'incident.docx']);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('End it in one of .md, .html, .json');
    const noTime = await gorowatch(['report', leaky, '--from', 'yesterday']);
    expect(noTime.status).toBe(2);
    expect(noTime.stderr).toContain('"yesterday" is not a time.');
  });

  test('what is no dump is bad data, and a file that is there stays as it was', async () => {
    const file = path.join(temporaryFolder(), 'incident.md');
    writeFileSync(file, 'mine');
    const {status, stdout} = await gorowatch([
      'report',
      path.join(folder, '..', '..', 'program', 'report.test.ts'),
      '-o',
      file,
    ]);
    expect({status, stdout}).toEqual({status: 4, stdout: ''});
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('a link is not written through', async () => {
    const home = temporaryFolder();
    const file = path.join(home, 'incident.md');
    writeFileSync(path.join(home, 'other'), 'mine');
    symlinkSync(path.join(home, 'other'), file);
    const {status, stderr} = await gorowatch(['report', leaky, '-o', file]);
    expect(status).toBe(2);
    expect(stderr).toContain('The report was not saved');
    expect(readFileSync(path.join(home, 'other'), 'utf8')).toBe('mine');
    expect(readdirSync(home).toSorted()).toEqual(['incident.md', 'other']);
  });
});

describe('of a process', () => {
  test('it watches for as long as it is told, and says what that has cost', async () => {
    const {host} = await fixtureServer();
    const {status, stdout} = await gorowatch(['report', host, '--for', '2s']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\*\*Watched\*\*: .* which took \d+ requests/);
  });

  test('one that is out of reach ends with 3', async () => {
    const {status, stdout} = await gorowatch(['report', '127.0.0.1:1', '--for', '1s']);
    expect({status, stdout}).toEqual({status: 3, stdout: ''});
  });
});

describe('of a recording', () => {
  test('it is what was recorded; a time after @ is where it ends', async () => {
    const {host} = await fixtureServer();
    const file = path.join(temporaryFolder(), 'shop.gorowatch');
    expect((await gorowatch(['record', host, '-o', file, '--for', '3s'])).status).toBe(0);
    const whole = await gorowatch(['report', file]);
    expect(whole.status).toBe(0);
    expect(whole.stdout).toContain('from the recording `shop.gorowatch`');
    const profile = path.join(temporaryFolder(), 'end.pb.gz');
    expect((await gorowatch(['report', `${file}@end`, '-o', profile])).stdout).toBe(`${profile}\n`);
    const twice = await gorowatch(['report', `${file}@end`, '--to', 'now']);
    expect(twice.status).toBe(2);
  });
});
