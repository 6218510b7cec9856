import {readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {zstdCompressSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {loadSqlite} from '../../source/recording/open-database.ts';
import {isRecording, openRecording} from '../../source/recording/open-recording.ts';
import {RecordingError} from '../../source/recording/recording-error.ts';
import {openSalvaged, salvageRecording} from '../../source/recording/salvage.ts';
import {rowCheck, schema, tables, type Value} from '../../source/recording/tables.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {fold, recorderOf, writeAll} from './recorded.ts';
import {synthetic} from './synthetic.ts';

const mebi = 2 ** 20;
const options = {groups: 10, changing: 3, samples: 130, lookEvery: 10, depth: 3};

/** Changes a sound recording as its owner could, with whatever SQL. */
async function changed(sql: string): Promise<string> {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic(options));
  await recorder.close();
  execute(recorder.file, sql);
  return recorder.file;
}

function execute(file: string, sql: string): void {
  const database = new (loadSqlite().DatabaseSync)(file);
  database.exec(sql);
  database.close();
}

/** Puts a row in the place of another one, with a check that agrees. */
function forge(file: string, name: string, id: number, of: Readonly<Record<string, Value>>): void {
  const database = new (loadSqlite().DatabaseSync)(file);
  const table = tables.find((one) => one.name === name)!;
  const row = database.prepare(`SELECT * FROM ${name} WHERE id = ?`).get(id) ?? {};
  const values = table.columns.map(([column]) => of[column] ?? (row[column] as Value));
  const places = table.columns.map(() => '?').join(', ');
  database
    .prepare(`INSERT OR REPLACE INTO ${name} VALUES (?, ${places}, ?)`)
    .run(id, ...values, rowCheck(table, id, values));
  database.close();
}

function problemOf(work: () => unknown): RecordingError {
  try {
    work();
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }

  throw new Error('it was opened');
}

test('a newer version, another program and a changed schema are told apart, each in a sentence', async () => {
  const kinds: string[] = [];
  for (const sql of [
    'PRAGMA user_version = 2',
    'PRAGMA application_id = 7',
    'CREATE VIEW trap AS SELECT * FROM segment',
    'CREATE TRIGGER trap AFTER INSERT ON meta BEGIN DELETE FROM segment; END',
    'CREATE TABLE more (id INTEGER)',
    'DROP TABLE dump; CREATE VIEW dump AS SELECT 1 AS id',
    'ALTER TABLE event ADD COLUMN bomb TEXT GENERATED ALWAYS AS (hex(text)) VIRTUAL',
  ]) {
    const file = await changed(sql);
    const {kind, message, advice} = problemOf(() => openRecording(file));
    kinds.push(kind);
    expect(`${message} ${advice}`).toContain(file);
  }

  expect(kinds).toEqual(['newer', 'foreign', 'hostile', 'hostile', 'hostile', 'hostile', 'hostile']);
});

test('what is no recording is not opened, and nothing is written to it', () => {
  const folder = temporaryFolder();
  const text = path.join(folder, 'text.gorowatch');
  writeFileSync(text, 'goroutine 1 [running]:\n'.repeat(1_000));
  const foreign = path.join(folder, 'foreign.gorowatch');
  execute(foreign, 'CREATE TABLE own (id INTEGER); INSERT INTO own VALUES (1)');
  const link = path.join(folder, 'link.gorowatch');
  symlinkSync(foreign, link);
  const before = readFileSync(foreign);

  expect(problemOf(() => openRecording(text)).kind).toBe('foreign');
  expect(problemOf(() => openRecording(foreign)).kind).toBe('foreign');
  expect(problemOf(() => openRecording(link)).kind).toBe('foreign');
  expect(problemOf(() => openRecording(folder)).kind).toBe('unreadable');
  expect(problemOf(() => openRecording(path.join(folder, 'none'))).kind).toBe('missing');
  for (const file of [text, foreign, link])
    expect(problemOf(() => recorderOf({file})).exitCode).toBe(4 - 2 * Number(file !== foreign));
  expect(readFileSync(foreign)).toEqual(before);
});

test('a link to a recording is read, and never written through', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic(options));
  await recorder.close();
  const link = path.join(temporaryFolder(), 'link.gorowatch');
  symlinkSync(recorder.file, link);
  expect(isRecording(link)).toBe(true);
  const recording = openRecording(link);
  expect(recording.last()).toBeDefined();
  recording.close();
  const salvaged = openSalvaged(link);
  expect(salvaged.last()).toBeDefined();
  salvaged.close();
  expect(problemOf(() => recorderOf({file: link})).kind).toBe('taken');
});

test('what is below a file, or is a folder, is no recording', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'notes.txt');
  writeFileSync(file, 'mine');
  expect(isRecording(path.join(file, 'below.gorowatch'))).toBe(false);
  expect(isRecording(folder)).toBe(false);
  expect(problemOf(() => openSalvaged(folder)).kind).toBe('unreadable');
});

