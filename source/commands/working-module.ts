import {closeSync, openSync, readSync, statSync} from 'node:fs';
import path from 'node:path';
import type {WorkingModule} from '../gosource/locate-source.ts';

/** The line with the path of a module is near the top of its go.mod. */
const mostBytes = 64 * 1024;

/** The Go module that a folder is in; undefined without one. Source: go.dev/ref/mod#go-mod-file-module. */
export function findWorkingModule(folder: string): WorkingModule | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const text = readStart(path.join(at, 'go.mod'));
    if (text !== undefined) {
      const name = /^module\s+"?([^\s"]+)"?/m.exec(text)?.[1];
      return name === undefined ? undefined : {path: name, folder: at};
    }

    if (path.dirname(at) === at) return undefined;
  }
}

function readStart(file: string): string | undefined {
  try {
    // A pipe of this name would keep whoever opens it.
    if (!statSync(file).isFile()) return undefined;
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(mostBytes);
      return bytes.toString('utf8', 0, readSync(handle, bytes, 0, mostBytes, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}
