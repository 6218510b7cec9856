import {existsSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {nodeFileSystem} from '../../source/saving/file-system.ts';
import {saveDump} from '../../source/saving/dump-store.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {alertDump, bytes, everythingIn, nowMs, writer} from './dumps.ts';

function leftover(host: string, pid: number): string {
  return `.gorowatch-${host}-${pid}-0123456789abcdef.partial`;
}

function plant(directory: string, name: string, ageMs: number): string {
  const file = path.join(directory, name);
  writeFileSync(file, 'half');
  utimesSync(file, (nowMs - ageMs) / 1000, (nowMs - ageMs) / 1000);
  return file;
}

describe('what a run that died left behind', () => {
  test.each([
    ['a dead process of this machine', leftover(writer.host, 77), 0, false],
    ['a process with our own id in an earlier container', leftover(writer.host, writer.pid), 0, false],
    ['a living process', leftover(writer.host, 88), 0, true],
    ['a living process, an hour untouched', leftover(writer.host, 88), 3_600_001, false],
    ['another machine', leftover('ffffffff', 77), 0, true],
    ['another machine, an hour untouched', leftover('ffffffff', 77), 3_600_001, false],
    ['nobody we know', '.gorowatch-notes.partial', 10_000_000, true],
  ])('from %s', async (_, name, ageMs, stays) => {
    const directory = temporaryFolder();
    const file = plant(directory, name, ageMs);
    const living = {...writer, isAlive: (pid: number) => pid === 88};
    await saveDump(alertDump(directory), {files: nodeFileSystem, writer: living});
    expect(existsSync(file)).toBe(stays);
  });

  test('the file that this process is writing elsewhere at the moment is not taken for one', async () => {
    const directory = temporaryFolder();
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield bytes('slow ');
      await saveDump(alertDump(directory, 'quick'));
      yield bytes('dump');
    }
    const slow = await saveDump({...alertDump(directory), chunks: chunks()});
    expect(readFileSync(slow.path, 'utf8')).toBe('slow dump');
    expect(everythingIn(directory)).toHaveLength(2);
  });
});
