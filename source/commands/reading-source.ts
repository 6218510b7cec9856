import {statSync} from 'node:fs';
import path from 'node:path';
import type {ReadSource} from '../diagnosis/sources/read-source.ts';
import {createFileAccess} from '../gosource/file-access.ts';
import {createSourceReader} from '../gosource/source-reader.ts';
import {findWorkingModule} from './working-module.ts';
import {UsageError} from './arguments/usage-error.ts';

/**
 * Reads Go source of this machine: below the folders of `--source`, in the module that holds the working folder, where Go
 * keeps modules, and where stacks say.
 *
 * @throws {UsageError} for what is no folder.
 */
export function readingSource(folders: readonly string[]): ReadSource {
  for (const folder of folders) {
    if (!isFolder(folder)) {
      throw new UsageError(
        `--source ${folder} is not a folder.`,
        'Name the folder that holds the source of the program.',
      );
    }
  }

  const {read} = createSourceReader({
    ...createFileAccess(),
    roots: folders.map((folder) => path.resolve(folder)),
    env: process.env,
    module: findWorkingModule(process.cwd()),
  });
  return read;
}

/** Not one either when it may not be looked at. */
function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
