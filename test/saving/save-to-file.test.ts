import {execFileSync} from 'node:child_process';
import {lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {saveToFile} from '../../source/saving/save-to-file.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {bytes, everythingIn, failureOf, modeOf, text, withUmask} from './dumps.ts';

describe('a file that a person named', () => {
  test('is made for the owner only, and replaced when it is there', async () => {
    withUmask(0);
    const file = path.join(temporaryFolder(), 'a.txt');
    expect(await saveToFile(file, {chunks: [bytes('one')], gzip: false})).toMatchObject({
      path: file,
      bytes: 3,
    });
    await saveToFile(file, {chunks: [bytes('two')], gzip: false});
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(modeOf(file)).toBe('600');
    expect(everythingIn(path.dirname(file))).toEqual(['a.txt']);
  });

  test('is compressed when asked for', async () => {
    const file = path.join(temporaryFolder(), 'a.txt.gz');
    await saveToFile(file, {chunks: [bytes(text)], gzip: true});
    expect(gunzipSync(readFileSync(file)).toString()).toBe(text);
  });

  test.each([
    ['a symbolic link', (at: string, elsewhere: string) => symlinkSync(elsewhere, at)],
    ['a pipe or device', (at: string) => execFileSync('mkfifo', [at])],
    ['a folder', (at: string) => mkdirSync(at)],
  ])('that is %s is refused and left as it is', async (what, plant) => {
    const folder = temporaryFolder();
    const elsewhere = path.join(temporaryFolder(), 'precious');
    writeFileSync(elsewhere, 'precious');
    const file = path.join(folder, 'a.txt');
    plant(file, elsewhere);
    const before = lstatSync(file).ino;
    const failure = await failureOf(saveToFile(file, {chunks: [bytes(text)], gzip: false}));
    expect(failure.message).toContain(`${file} is ${what}, and only a regular file is replaced`);
    expect(lstatSync(file).ino).toBe(before);
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
    expect(everythingIn(folder)).toEqual(['a.txt']);
  });

  test('a link put there while the dump arrives is not followed', async () => {
    const folder = temporaryFolder();
    const elsewhere = path.join(temporaryFolder(), 'precious');
    writeFileSync(elsewhere, 'precious');
    const file = path.join(folder, 'a.txt');
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield bytes(text);
      symlinkSync(elsewhere, file);
    }
    await failureOf(saveToFile(file, {chunks: chunks(), gzip: false}));
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
    expect(everythingIn(folder)).toEqual(['a.txt']);
  });
});
