import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {prepareReport} from '../../../source/commands/screen/save-report.ts';
import {screenReports} from '../../../source/commands/screen/screen-report.ts';
import type {ReportAsked} from '../../../source/components/inspector-actions.ts';
import {sessionSource} from '../../../source/report/session-source.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {shopDiagnosis, watchedShop} from '../../report/incidents.ts';

async function shop() {
  const {session} = await watchedShop();
  return {
    session,
    source: sessionSource({
      session,
      origin: {kind: 'watched'},
      diagnosisAt: shopDiagnosis,
      texts: () => Promise.resolve(new Map()),
    }),
  };
}

/** Writes one as it was asked for, and resolves to its path and to what was said. */
async function save(folder: string, asked: Partial<ReportAsked> = {}) {
  const {session, source} = await shop();
  const written: string[] = [];
  const prepared = await prepareReport(
    source,
    {atMs: session.clock.monotonicMs(), isRedacted: false, ...asked},
    {
      folder,
      madeWallMs: session.clock.wallMs(),
      proofCommand: 'gorowatch check --proof shop-7.prod.example:6060',
      onWritten: (file) => written.push(file),
    },
  );
  expect(written).toEqual([]);
  const said = await prepared.write();
  return {preview: prepared.preview, said, file: written[0] ?? ''};
}

test('a report of all that is remembered goes to a folder of its own, for the user alone', async () => {
  const folder = path.join(temporaryFolder(), 'reports');
  const {said, file} = await save(folder);
  const [name = ''] = readdirSync(folder);
  expect(name).toBe('gorowatch-report-shop-7.prod.example-6060-20261121T050500Z-829.html');
  expect(file).toBe(path.join(folder, name));
  expect(said).toBe(`Report written: ${file}`);
  expect(readFileSync(path.join(folder, name), 'utf8')).toMatch(/^<!doctype html>\n/);
  expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a report of an earlier moment tells what led to it, and nothing of later', async () => {
  const file = path.join(temporaryFolder(), 'incident.md');
  const {session} = await shop();
  await save('/nowhere', {atMs: session.clock.monotonicMs() - 200_000, file});
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(`05:00:01 to 05:01:40`);
  expect(text).not.toContain('goroutines 412');
});

test('a report may begin later, and one that would begin before all says that it does not', async () => {
  const file = path.join(temporaryFolder(), 'incident.md');
  expect((await save('/nowhere', {from: '1m ago', file})).said).toBe(`Report written: ${file}`);
  expect(readFileSync(file, 'utf8')).toContain(`05:04:00 to 05:05:00`);
  expect((await save('/nowhere', {from: '2h ago', file})).said).toMatch(
    /^Report written: .*incident\.md \(from 2h ago is before the beginning: [\d:]+ is taken instead\)$/,
  );
});

test.each([
  [{from: 'soon'}, 'from soon: "soon" is not a time.'],
  [{from: '2099-01-01 12:00'}, 'from 2099-01-01 12:00 is after the end, '],
  [{file: 'incident.doc'}, 'incident.doc does not say what to write.'],
])('%j is refused before anything is gathered or written', async (asked, sentence) => {
  const folder = temporaryFolder();
  await expect(save(folder, asked)).rejects.toThrow(sentence);
  expect(readdirSync(folder)).toEqual([]);
});

test('a redacted report tells what goes, and neither it nor its name has the host in it', async () => {
  const folder = temporaryFolder();
  const {preview, file} = await save(folder, {isRedacted: true});
  expect(preview?.map(({label}) => label)).toEqual([
    'host names',
    'command line',
    'labels',
    'arguments',
    'paths',
    '',
  ]);
  expect(preview?.[0]?.text).toContain('shop-7.prod.example');
  expect(path.basename(file)).toMatch(/^gorowatch-report-host-1-6060-/);
  expect(readFileSync(file, 'utf8')).not.toContain('shop-7');
});

test('an earlier report is never replaced', async () => {
  const folder = temporaryFolder();
  const {file} = await save(folder);
  writeFileSync(file, 'mine');
  expect((await save(folder)).file).toMatch(/-829-2\.html$/);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('before anything was seen there is nothing to report, and nothing is written', async () => {
  const {report, written} = screenReports(
    () => undefined,
    () => ({madeWallMs: 0}),
  );
  await expect(report({atMs: 0, isRedacted: false})).rejects.toThrow('There is nothing to report yet.');
  expect(written()).toBe('');
});

test('a place that cannot be written to is told as of a report', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(save(file)).rejects.toThrow(/^The report was not saved: .* is not a folder/);
  await expect(save('/nowhere', {file: path.join(file, 'a.md')})).rejects.toThrow(
    /^The report was not saved: .* is not a folder; name another place with e\.$/,
  );
});

test('a file that is there already is named before it is replaced', async () => {
  const {session, source} = await shop();
  const file = path.join(temporaryFolder(), 'incident.md');
  const asked = {atMs: session.clock.monotonicMs(), isRedacted: false, file};
  const parts = {madeWallMs: session.clock.wallMs()};
  expect((await prepareReport(source, asked, parts)).replaces).toBeUndefined();
  writeFileSync(file, 'mine');
  const prepared = await prepareReport(source, asked, parts);
  expect(prepared.replaces).toBe(file);
  expect(readFileSync(file, 'utf8')).toBe('mine');
  await prepared.write();
  expect(readFileSync(file, 'utf8')).toContain('# ');
  expect((await prepareReport(source, {...asked, file: undefined}, parts)).replaces).toBeUndefined();
});
