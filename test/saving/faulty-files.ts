import type {WritableFile, FileSystem} from '../../source/saving/file-system.ts';
import {nodeFileSystem} from '../../source/saving/file-system.ts';

/** The failure of a system call, as Node reports it. */
export function systemFailure(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), {code});
}

/**
 * The real file system, except that its n-th call fails with `code` (counted from 1; 0: none fails). A close that
 * fails has closed all the same, as on a real system; every other failing call has done nothing.
 */
export function faultyFiles(failingCall: number, code = 'EIO', files: FileSystem = nodeFileSystem) {
  return faultyWhere((call) => call === failingCall, code, files);
}

/** The real file system as a process sees it that is killed before its n-th call: no call does anything from there. */
export function filesUntilKilled(firstCallNotMade: number) {
  return faultyWhere((call) => call >= firstCallNotMade, 'EIO', nodeFileSystem);
}

function faultyWhere(fails: (call: number) => boolean, code: string, files: FileSystem) {
  const calls: string[] = [];
  let handles = 0;
  function step(name: string): void {
    calls.push(name);
    if (fails(calls.length)) throw systemFailure(code);
  }
  async function closing(name: string, close: () => Promise<void>): Promise<void> {
    await close();
    handles -= 1;
    step(name);
  }
  const faulty: FileSystem = {
    async makeFolder(path) {
      step('makeFolder');
      await files.makeFolder(path);
    },
    async openFolder(path) {
      step('openFolder');
      const folder = await files.openFolder(path);
      handles += 1;
      return {
        path: folder.path,
        async sync() {
          step('folder.sync');
          await folder.sync();
        },
        close: () => closing('folder.close', () => folder.close()),
      };
    },
    async create(path) {
      step('create');
      const file = await files.create(path);
      handles += 1;
      return faultyFile(file);
    },
    async link(from, to) {
      step('link');
      await files.link(from, to);
    },
    async rename(from, to) {
      step('rename');
      await files.rename(from, to);
    },
    async remove(path) {
      step('remove');
      await files.remove(path);
    },
    async list(path) {
      step('list');
      return files.list(path);
    },
    async inspect(path) {
      step('inspect');
      return files.inspect(path);
    },
  };
  function faultyFile(file: WritableFile): WritableFile {
    return {
      async write(bytes) {
        step('write');
        return file.write(bytes);
      },
      async sync() {
        step('sync');
        await file.sync();
      },
      close: () => closing('close', () => file.close()),
    };
  }
  return {files: faulty, calls, openHandles: () => handles};
}
