import {existsSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {createDatabase, loadSqlite} from '../../source/recording/open-database.ts';
import {openRecording} from '../../source/recording/open-recording.ts';
import {RecordingError} from '../../source/recording/recording-error.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import {timelineOf} from '../../source/session/timeline.ts';
import {pastOf} from '../../source/session/past.ts';
import {seeded} from '../helpers/seeded.ts';
import {group, watched} from '../helpers/session.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {fold, recorderOf, target, writeAll} from './recorded.ts';
import {synthetic} from './synthetic.ts';

const options = {groups: 20, changing: 5, samples: 150, lookEvery: 10, depth: 4};
const minuteMs = 60_000;

test('a recording of the same target is gone on with: its clock goes on, and ids begin anew', async () => {
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const first = recorderOf({file});
  await writeAll(first, synthetic(options));
  await first.close();
  const opened = openRecording(file);
  const before = opened.last()!;
  opened.close();

  const second = recorderOf({file});
  // Another run of gorowatch: its monotonic clock has begun at 0, and an hour has passed on the wall.
  const later = [...synthetic({...options, groups: 5, seed: 2, startMs: 100})].map((entry): SessionEntry => ({
    ...entry,
    wallMs: entry.wallMs + 60 * minuteMs,
  }));
  await writeAll(second, later);
  await second.close();

  const recording = openRecording(file);
  const entries = [...recording.entries()];
  const kinds = entries.filter(({atMs}) => atMs > before.atMs).map(({kind}) => kind);
  expect(kinds.slice(0, 3)).toEqual(['gap', 'restarted', 'facts']);
  const times = entries.map(({atMs}) => atMs);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  expect(recording.last()!.atMs - before.atMs).toBeGreaterThan(59 * minuteMs);
  // The groups of the first run have gone.
  expect(fold(entries).groups).toEqual(fold(later).groups);
  expect(fold(recording.entriesAround(recording.last()!.atMs, 0)).groups).toEqual(fold(later).groups);
  recording.close();
});

test('a file of another target, of another program, or of no program is left as it is', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'shop.gorowatch');
  const recorder = recorderOf({file});
  await writeAll(recorder, synthetic({...options, samples: 3}));
  await recorder.close();
  const before = readFileSync(file);
  expect(() => recorderOf({file, target: {name: 'other', url: 'http://other/'}})).toThrow(
    'is a recording of shop:6060.',
  );
  expect(readFileSync(file)).toEqual(before);

  const text = path.join(folder, 'notes.txt');
  writeFileSync(text, 'do not lose this');
  expect(() => recorderOf({file: text})).toThrow(RecordingError);
  expect(readFileSync(text, 'utf8')).toBe('do not lose this');
  expect(() => recorderOf({file: folder})).toThrow('is not a regular file.');
  expect(() => recorderOf({file: path.join(folder, 'none', 'x')})).toThrow('does not exist');
});

test('of two that begin at the same moment, the second is told of the first', async () => {
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const first = recorderOf({file});
  // It had looked before the first had written anything.
  expect(() => createDatabase(file)).toThrow('Another process is writing to');
  await writeAll(first, synthetic({...options, samples: 3}));
  await first.close();
  expect(first.failures).toEqual([]);
});

