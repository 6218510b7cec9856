import {copyFileSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {expect, test} from 'vitest';
import {readArguments} from '../../source/commands/arguments/read-arguments.ts';
import {checkRecording} from '../../source/commands/check/check-recording.ts';
import {sideOfRecording} from '../../source/commands/files/recorded-side.ts';
import {printMoment} from '../../source/commands/replay.ts';
import {ProfileDecoder} from '../../source/profile/decoder.ts';
import {loadSqlite} from '../../source/recording/open-database.ts';
import {openRecording, type Recording} from '../../source/recording/open-recording.ts';
import {RecordingError} from '../../source/recording/recording-error.ts';
import {replayRecording} from '../../source/recording/replay-recording.ts';
import {openSalvaged} from '../../source/recording/salvage.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import {seeded} from '../helpers/seeded.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {recorderOf, writeAll} from './recorded.ts';
import {synthetic} from './synthetic.ts';

/** Bytes from one flipped to the next, and from one cut to the next: all of them would take minutes. */
const flipEvery = Number(process.env['GOROWATCH_FLIP_EVERY'] ?? 701);
const cutEvery = 1_999;
const pageBytes = 4_096;
const options = {groups: 12, changing: 4, samples: 240, lookEvery: 20, depth: 4, passing: 1};

async function recorded(): Promise<{file: string; bytes: Buffer; written: SessionEntry[]}> {
  const recorder = recorderOf();
  const written = [...synthetic(options)];
  await writeAll(recorder, written);
  const sight = {atMs: written.at(-1)!.atMs, wallMs: written.at(-1)!.wallMs};
  await recorder.dump({
    ...sight,
    name: 'stacks.txt',
    cause: 'asked',
    chunks: [Buffer.from('goroutine 1 [running]:\n'.repeat(500))],
  });
  await recorder.close();
  return {file: recorder.file, bytes: readFileSync(recorder.file), written};
}

/** Reads everything there is in every way; returns how many samples the log has. */
function readAll(recording: Recording): number {
  let samples = 0;
  for (const entry of recording.entries()) if (entry.kind === 'cost') samples++;
  const lastMs = recording.last()?.atMs ?? 0;
  const firstMs = recording.first()?.atMs ?? 0;
  const middleMs = (firstMs + lastMs) / 2;
  recording.events();
  recording.totals(firstMs, lastMs, 50);
  recording.snapshotAt(middleMs);
  recording.lookAt(middleMs);
  recording.diagnosisAt(middleMs);
  recording.timeline.sampleBefore(lastMs);
  recording.timeline.wallMsOf(middleMs);
  for (const {id} of recording.dumps.all()) for (const _ of recording.dumps.chunks(id));
  return samples;
}

/** What a person would get: how many samples, or the sentence that says why none. Anything else is a crash. */
function attempt(open: () => Recording): number | string {
  let recording: Recording | undefined;
  try {
    recording = open();
    return readAll(recording);
  } catch (error) {
    if (
      error instanceof RecordingError &&
      /^\S.*\.$/s.test(error.message) &&
      /^[A-Z].*\.$/s.test(error.advice)
    )
      return error.message;
    throw error;
  } finally {
    recording?.close();
  }
}

test('a byte flipped anywhere costs a stretch or is said, and most can be salvaged', async () => {
  const {bytes, written} = await recorded();
  const damaged = path.join(temporaryFolder(), 'damaged.gorowatch');
  const random = seeded(3);
  let opened = 0;
  let tried = 0;
  let mostlySalvaged = 0;
  for (let at = random.below(flipEvery); at < bytes.length; at += flipEvery) {
    const copy = Buffer.from(bytes);
    copy[at] = copy[at]! ^ (1 + random.below(255));
    writeFileSync(damaged, copy);
    tried++;
    const read = attempt(() => openRecording(damaged));
    if (typeof read === 'number') opened++;
    const salvaged = attempt(() => openSalvaged(damaged));
    // Of four stretches, at most one is in the page or row that was hit.
    if (typeof salvaged === 'number' && salvaged >= (options.samples * 3) / 5) mostlySalvaged++;
  }

  expect(tried).toBeGreaterThan(100);
  expect(opened / tried).toBeGreaterThan(0.6);
  expect(mostlySalvaged / tried).toBeGreaterThan(0.9);
  expect(written.length).toBeGreaterThan(500);
}, 120_000);

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Without its moment: what was in force is told again where the log goes on after a hole. */
function told(entry: SessionEntry): string {
  return JSON.stringify(
    Object.entries(entry)
      .filter(([name]) => name !== 'atMs' && name !== 'wallMs')
      .toSorted(byName)
      .map(([name, value]: [string, unknown]) => [
        name,
        typeof value === 'object' && value !== null ? Object.entries(value).toSorted(byName) : value,
      ]),
  );
}

test('a recording of which nothing is sound is said to be damaged, not empty, and is salvaged', async () => {
  const {file, written} = await recorded();
  const database = new (loadSqlite().DatabaseSync)(file);
  database.exec('UPDATE segment SET crc = crc + 1');
  database.close();
  expect(() => openRecording(file)).toThrow('is damaged: none of what was recorded can be read as it is.');
  const salvaged = openSalvaged(file);
  expect(readAll(salvaged)).toBe(written.filter(({kind}) => kind === 'cost').length);
  salvaged.close();
});

test('where all counts are damaged, that is why there is nothing to tell', async () => {
  const {file} = await recorded();
  const database = new (loadSqlite().DatabaseSync)(file);
  database.exec('UPDATE segment_body SET log = zeroblob(100)');
  database.close();
  expect(() => sideOfRecording(() => openRecording(file), undefined)).toThrow(
    'shop.gorowatch is damaged: no counts of groups can be read.',
  );
  await expect(checkRecording(() => openRecording(file), {sources: []})).rejects.toThrow(
    'shop.gorowatch is damaged: no counts of groups can be read.',
  );
  const recording = openRecording(file);
  const decoder = new ProfileDecoder();
  expect(() =>
    printMoment({replayed: replayRecording(recording, decoder)}, readArguments(['replay', file]), [file]),
  ).toThrow('shop.gorowatch is damaged: no counts of groups can be read.');
  recording.close();
  await decoder.close();
});

test('what is read of a damaged recording is what was written', async () => {
  const {bytes, written} = await recorded();
  const damaged = path.join(temporaryFolder(), 'damaged.gorowatch');
  const random = seeded(11);
  const strange: SessionEntry[] = [];
  const known = new Set(written.map((entry) => told(entry)));
  for (let tried = 0; tried < 40; tried++) {
    const copy = Buffer.from(bytes);
    const at = 4_096 + random.below(bytes.length - 4_096);
    copy[at] = copy[at]! ^ (1 << random.below(8));
    writeFileSync(damaged, copy);
    attempt(() => {
      const recording = openSalvaged(damaged);
      for (const entry of recording.entries()) {
        if (entry.kind !== 'total' && entry.kind !== 'event' && entry.kind !== 'cost') continue;
        if (!known.has(told(entry))) strange.push(entry);
      }

      return recording;
    });
  }

  expect(strange).toEqual([]);
});

test('a recording that was cut anywhere is salvaged up to there', async () => {
  const {file, bytes} = await recorded();
  const cut = path.join(temporaryFolder(), 'cut.gorowatch');
  const read: number[] = [];
  for (let length = bytes.length - 1; length > 0; length -= cutEvery) {
    copyFileSync(file, cut);
    truncateSync(cut, length);
    attempt(() => openRecording(cut));
    const salvaged = attempt(() => openSalvaged(cut));
    if (typeof salvaged === 'number') read.push(salvaged);
  }

  // The last page may hold a part of the last stretch.
  expect(read[0]).toBeGreaterThanOrEqual((options.samples * 3) / 5);
  expect(read.toSorted((a, b) => b - a)).toEqual(read);
  expect(read.length).toBeGreaterThan(10);
});

test('of a finished recording that was copied in part, what was recorded first can be read', async () => {
  const samples = 900;
  const recorder = recorderOf();
  await writeAll(recorder, synthetic({...options, groups: 40, samples}));
  await recorder.close();
  const cut = path.join(temporaryFolder(), 'cut.gorowatch');
  const {length} = readFileSync(recorder.file);
  const readOf = (part: number) => {
    copyFileSync(recorder.file, cut);
    truncateSync(cut, Math.floor(length * part));
    return attempt(() => openSalvaged(cut));
  };
  // Where each minute stands, and what the charts show, comes before all of them.
  expect(readOf(0.6)).toBeGreaterThan(samples * 0.35);
  expect(readOf(0.9)).toBeGreaterThan(samples * 0.7);
}, 60_000);

/** All that can be read of it, which is whole. */
function readBack(recording: Recording) {
  const [firstMs, lastMs] = [recording.first()!.atMs, recording.last()!.atMs];
  const looks = [0.2, 0.46, 0.5, 0.9].map(
    (share) => recording.lookAt(firstMs + share * (lastMs - firstMs))?.atMs,
  );
  const around = [...recording.entriesAround(firstMs + 0.47 * (lastMs - firstMs), 0)];
  const samples: number[] = [];
  for (
    let atMs = recording.timeline.firstMs();
    atMs !== undefined;
    atMs = recording.timeline.sampleAfter(atMs)
  )
    samples.push(atMs);
  const all = {
    entries: [...recording.entries()],
    around,
    looks,
    samples,
    totals: recording.totals(firstMs, lastMs, 40),
  };
  expect(recording.damage()).toEqual([]);
  recording.close();
  return all;
}

test.for([
  ['the first', [1]],
  ['the second', [2]],
  ['the first of a chapter', [11]],
  ['all around the beginning of a chapter', [9, 10, 11, 12]],
  ['the last ones', [20, 21, 22]],
  ['all', Array.from({length: 30}, (_, at) => at + 1)],
] as const)('where segments stand is found in their logs when their rows are lost: %s', async ([, lost]) => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic({...options, samples: 1_300, lookEvery: 90}));
  await recorder.close();
  const before = readBack(openRecording(recorder.file));
  const {DatabaseSync} = loadSqlite();
  const database = new DatabaseSync(recorder.file);
  database.exec(`DELETE FROM segment WHERE id IN (${lost.join(', ')})`);
  database.close();
  const salvaged = openSalvaged(recorder.file);
  expect(salvaged.salvaged.whole).toBe(salvaged.salvaged.segments);
  expect(isDeepStrictEqual(readBack(salvaged), before)).toBe(true);
});

