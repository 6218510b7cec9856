// What every file that is saved needs of the folder it goes to: open, so that no other can take its place meanwhile.

import type {FileSystem, OpenFolder} from './file-system.ts';
import {nodeFileSystem} from './file-system.ts';
import {explainer, type PlaceOption, type SavedThing} from './saving-error.ts';
import {thisProcess, type Writer} from './temporary-file.ts';

/** The file system and the process that writes to it; handed in by tests. */
export type World = {readonly files: FileSystem; readonly writer: Writer};

export const realWorld: World = {files: nodeFileSystem, writer: thisProcess};

/** A file that was saved. */
export type SavedFile = {
  readonly path: string;
  /** As they came, before they were compressed. */
  readonly bytes: number;
};

/**
 * Works on a folder that is open meanwhile.
 *
 * @throws {SavingError} when it cannot be opened; what the work throws is passed on.
 */
export async function inFolder<Result>(
  directory: string,
  option: PlaceOption,
  files: FileSystem,
  what: SavedThing,
  work: (folder: OpenFolder) => Promise<Result>,
): Promise<Result> {
  const folder = await explainer(directory, option, what)(files.openFolder(directory));
  try {
    return await work(folder);
  } finally {
    await ignoreFailure(folder.close());
  }
}

/** The names in a folder; none where it may be written and not read. */
export async function listIfReadable(folder: OpenFolder, files: FileSystem): Promise<string[]> {
  return files.list(folder.path).catch(() => []);
}

/** So that the name outlives a power cut; not every file system can, and the file is complete without it. */
export async function syncFolder(folder: OpenFolder): Promise<void> {
  await ignoreFailure(folder.sync());
}

export async function ignoreFailure(call: Promise<void>): Promise<void> {
  await call.catch(() => undefined);
}
