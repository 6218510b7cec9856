import {spawn} from 'node:child_process';
import {copyFileSync, existsSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {StatementResultingChanges} from 'node:sqlite';
import {fileURLToPath} from 'node:url';
import {isDeepStrictEqual} from 'node:util';
import {expect, onTestFinished, test, vi} from 'vitest';
import {loadSqlite} from '../../source/recording/open-database.ts';
import {openRecording} from '../../source/recording/open-recording.ts';
import type {SessionEntry} from '../../source/session/entry.ts';
import {seeded} from '../helpers/seeded.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {killedOptions} from './killed-options.ts';
import {recorderOf, writeAll} from './recorded.ts';
import {synthetic} from './synthetic.ts';

const kills = 25;
/** So many recordings are written by each process that is killed. */
const files = 20;
/** The last of them is killed when it has told of so many commits. */
const mostCommits = 750;
const writer = fileURLToPath(new URL('killed-writer.ts', import.meta.url));

/** Starts a writer, kills it after so many commits, and returns how many samples each file had by then. */
function killedAfter(folder: string, commits: number): Promise<Map<number, number>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', writer, folder, String(files)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    let told = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      told += text.split('\n').length - 1;
      // It goes on until it is gone: where it is then, nobody knows.
      if (told >= commits) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal !== 'SIGKILL') {
        reject(new Error('the writer has ended by itself'));
        return;
      }

      // The last line may be half a line.
      const lines = output.slice(0, output.lastIndexOf('\n')).split('\n');
      resolve(new Map(lines.map((line) => [Number(line.split(' ')[0]), Number(line.split(' ')[1])])));
    });
  });
}

/** Without ages: those are not told by who writes here. */
function plain(entry: SessionEntry | void): unknown {
  return entry?.kind === 'look' ? {...entry, ages: undefined} : entry;
}

test(`killed by the system ${kills} times while it writes ${files} files, a recording holds everything up to the last commit, and can be gone on with`, async () => {
  const random = seeded(42);
  const told: number[] = [];
  const strange: unknown[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const folder = temporaryFolder();
    const committed = await killedAfter(
      folder,
      Math.ceil((mostCommits * (kill + random.below(100) / 100)) / kills),
    );
    for (let number = 0; number < files; number++) {
      const least = committed.get(number) ?? 0;
      const recording = openRecording(path.join(folder, `${number}.gorowatch`));
      const expected = synthetic({...killedOptions, seed: number + 1});
      let samples = 0;
      for (const entry of recording.entries()) {
        const {value} = expected.next();
        // The comparison of Vitest takes ten times as long, and is for people.
        if (!isDeepStrictEqual(plain(entry), plain(value))) strange.push(entry, value);
        if (entry.kind === 'cost') samples++;
      }

      expect(recording.damage()).toEqual([]);
      recording.close();
      // It may have committed one more without having had the time to say so.
      expect([least, least + 1]).toContain(samples);
      told.push(samples);
    }

    // One of them is gone on with by another process.
    const file = path.join(folder, '3.gorowatch');
    const before = [...openAll(file)].length;
    const recorder = recorderOf({file});
    await writeAll(recorder, synthetic({...killedOptions, samples: 3}));
    await recorder.close();
    expect(recorder.failures).toEqual([]);
    expect([...openAll(file)].length).toBeGreaterThan(before);
  }

  expect(strange).toEqual([]);
  expect(told).toHaveLength(kills * files);
  expect(new Set(told).size).toBeGreaterThan(50);
}, 180_000);

test('killed at any step of a commit, a recording holds everything up to the last commit', async () => {
  const {DatabaseSync, StatementSync} = loadSqlite();
  const recorder = recorderOf();
  const left = path.join(temporaryFolder(), 'left.gorowatch');
  const written: SessionEntry[] = [];
  const strange: string[] = [];
  let committed = 0;
  let points = 0;

  /** What is on the disk now is what is left when the process is killed now. */
  function check(step: string): void {
    for (const end of ['', '-wal']) {
      rmSync(`${left}${end}`, {force: true});
      if (existsSync(`${recorder.file}${end}`)) copyFileSync(`${recorder.file}${end}`, `${left}${end}`);
    }

    points++;
    const entries = openAll(left);
    rmSync(`${left}-shm`, {force: true});
    const samples = entries.filter(({kind}) => kind === 'cost').length;
    const isRight = entries.every((entry, at) => isDeepStrictEqual(plain(entry), plain(written[at])));
    const isThere = samples === committed || (step.startsWith('COMMIT') && samples === committed + 1);
    if (!isRight || !isThere) strange.push(`${step}: ${samples} of ${committed}`);
  }

  const exec: unknown = Reflect.get(DatabaseSync.prototype, 'exec');
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: unknown, sql: string) {
    if (typeof exec !== 'function') throw new Error('no statements can be executed');
    Reflect.apply(exec, this, [sql]);
    if (isOurs(sql)) check(sql);
  });
  const run: unknown = Reflect.get(StatementSync.prototype, 'run');
  vi.spyOn(StatementSync.prototype, 'run').mockImplementation(function (this: unknown, ...values: unknown[]) {
    if (typeof run !== 'function') throw new Error('statements cannot be run');
    const result: StatementResultingChanges = Reflect.apply(run, this, values);
    check('a statement');
    return result;
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  for (const entry of synthetic({...killedOptions, samples: 170})) {
    recorder.write(entry);
    written.push(entry);
    if (entry.kind !== 'cost') continue;
    recorder.commit();
    committed++;
    await recorder.settled();
  }

  await recorder.close();
  vi.restoreAllMocks();
  check('closed');
  expect(strange).toEqual([]);
  expect(points).toBeGreaterThan(500);
}, 180_000);

/** Reading what is left runs statements too. */
function isOurs(sql: string): boolean {
  return /^(?:BEGIN|COMMIT|PRAGMA (?:wal_checkpoint|incremental_vacuum|journal_mode = DELETE))/.test(sql);
}

function openAll(file: string): SessionEntry[] {
  const recording = openRecording(file);
  const entries = [...recording.entries()];
  recording.close();
  return entries;
}
