import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {saveReport} from '../../source/commands/save-report.ts';
import {watched} from '../helpers/session.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {shopDiagnosis, watchedShop} from '../report/incidents.ts';

async function shop(folder: string) {
  const {session} = await watchedShop();
  return {
    session,
    origin: {kind: 'watched'} as const,
    diagnosisAt: shopDiagnosis,
    texts: () => Promise.resolve(new Map<number, string>()),
    folder,
  };
}

test('a report of all that is remembered goes to a folder of its own, for the user alone', async () => {
  const folder = path.join(temporaryFolder(), 'reports');
  const saved = await saveReport(await shop(folder));
  const [name = ''] = readdirSync(folder);
  expect(name).toBe('gorowatch-report-shop-7.prod.example-6060-20261121T050500Z-829.html');
  expect(saved).toBe(path.join(folder, name));
  expect(readFileSync(path.join(folder, name), 'utf8')).toMatch(/^<!doctype html>\n/);
  expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a report of an earlier moment tells what led to it, and nothing of later', async () => {
  const folder = temporaryFolder();
  const parts = await shop(folder);
  const atMs = parts.session.clock.monotonicMs() - 200_000;
  await saveReport({...parts, form: 'md'}, atMs);
  const [name = ''] = readdirSync(folder);
  const text = readFileSync(path.join(folder, name), 'utf8');
  expect(text).toContain(`05:00:01 to 05:01:40`);
  expect(text).not.toContain('goroutines 412');
});

test('an earlier report is never replaced', async () => {
  const folder = temporaryFolder();
  const parts = await shop(folder);
  await saveReport(parts);
  const [first = ''] = readdirSync(folder);
  writeFileSync(path.join(folder, first), 'mine');
  await saveReport(parts);
  expect(readdirSync(folder)).toHaveLength(2);
  expect(readFileSync(path.join(folder, first), 'utf8')).toBe('mine');
});

test('before anything was seen there is nothing to report, and nothing is written', async () => {
  const folder = temporaryFolder();
  const {session} = watched();
  const parts = {...(await shop(folder)), session};
  await expect(saveReport(parts)).rejects.toThrow('There is nothing to report yet.');
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be made is told as of a report', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(saveReport(await shop(file))).rejects.toThrow(/^The report was not saved: .* is not a folder/);
});