test('a file that was made and never written to is recorded to', async () => {
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const database = new (loadSqlite().DatabaseSync)(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.close();
  expect(() => openRecording(file)).toThrow('is empty');
  const recorder = recorderOf({file});
  await writeAll(recorder, synthetic({...options, samples: 3}));
  await recorder.close();
  const recording = openRecording(file);
  expect(fold(recording.entries()).total).toBeGreaterThan(0);
  recording.close();
});

test('what is older than it may be goes, whole chapters at a time, and what stays is all there', async () => {
  const recorder = recorderOf({keepMs: 25 * minuteMs});
  const written = [...synthetic({...options, samples: 4_000, lookEvery: 60})];
  await writeAll(recorder, written);
  await recorder.close();
  const recording = openRecording(recorder.file);
  const keptMs = recording.last()!.atMs - recording.first()!.atMs;
  expect(keptMs).toBeGreaterThan(24 * minuteMs);
  expect(keptMs).toBeLessThan(37 * minuteMs);
  const {atMs: firstMs} = recording.first()!;
  expect(recording.events().every((event) => event.atMs >= firstMs)).toBe(true);
  expect(fold(recording.entriesAround(recording.last()!.atMs, 5 * minuteMs)).groups).toEqual(
    fold(written).groups,
  );
  expect(recording.damage()).toEqual([]);
  recording.close();
});

test('little more is kept than the time that was asked for, however short that is', async () => {
  const recorder = recorderOf({keepMs: minuteMs});
  const written = [...synthetic({...options, samples: 400})];
  await writeAll(recorder, written);
  await recorder.close();
  const recording = openRecording(recorder.file);
  const keptMs = recording.last()!.atMs - recording.first()!.atMs;
  expect(keptMs).toBeGreaterThan(0.95 * minuteMs);
  expect(keptMs).toBeLessThan(1.5 * minuteMs);
  expect(fold(recording.entries()).groups).toEqual(fold(written).groups);
  expect(recording.damage()).toEqual([]);
  recording.close();
});

test('a dump does not let go of a chapter while the end of it is still being compressed', async () => {
  const recorder = recorderOf({keepMs: 60 * minuteMs});
  const written = [...synthetic({...options, samples: 11 * 60})];
  const write = (entries: readonly SessionEntry[]) => {
    for (const entry of entries) {
      recorder.write(entry);
      if (entry.kind === 'cost') recorder.commit();
    }
  };
  const half = written.findIndex(({atMs}) => atMs > written[0]!.atMs + 5 * minuteMs);
  write(written.slice(0, half));
  await recorder.settled();
  // The chapter is over, and nothing of its second half has been sealed when the dump comes; all of it is too old then.
  write(written.slice(half));
  const {atMs, wallMs} = written.at(-1)!;
  const later = {atMs: atMs + 61 * minuteMs, wallMs: wallMs + 61 * minuteMs};
  expect(await recorder.dump({...later, name: 'dump', cause: 'asked', chunks: []})).toBe(true);
  await recorder.close();
  const recording = openRecording(recorder.file);
  expect(fold(recording.entries()).groups).toEqual(fold(written).groups);
  expect(recording.damage()).toEqual([]);
  recording.close();
});

test('it stays below the most that it may take, dumps included', async () => {
  const maxBytes = 2 ** 20;
  const recorder = recorderOf({maxBytes});
  const random = seeded(5);
  let dumps = 0;
  let largest = 0;
  let inAll = 0;
  for (const entry of synthetic({groups: 200, changing: 100, passing: 20, samples: 400, lookEvery: 5})) {
    recorder.write(entry);
    if (entry.kind !== 'cost') continue;
    recorder.commit();
    await recorder.settled();
    largest = Math.max(largest, recorder.bytes());
    inAll = Math.max(inAll, statSync(recorder.file).size + statSync(`${recorder.file}-wal`).size);
    if (++dumps % 60 !== 0) continue;
    const noise = Uint8Array.from({length: 100_000}, () => random.below(256));
    expect(await recorder.dump({...entry, name: `dump ${dumps}`, cause: 'asked', chunks: [noise]})).toBe(
      true,
    );
  }

  const tooLarge = Uint8Array.from({length: maxBytes}, () => random.below(256));
  expect(
    await recorder.dump({atMs: 1e6, wallMs: 1e12, name: 'too large', cause: 'asked', chunks: [tooLarge]}),
  ).toBe(false);
  await recorder.close();
  expect(recorder.failures).toEqual([]);
  expect(largest).toBeLessThan(maxBytes);
  expect(largest).toBeGreaterThan(maxBytes / 2);
  // With what has not been moved from the log beside it.
  expect(inAll).toBeLessThan(1.5 * maxBytes);
  expect(statSync(recorder.file).size).toBeLessThan(maxBytes);
  const recording = openRecording(recorder.file);
  expect(recording.first()!.atMs).toBeGreaterThan(10_000);
  for (const {id, bytes} of recording.dumps.all())
    expect([...recording.dumps.chunks(id)].reduce((sum, chunk) => sum + chunk.length, 0)).toBe(bytes);
  recording.close();
});

test('a recording that begins with full stacks begins for whoever looks at it with what was counted', async () => {
  const written = [...synthetic({...options, lookEvery: 1})];
  const look = written.findIndex(({kind}) => kind === 'look');
  // What is remembered reaches back further for looks than for counts.
  const rest = written.slice(look + 1);
  const late = rest.slice(rest.findIndex(({kind}) => kind === 'counts'));
  const recorder = recorderOf();
  await writeAll(recorder, [...written.slice(0, 3), written[look]!, ...late]);
  await recorder.close();
  const {timeline, ...recording} = openRecording(recorder.file);
  const firstMs = late[0]!.atMs;
  expect(timeline.firstMs()).toBe(firstMs);
  expect(timeline.sampleBefore(firstMs)).toBeUndefined();
  expect(timeline.sampleAfter(written[look]!.atMs)).toBe(firstMs);
  expect(recording.snapshotAt(firstMs)).toBeDefined();
  recording.close();
});

test('a file that is moved away ends the recording with one sentence; what was written is where it went', async () => {
  const recorder = recorderOf();
  const written = [...synthetic(options)];
  await writeAll(recorder, written.slice(0, 600));
  const moved = path.join(path.dirname(recorder.file), 'moved.gorowatch');
  renameSync(recorder.file, moved);
  await writeAll(recorder, written.slice(600));
  await recorder.close();
  expect(recorder.failures).toHaveLength(1);
  expect(recorder.failures[0]).toMatch(
    /^Recording to .* has stopped: its file was moved or removed\. What was written went with it\.$/,
  );
  expect(recorder.hasFailed()).toBe(true);
  expect(existsSync(recorder.file)).toBe(false);
  const recording = openRecording(moved);
  expect(fold(recording.entries())).toEqual(fold(written.slice(0, 600)));
  recording.close();
});

test('a file that another process locks ends the recording with one sentence; what was written stays readable', async () => {
  const recorder = recorderOf();
  const written = [...synthetic({...options, samples: 400})];
  await writeAll(recorder, written.slice(0, 400));
  const opened = openRecording(recorder.file);
  const before = fold(opened.entries());
  opened.close();
  const other = new (loadSqlite().DatabaseSync)(recorder.file);
  other.exec('BEGIN IMMEDIATE');
  recorder.write(written[400]!);
  recorder.commit();
  other.exec('ROLLBACK');
  other.close();
  expect(recorder.failures).toHaveLength(1);
  expect(recorder.failures[0]).toContain('another process holds it');
  await recorder.close();
  const recording = openRecording(recorder.file);
  expect(fold(recording.entries())).toEqual(before);
  recording.close();
});

test('a recording that was tidied with VACUUM is the same recording', async () => {
  const recorder = recorderOf();
  const written = [...synthetic(options)];
  await writeAll(recorder, written);
  await recorder.close();
  const database = new (loadSqlite().DatabaseSync)(recorder.file);
  database.exec('VACUUM');
  database.close();
  const recording = openRecording(recorder.file);
  expect(fold(recording.entries())).toEqual(fold(written));
  recording.close();
});

test('who may wait goes on when another process has let go of the file', async () => {
  const recorder = recorderOf({mostWaitMs: 60_000});
  const written = [...synthetic({...options, samples: 5})];
  await writeAll(recorder, written.slice(0, 20));
  const script = `
    const database = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    process.stdout.write('locked');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    database.exec('ROLLBACK');`;
  const other = spawn(process.execPath, ['--no-warnings', '-e', script, recorder.file]);
  await once(other.stdout, 'data');
  await writeAll(recorder, written.slice(20));
  await recorder.close();
  expect(recorder.failures).toEqual([]);
  const recording = openRecording(recorder.file);
  expect(fold(recording.entries())).toEqual(fold(written));
  recording.close();
});

test('a file system that takes no more ends the recording with one sentence, wherever that happens', async () => {
  for (const kibibytes of [1, 30, 100, 160, 300, 700, 1_000]) {
    const file = path.join(temporaryFolder(), 'shop.gorowatch');
    const {committed, sentence} = limitedTo(kibibytes, file);
    expect(sentence).toMatch(
      /^(?:Recording to .* has stopped: .*\. What was written stays readable\.|Nothing can be recorded to .*\.)$/,
    );
    if (committed === 0) continue;
    const recording = openRecording(file);
    const samples = Array.from(recording.entries()).filter(({kind}) => kind === 'cost').length;
    expect([committed, committed + 1]).toContain(samples);
    expect(recording.damage()).toEqual([]);
    recording.close();
  }
});

/** Records in a process whose files may not grow beyond a size; Node ignores the signal that comes with that. */
function limitedTo(kibibytes: number, file: string): {committed: number; sentence: string} {
  const writer = fileURLToPath(new URL('full-writer.ts', import.meta.url));
  // POSIX counts in blocks of 512 bytes.
  const script = `ulimit -f ${kibibytes * 2}; exec "$0" --no-warnings "$1" "$2"`;
  const {stdout} = spawnSync('sh', ['-c', script, process.execPath, writer, file], {encoding: 'utf8'});
  const lines = stdout.trimEnd().split('\n');
  return {committed: Number(lines.at(-2) ?? 0), sentence: lines.at(-1) ?? ''};
}

test('totals, timeline and dumps are those of the session that was recorded', async () => {
  const watching = watched();
  const {session, clock} = watching;
  const recorder = recorderOf({target: {name: session.facts.name, url: session.facts.url}});
  const random = seeded(9);
  for (let sample = 0; sample < 300; sample++) {
    if (sample % 90 === 89) {
      session.loseContact();
      watching.loses('gone');
      clock.pass(20_000);
    }

    if (sample === 150) clock.jumpWall(-3_600_000);
    clock.pass(random.below(400));
    watching.sees(group(1 + random.below(50), 'select', 'main.a'), group(random.below(3), 'sleep', 'main.b'));
  }

  for await (const entry of pastOf(session)) recorder.write(entry);
  await recorder.dump({
    atMs: clock.monotonicMs(),
    wallMs: clock.wallMs(),
    name: 'full.txt',
    cause: 'alarm',
    chunks: [Buffer.from('one'), Buffer.from(' two')],
  });
  await recorder.close();

  const recording = openRecording(recorder.file);
  const live = timelineOf(session);
  const [firstMs, lastMs] = [live.firstMs()!, live.lastMs()!];
  expect([recording.timeline.firstMs(), recording.timeline.lastMs()]).toEqual([firstMs, lastMs]);
  for (let tried = 0; tried < 100; tried++) {
    const atMs = firstMs + random.below(lastMs - firstMs);
    expect(recording.timeline.sampleBefore(atMs)).toBe(live.sampleBefore(atMs));
    expect(recording.timeline.sampleAfter(atMs)).toBe(live.sampleAfter(atMs));
    expect(recording.timeline.eventBefore(atMs)).toEqual(live.eventBefore(atMs));
    expect(recording.timeline.eventAfter(atMs)).toEqual(live.eventAfter(atMs));
    expect(recording.timeline.wallMsOf(atMs)).toBe(live.wallMsOf(atMs));
  }

  const gaps = session.history.gaps(lastMs);
  for (const cells of [7, 60, 200])
    expect(recording.totals(firstMs, lastMs, cells)).toEqual(
      session.history.total.cells(firstMs, lastMs, cells, gaps),
    );
  expect(gaps.length).toBeGreaterThan(2);
  const [dump] = recording.dumps.all();
  expect(dump).toMatchObject({name: 'full.txt', cause: 'alarm', bytes: 7});
  expect(Buffer.concat([...recording.dumps.chunks(dump!.id)]).toString()).toBe('one two');
  expect(recording.about).toMatchObject({name: session.facts.name, version: '0.1.0'});
  expect(target.name).not.toBe(session.facts.name);
  recording.close();
});
