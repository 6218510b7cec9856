import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {saveToFile} from '../../source/saving/save-to-file.ts';
import {saveCounts, saveStacks, type Save} from '../../source/saving/save-profile.ts';
import type {Capture} from '../../source/session/requests.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {maxStacksBytes} from '../../source/target/cost.ts';
import {snapshotOf} from '../helpers/snapshots.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const dump = 'goroutine 1 [running]:\nmain.main()\n';

/** What a sampler does with a request of the user's: asks, hands the bytes over, then decodes them. */
function samplerThat(given: {
  readonly text?: string;
  readonly expectedTotal?: number;
  readonly snapshot?: Snapshot;
  readonly failsToAsk?: Error;
  readonly failsToDecode?: Error;
}) {
  const steps: string[] = [];
  const chunks = [new TextEncoder().encode(given.text ?? dump)];
  async function ask(keep: (capture: Capture) => Promise<void>): Promise<Snapshot> {
    steps.push('asked');
    if (given.failsToAsk !== undefined) throw given.failsToAsk;
    const reply = {status: 200, contentType: '', contentEncoding: '', location: '', chunks, bytes: 1};
    await keep({
      reply: {...reply, durationMs: 1, firstByteMs: 1},
      expectedTotal: given.expectedTotal ?? 1,
      takenAt: 0,
    });
    steps.push('decoded');
    // Bytes are handed over to the worker with decoding: nobody can read them any more.
    for (const chunk of chunks) chunk.fill(0);
    if (given.failsToDecode !== undefined) throw given.failsToDecode;
    return given.snapshot ?? snapshotOf([{name: 'worker', count: 1}], {source: 'debug=2'});
  }

  return {
    steps,
    stacks: (keep?: (capture: Capture) => Promise<void>) => ask(keep ?? (() => Promise.resolve())),
    counts: async (keep: (capture: Capture) => Promise<void>) => {
      await ask(keep);
    },
  };
}

function inFolder(folder = temporaryFolder()): {save: Save; file: string} {
  const file = path.join(folder, 'dump.txt');
  return {file, save: (chunks) => saveToFile(file, {chunks, gzip: false})};
}

describe('full stacks', () => {
  test('are on the disk before they are decoded', async () => {
    const sampler = samplerThat({});
    const {save, file} = inFolder();
    const outcome = await saveStacks(sampler, async (chunks) => {
      const saved = await save(chunks);
      sampler.steps.push('saved');
      return saved;
    });
    expect(sampler.steps).toEqual(['asked', 'saved', 'decoded']);
    expect(readFileSync(file, 'utf8')).toBe(dump);
    expect(outcome).toEqual({path: file, bytes: dump.length, goroutines: 1, missing: 0, cut: false});
  });

  test('are not asked for when no file can be opened', async () => {
    const sampler = samplerThat({});
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'file'), '');
    const {save} = inFolder(path.join(folder, 'file'));
    await expect(saveStacks(sampler, save)).rejects.toThrow('is not a folder');
    expect(sampler.steps).toEqual([]);
  });

  test('that the target refuses leave no file, and the refusal is passed on', async () => {
    const {save, file} = inFolder();
    await expect(saveStacks(samplerThat({failsToAsk: new Error('refused')}), save)).rejects.toThrow(
      'refused',
    );
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  test('that cannot be decoded are saved all the same', async () => {
    const {save, file} = inFolder();
    const sampler = samplerThat({failsToDecode: new Error('not a dump')});
    await expect(saveStacks(sampler, save)).rejects.toThrow('not a dump');
    expect(readFileSync(file, 'utf8')).toBe(dump);
  });

  test('that cannot be written let the sampler go on', async () => {
    const sampler = samplerThat({});
    const full = saveStacks(sampler, async (chunks) => {
      for await (const chunk of chunks) expect(chunk.length).toBe(dump.length);
      throw new Error('disk full');
    });
    await expect(full).rejects.toThrow('disk full');
    await expect.poll(() => sampler.steps).toEqual(['asked', 'decoded']);
  });

  test('of exactly the runtime’s limit are cut, and tell how many are missing', async () => {
    const outcome = await saveStacks(samplerThat({expectedTotal: 200}), async (chunks) => {
      for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
      return {path: 'dump', bytes: maxStacksBytes};
    });
    expect(outcome).toMatchObject({cut: true, goroutines: 1, missing: 199});
  });
});

test('counts are saved as they came', async () => {
  const {save, file} = inFolder();
  const text = 'goroutine profile: total 1\n1 @ 0x1\n';
  const saved = await saveCounts(samplerThat({text}), save);
  expect(saved.path).toBe(file);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
