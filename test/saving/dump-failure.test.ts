import {symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {saveDump} from '../../source/saving/dump-store.ts';
import {saveToFile} from '../../source/saving/save-to-file.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {alertDump, bytes, everythingIn, failureOf, text, writer} from './dumps.ts';
import {faultyFiles} from './faulty-files.ts';

describe('a dump that cannot be saved', () => {
  test.each([
    ['ENOSPC', 'no space is left in'],
    ['EDQUOT', 'your disk quota'],
    ['EROFS', 'read-only'],
    ['EACCES', 'you may not write in'],
    ['EIO', 'failed (EIO)'],
  ])('%s on any write is one sentence with what to do, and leaves nothing', async (code, words) => {
    const directory = temporaryFolder();
    const whole = faultyFiles(0);
    await saveDump(alertDump(directory), {files: whole.files, writer});
    const failing = whole.calls.indexOf('write') + 1;
    const empty = temporaryFolder();
    const failure = await failureOf(
      saveDump(alertDump(empty), {files: faultyFiles(failing, code).files, writer}),
    );
    expect(failure.message).toMatch(
      /^The dump was not saved: [^\n]*; [^\n]*name another place with --dump-dir\.$/,
    );
    expect(failure.message).toContain(words);
    expect(failure.message).toContain(empty);
    expect(failure.code).toBe(code);
    expect(everythingIn(empty)).toEqual([]);
  });

  test('a folder that is a file, and a folder that is not there, are told apart', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect((await failureOf(saveDump(alertDump(file)))).message).toContain('is not a folder');
    expect((await failureOf(saveDump(alertDump(path.join(file, 'below'))))).message).toContain(
      'is not a folder',
    );
    const lost = saveToFile(path.join(folder, 'none', 'a.txt'), {chunks: [], gzip: false});
    expect((await failureOf(lost)).message).toMatch(
      /does not exist; make it, or name another place with -o\.$/,
    );
  });

  test('a folder below a link to nowhere is an error, not a wait', async () => {
    const nowhere = path.join(temporaryFolder(), 'nowhere');
    symlinkSync('/nonexistent/gorowatch', nowhere);
    const failure = await failureOf(saveDump(alertDump(path.join(nowhere, 'state', 'dumps'))));
    expect(failure.message).toContain('does not exist');
  });

  test.runIf(process.platform === 'linux')(
    'a place that takes no folders is an error, not a wait',
    async () => {
      const failure = await failureOf(saveDump(alertDump('/proc/gorowatch/dumps')));
      expect(failure.message).toContain('does not exist');
    },
  );

  test('what breaks the stream is passed on as it is, and nothing is left', async () => {
    const directory = temporaryFolder();
    const broken = Object.assign(new Error('connection reset'), {code: 'ECONNRESET'});
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield bytes('half');
      throw broken;
    }
    for (const form of ['txt', 'txt.gz'] as const) {
      await expect(saveDump({...alertDump(directory), form, chunks: chunks()})).rejects.toBe(broken);
    }
    expect(everythingIn(directory)).toEqual([]);
  });

  test.each([
    ['goes on for ever', true],
    ['never answers', false],
  ])('a dump that is given up ends at once and leaves nothing, when its source %s', async (_, goesOn) => {
    const directory = temporaryFolder();
    let giveUp = new AbortController();
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let n = 0; ; n++) {
        if (n === 100) {
          setImmediate(() => giveUp.abort());
          if (!goesOn) await new Promise(() => {});
        }
        yield bytes(text);
      }
    }
    for (const form of ['txt', 'txt.gz'] as const) {
      giveUp = new AbortController();
      const saving = saveDump({...alertDump(directory), form, chunks: chunks(), signal: giveUp.signal});
      await expect(saving).rejects.toMatchObject({name: 'AbortError'});
    }
    expect(everythingIn(directory)).toEqual([]);
  });

  test('a target is not asked for a dump that has no place', async () => {
    let asked = false;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      asked = true;
      yield bytes(text);
    }
    const {files} = faultyFiles(4, 'EROFS');
    await failureOf(saveDump({...alertDump(temporaryFolder()), chunks: chunks()}, {files, writer}));
    expect(asked).toBe(false);
  });
});