test('a segment of a chapter that is not certain is left out, and none of another name is told', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic({...options, samples: 1_300, lookEvery: 90}));
  await recorder.close();
  const {DatabaseSync} = loadSqlite();
  const database = new DatabaseSync(recorder.file);
  // Whether 12 is of the chapter of 10 or of that which 11 began, nobody can tell without 11.
  database.exec('DELETE FROM segment WHERE id IN (11, 12); DELETE FROM segment_body WHERE id IN (11, 13)');
  database.close();
  const recording = openSalvaged(recorder.file);
  const names = new Set(
    [...recording.entries()].flatMap((entry) =>
      entry.kind === 'counts' ? entry.changes.map(({identity}) => identity.place) : [],
    ),
  );
  const known = new Set(
    [...synthetic({...options, samples: 1_300, lookEvery: 90})].flatMap((entry) =>
      entry.kind === 'counts' ? entry.changes.map(({identity}) => identity.place) : [],
    ),
  );
  expect([...names].filter((place) => !known.has(place) && !place.startsWith('lost'))).toEqual([]);
  expect(recording.salvaged.segments).toBeLessThan(22);
  recording.close();
});

test('a page that cannot be read is told in a replay, and what the screen asks for does not fail', async () => {
  const {bytes} = await recorded();
  const damaged = path.join(temporaryFolder(), 'damaged.gorowatch');
  const decoder = new ProfileDecoder();
  const damages: (string | undefined)[] = [];
  const awayMs: number[] = [];
  for (let page = 0; page < bytes.length; page += pageBytes) {
    const copy = Buffer.from(bytes);
    // No page of SQLite is of this type.
    copy[page] = 0x55;
    writeFileSync(damaged, copy);
    const recording = unlessRefused(() => openRecording(damaged));
    const replayed = recording && unlessRefused(() => replayRecording(recording, decoder));
    if (replayed !== undefined) {
      const {atMs, wallMs} = recording!.first()!;
      for (const later of [0, 60_000, 200_000]) {
        awayMs.push(Math.abs(replayed.timeline.wallMsOf(atMs + later) - (wallMs + later)));
        replayed.diagnosisAt(atMs + later);
      }

      damages.push(replayed.damage());
    }

    recording?.close();
  }

  await decoder.close();
  expect(Math.max(...awayMs)).toBeLessThan(1_000);
  const sentences = damages.filter((sentence) => sentence !== undefined);
  expect(sentences.length).toBeGreaterThan(0);
  expect(sentences.filter((sentence) => !/damaged.*\.$/.test(sentence))).toEqual([]);
});

function unlessRefused<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RecordingError) return undefined;
    throw error;
  }
}
