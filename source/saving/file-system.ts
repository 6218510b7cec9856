// The calls on the file system that saving makes, so that tests can let each of them fail.

import {constants} from 'node:fs';
import {access, link, lstat, mkdir, open, readdir, rename, unlink, type FileHandle} from 'node:fs/promises';
import {dirname} from 'node:path';
import {errorCode} from '../target/error-code.ts';

export type WritableFile = {
  /** Writes some of the bytes and tells how many. */
  write(bytes: Uint8Array): Promise<number>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type OpenFolder = {
  /** What to put before `/name`: stays the same folder even when another is moved to its place. */
  readonly path: string;
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type EntryKind = 'file' | 'folder' | 'symbolic link' | 'other';

/** Every call on the file system that saving a dump makes; handed in, so that tests can let each one fail. */
export type FileSystem = {
  /** Makes a folder and those above it, for the owner only; one that exists is left as it is. */
  makeFolder(path: string): Promise<void>;
  openFolder(path: string): Promise<OpenFolder>;
  /** A new file for the owner only; fails with EEXIST when anything has that name, a dangling link too. */
  create(path: string): Promise<WritableFile>;
  /** Gives a file a second name; fails with EEXIST when anything has that name. */
  link(from: string, to: string): Promise<void>;
  /** Renames a file over whatever file or link has that name; never follows a link. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  list(path: string): Promise<string[]>;
  /** What has that name, links not followed; undefined when nothing has. */
  inspect(path: string): Promise<{kind: EntryKind; bytes: number; modifiedMs: number} | undefined>;
};

const ownerOnlyFolder = 0o700;
const ownerOnlyFile = 0o600;

/** The real file system. */
export const nodeFileSystem: FileSystem = {
  makeFolder,
  openFolder,
  async create(path) {
    const {O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY} = constants;
    const handle = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, ownerOnlyFile);
    return {
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  link,
  rename,
  remove: unlink,
  list: (path) => readdir(path),
  async inspect(path) {
    try {
      const entry = await lstat(path);
      return {kind: kindOf(entry), bytes: entry.size, modifiedMs: entry.mtimeMs};
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
};

/** Not `recursive: true`: where the parent is there but takes no folders (/proc), Node 24 tries again for ever. */
async function makeFolder(path: string): Promise<void> {
  if (await exists(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  try {
    await mkdir(path, ownerOnlyFolder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function openFolder(path: string): Promise<OpenFolder> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    // A folder may be writable without being readable: a drop box.
    if (errorCode(error) !== 'EACCES') throw error;
    return {path, sync: () => Promise.resolve(), close: () => Promise.resolve()};
  }
  return {path: await anchor(handle, path), sync: () => handle.sync(), close: () => handle.close()};
}

/** Node has no openat; on Linux a path through the open folder's descriptor is the same thing. */
async function anchor(handle: FileHandle, path: string): Promise<string> {
  const descriptor = `/proc/self/fd/${handle.fd}`;
  try {
    await access(`${descriptor}/.`);
    return descriptor;
  } catch {
    return path;
  }
}

function kindOf(entry: {isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean}): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'symbolic link' : 'other';
}
