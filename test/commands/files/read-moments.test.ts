import {existsSync, readdirSync, readlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
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
