import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {readMoments} from '../../../source/commands/files/read-moments.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

const openFiles = '/proc/self/fd';

const dump = 'goroutine profile: total 1\n1 @ 0x43e1c5\n#\t0x43e1c4\tmain.work+0x44\t/srv/app/main.go:30\n\n';
/** More than is read at once: the end of the file comes later. */
const words = 'all is well\n'.repeat(300_000);

function isOpen(file: string): boolean {
  return readdirSync(openFiles).some((descriptor) => {
    try {
      return readlinkSync(path.join(openFiles, descriptor)) === file;
    } catch {
      // That with which the folder was read.
      return false;
    }
  });
}

test.runIf(existsSync(openFiles))('a file is closed when enough of its moments have been read', async () => {
  const file = path.join(temporaryFolder(), 'app.log');
  writeFileSync(file, dump + dump + dump + words);
  const whileRead: object[] = [];
  for await (const {bytes} of readMoments(file)) {
    whileRead.push({hasRead: bytes > 0, isOpen: isOpen(file)});
    break;
  }

  expect(whileRead).toEqual([{hasRead: true, isOpen: true}]);
  await expect.poll(() => isOpen(file)).toBe(false);
});

const fixtures = path.join(import.meta.dirname, '..', '..', 'fixtures', 'goroutine', 'go1.26');

/** When each moment of a file was taken, of one that was last written in 2020. */
async function timesIn(file: string): Promise<readonly number[]> {
  utimesSync(file, writtenSeconds, writtenSeconds);
  const times: number[] = [];
  for await (const {writtenAt} of readMoments(file)) times.push(writtenAt);
  return times;
}

const writtenSeconds = 1_600_000_000;

test('a profile that says when it was taken was taken then, whenever its file was written', async () => {
  const packed = path.join(temporaryFolder(), 'packed.pb.gz');
  copyFileSync(path.join(fixtures, 'g0.pb.gz'), packed);
  const plain = path.join(temporaryFolder(), 'plain.pb');
  writeFileSync(plain, gunzipSync(readFileSync(packed)));
  const [taken = 0] = await timesIn(packed);
  expect(new Date(taken).toISOString()).toBe('2026-11-21T00:09:24.147Z');
  expect(await timesIn(plain)).toEqual([taken]);
});

test('full stacks, which do not say so, were taken when their file was written', async () => {
  const file = path.join(temporaryFolder(), 'stacks.txt');
  copyFileSync(path.join(fixtures, 'g2.txt'), file);
  expect(await timesIn(file)).toEqual([writtenSeconds * 1000]);
});
