import {spawn} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {isDeepStrictEqual} from 'node:util';
import {expect, test} from 'vitest';
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
const longestMs = 120;
const writer = fileURLToPath(new URL('killed-writer.ts', import.meta.url));

/** Starts a writer, kills it after a while, and returns how many samples it had committed to each file. */
function killedAfter(folder: string, ms: number): Promise<Map<number, number>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', writer, folder, String(files)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), ms);
      output += text;
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

test(`killed at ${kills * files} points, a recording holds everything up to the last commit, and can be gone on with`, async () => {
  const random = seeded(42);
  const told: number[] = [];
  const strange: unknown[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const folder = temporaryFolder();
    const committed = await killedAfter(folder, random.below(longestMs));
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

function openAll(file: string): SessionEntry[] {
  const recording = openRecording(file);
  const entries = [...recording.entries()];
  recording.close();
  return entries;
}