test('bombs are not unpacked', async () => {
  const bomb = zstdCompressSync(Buffer.alloc(1024 * mebi));
  for (const column of ['log', 'names']) {
    const recorder = recorderOf();
    await writeAll(recorder, synthetic(options));
    await recorder.close();
    forge(recorder.file, 'segment_body', 1, {[column]: bomb});
    const recording = openRecording(recorder.file);
    const before = process.memoryUsage().rss;
    fold(recording.entries());
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * mebi);
    recording.close();
  }
});

test('absurd numbers in rows and logs are damage, not memory', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic(options));
  await recorder.close();
  const huge = Buffer.from([5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]);
  for (const row of [
    {from_ms: -1e300, to_ms: 1e300},
    {look_in: 2 ** 52, baseline_in: -5},
    {points: Buffer.from([0xff, ...huge])},
    {chapter: 2 ** 52},
  ]) {
    forge(recorder.file, 'segment', 2, row);
    const recording = openRecording(recorder.file);
    fold(recording.entries());
    recording.totals(0, 1e9, 100);
    recording.timeline.sampleBefore(1e9);
    recording.lookAt(1e9);
    recording.close();
  }

  for (const log of [huge, Buffer.from([14, 5, 0, 0, 0, ...huge]), Buffer.from([6, ...huge])]) {
    forge(recorder.file, 'segment_body', 2, {log: zstdCompressSync(log)});
    const recording = openRecording(recorder.file);
    fold(recording.entries());
    expect(recording.damage().length).toBeGreaterThan(0);
    recording.close();
  }
});

test('texts that could steer a terminal come out harmless', async () => {
  const evil = 'a\u001B]52;c;aGk=\u0007b\u009B2Jc\u202Ed\u200Be\n';
  const recorder = recorderOf();
  const identity = {
    key: evil,
    place: evil,
    family: 'select' as const,
    stack: [{function: evil, file: evil, line: 1}],
    labels: {[evil]: evil, __proto__x: 'x'},
  };
  const sight = {atMs: 1_000, wallMs: 2_000};
  const head = {
    takenAt: 2_000,
    source: 'debug=0' as const,
    total: 1,
    complete: true,
    missing: 0,
    observer: 2,
  };
  const latest = {status: evil, operation: evil, leaked: 0};
  recorder.write({
    ...sight,
    kind: 'facts',
    facts: {name: evil, url: evil, commandLine: evil, goAtLeast: evil, hasLeakProfile: false},
  });
  recorder.write({...sight, kind: 'status', status: {kind: 'connecting', sinceMs: 1, problem: evil}});
  recorder.write({...sight, kind: 'counts', head, changes: [{identity, count: 1, latest}]});
  recorder.write({...sight, kind: 'event', event: {...sight, kind: 'alert', text: evil}});
  await recorder.dump({...sight, name: evil, cause: 'asked', chunks: [Buffer.from('x')]});
  await recorder.close();

  const recording = openRecording(recorder.file);
  const told = JSON.stringify([
    [...recording.entries()],
    recording.events(),
    recording.about,
    recording.dumps.all(),
    recording.snapshotAt(2_000),
  ]);
  expect(told).toContain('\\\\x1b]52;c;aGk=\\\\x07b');
  // JSON itself writes controls as escapes: none of those must be there either.
  expect(told).not.toMatch(/[\p{Cc}\p{Cf}]|\\u00|\\[nrtbf]/u);
  recording.close();
});

test('a label named __proto__ is a label', async () => {
  const recorder = recorderOf();
  const labels = Object.fromEntries([['__proto__', 'x']]);
  const identity = {key: 'k', place: 'k', family: 'select' as const, stack: [], labels};
  const head = {
    takenAt: 2_000,
    source: 'debug=0' as const,
    total: 1,
    complete: true,
    missing: 0,
    observer: 2,
  };
  recorder.write({
    atMs: 1,
    wallMs: 2,
    kind: 'counts',
    head,
    changes: [{identity, count: 1, latest: {status: 's', operation: undefined, leaked: 0}}],
  });
  await recorder.close();
  const recording = openRecording(recorder.file);
  const [group] = recording.snapshotAt(5)!.snapshot.groups;
  expect(Object.entries(group!.identity.labels)).toEqual([['__proto__', 'x']]);
  expect(Object.getPrototypeOf(group!.identity.labels)).toBe(Object.prototype);
  recording.close();
});

test('a salvaged copy never takes the place of anything', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic(options));
  await recorder.close();
  const into = path.join(temporaryFolder(), 'into.gorowatch');
  writeFileSync(into, 'mine');
  expect(problemOf(() => salvageRecording(recorder.file, into)).kind).toBe('taken');
  expect(readFileSync(into, 'utf8')).toBe('mine');
  const nothing = path.join(temporaryFolder(), 'noise');
  writeFileSync(nothing, Buffer.alloc(100_000, 13));
  expect(problemOf(() => openSalvaged(nothing)).kind).toBe('damaged');
  const copy = path.join(temporaryFolder(), 'copy.gorowatch');
  const {segments, whole} = salvageRecording(recorder.file, copy);
  expect(whole).toBe(segments);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
});

test('the schema has nothing in it that runs', () => {
  for (const {sql} of schema()) expect(sql).toMatch(/^CREATE (?:TABLE|INDEX) [a-z_]+ (?:\(|ON )/);
});
