import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createFileAccess} from '../../source/gosource/file-access.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const {readFile, listFolder} = createFileAccess();

function folders() {
  const folder = temporaryFolder();
  const [root, outside] = [path.join(folder, 'root'), path.join(folder, 'outside')];
  mkdirSync(root);
  mkdirSync(outside);
  writeFileSync(path.join(root, 'main.go'), 'package main\n');
  writeFileSync(path.join(outside, 'other.go'), 'package other\n');
  writeFileSync(path.join(outside, 'secret'), 'secret\n');
  return {root, outside};
}

test('reads a file, and lists what is beside it', async () => {
  const {root} = folders();
  expect(await readFile(path.join(root, 'main.go'), root)).toBe('package main\n');
  expect(await listFolder(root)).toEqual(['main.go']);
});

test('what is not there, a folder, and a path that no file system takes are nothing', async () => {
  const {root} = folders();
  mkdirSync(path.join(root, 'folder.go'));
  for (const name of ['none.go', 'folder.go', `${'a'.repeat(300)}.go`, 'nul\0.go']) {
    expect(await readFile(path.join(root, name), root)).toBeUndefined();
  }

  expect(await listFolder(path.join(root, 'none'))).toEqual([]);
});

test('a link that leads out of the root is not followed, and one inside is', async () => {
  const {root, outside} = folders();
  symlinkSync(path.join(outside, 'other.go'), path.join(root, 'out.go'));
  symlinkSync(outside, path.join(root, 'folder'));
  symlinkSync(path.join(root, 'main.go'), path.join(root, 'in.go'));
  expect(await readFile(path.join(root, 'out.go'), root)).toBeUndefined();
  expect(await readFile(path.join(root, 'folder/other.go'), root)).toBeUndefined();
  expect(await readFile(path.join(root, 'in.go'), root)).toBe('package main\n');
});

test('a link to what is no Go file is not followed, even without a root', async () => {
  const {root, outside} = folders();
  symlinkSync(path.join(outside, 'secret'), path.join(root, 'innocent.go'));
  expect(await readFile(path.join(root, 'innocent.go'))).toBeUndefined();
});

test('a root that is itself a link is the folder that it leads to', async () => {
  const {root, outside} = folders();
  symlinkSync(root, path.join(outside, 'link'));
  expect(await readFile(path.join(outside, 'link/main.go'), path.join(outside, 'link'))).toBe(
    'package main\n',
  );
});

test('a file of more than 2 MiB is not read, and one of just that is', async () => {
  const {root} = folders();
  writeFileSync(path.join(root, 'big.go'), 'x'.repeat(2 * 1024 * 1024 + 1));
  writeFileSync(path.join(root, 'full.go'), 'x'.repeat(2 * 1024 * 1024));
  expect(await readFile(path.join(root, 'big.go'), root)).toBeUndefined();
  expect((await readFile(path.join(root, 'full.go'), root))?.length).toBe(2 * 1024 * 1024);
});

test.skipIf(process.platform === 'win32')('a FIFO holds nobody up', async () => {
  const {root} = folders();
  execFileSync('mkfifo', [path.join(root, 'pipe.go')]);
  expect(await readFile(path.join(root, 'pipe.go'), root)).toBeUndefined();
});
