// Finds a name that nothing in a folder has yet.

import path from 'node:path';
import {nodeFileSystem, type FileSystem} from './file-system.ts';

/** More files of one name in a folder are a key that is held down. */
const maxNames = 1000;

/**
 * The first path in a folder that nothing has yet: nothing earlier is replaced.
 *
 * @param nameFor a name for each attempt, counted from 1
 */
export async function freeName(
  folder: string,
  nameFor: (attempt: number) => string,
  files: Pick<FileSystem, 'inspect'> = nodeFileSystem,
): Promise<string> {
  for (let attempt = 1; attempt < maxNames; attempt++) {
    const file = path.join(folder, nameFor(attempt));
    if ((await files.inspect(file)) === undefined) return file;
  }

  return path.join(folder, nameFor(maxNames));
}

/** `a.html`, then `a-2.html` and so on. */
export function numbered(name: string, ending: string): (attempt: number) => string {
  return (attempt) => `${name}${attempt === 1 ? '' : `-${attempt}`}.${ending}`;
}
