// Reads Go files of this machine, and nothing else of it.

import {constants} from 'node:fs';
import {open, readdir, realpath} from 'node:fs/promises';
import path from 'node:path';
import {maxSourceBytes} from './limits.ts';

/**
 * The text of a Go file; undefined when there is none to read.
 *
 * `within`: the folder that it must lie in, after links have been followed.
 */
export type ReadFile = (path: string, within?: string) => Promise<string | undefined>;

/** The names of what is in a folder; empty when it cannot be read. */
export type ListFolder = (path: string) => Promise<readonly string[]>;

/**
 * Reads from this machine's disk: regular files of at most 2 MiB whose real name ends in `.go`.
 *
 * A link is followed only to such a file, and only within `within`: the path comes from the target, and a link must
 * not make it point at what the user did not offer. Neither function ever throws.
 */
export function createFileAccess(): {readonly readFile: ReadFile; readonly listFolder: ListFolder} {
  return {
    async readFile(file, within) {
      try {
        const real = await realpath(file);
        const root = within === undefined ? undefined : await realpath(within);
        if (!real.endsWith('.go') || (root !== undefined && !isInside(root, real))) {
          return undefined;
        }

        // A FIFO must not hold us up, and what has become a link since is not followed.
        const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
        try {
          const found = await handle.stat();
          return found.isFile() && found.size <= maxSourceBytes ? await readAll(handle) : undefined;
        } finally {
          await handle.close();
        }
      } catch {
        return undefined;
      }
    },

    async listFolder(folder) {
      try {
        return await readdir(folder);
      } catch {
        return [];
      }
    },
  };
}

/** Reads no more than the limit, whatever the file has grown to since its size was asked. */
async function readAll(handle: Awaited<ReturnType<typeof open>>): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of handle.createReadStream({autoClose: false, end: maxSourceBytes})) {
    const chunk: unknown = part;
    if (chunk instanceof Buffer) {
      parts.push(chunk);
      bytes += chunk.length;
    }
  }

  return bytes <= maxSourceBytes ? Buffer.concat(parts).toString('utf8') : undefined;
}

function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative.split(path.sep, 1)[0] !== '..' && !path.isAbsolute(relative);
}
