import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openPages} from '../../source/recording/sqlite-pages.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const pageBytes = 512;

/** A file of two pages, and a log with newer versions of pages with these numbers. */
function database(inLog: readonly number[]): string {
  const file = path.join(temporaryFolder(), 'shop.gorowatch');
  const main = Buffer.alloc(pageBytes * 2);
  main.writeUInt16BE(pageBytes, 16);
  writeFileSync(file, main);
  const head = Buffer.alloc(32);
  head.writeUInt32BE(0x37_7f_06_82, 0);
  head.writeUInt32BE(pageBytes, 8);
  const frames = inLog.map((number) => {
    const frame = Buffer.alloc(24 + pageBytes);
    frame.writeUInt32BE(number, 0);
    // Each is committed.
    frame.writeUInt32BE(2, 4);
    return frame;
  });
  writeFileSync(`${file}-wal`, Buffer.concat([head, ...frames]));
  return file;
}

test('a log that names a page far beyond the end costs no step for each page before it', () => {
  const pages = openPages(database([2, 3, 0xff_ff_ff_ff]));
  expect([...pages.numbers()]).toEqual([1, 2, 3, 0xff_ff_ff_ff]);
  expect(pages.page(0xff_ff_ff_ff)).toHaveLength(pageBytes);
  expect(pages.page(4)).toBeUndefined();
  pages.close();
});
