import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createTextsAgain} from '../../../source/commands/files/texts-again.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** One goroutine, whose argument tells one moment from another. */
function dump(argument: string): string {
  return `goroutine 7 [chan receive]:\nmain.work(${argument})\n\t/srv/app/main.go:30 +0x45\n`;
}

function filesOf(...moments: readonly string[]) {
  const folder = temporaryFolder();
  const files = moments.map((argument, index) => {
    const file = path.join(folder, `${index}.txt`);
    writeFileSync(file, dump(argument));
    return file;
  });
  const again = createTextsAgain(files);
  onTestFinished(again.close);
  return {files, textOf: async (moment: number) => (await again.texts(moment, [7])).get(7)};
}

test('texts of two moments that are asked for at once are each those of their moment', async () => {
  const {textOf} = filesOf('0x1', '0x2');
  const [first, second, firstAgain] = await Promise.all([textOf(0), textOf(1), textOf(0)]);
  expect(first).toContain('work(0x1)');
  expect(second).toContain('work(0x2)');
  expect(firstAgain).toBe(first);
});

test('a file that is gone by now does not keep others from being read', async () => {
  const {files, textOf} = filesOf('0x1', '0x2');
  expect(await textOf(1)).toContain('work(0x2)');
  rmSync(files[1]!);
  expect(await textOf(0)).toContain('work(0x1)');
  await expect(textOf(1)).rejects.toThrow('does not exist');
  expect(await textOf(0)).toContain('work(0x1)');
});
