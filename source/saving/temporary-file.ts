// Files under construction: under a name of their own, and removed by the next run when this one dies.

import {createHash, randomBytes} from 'node:crypto';
import {hostname} from 'node:os';
import {errorCode} from '../target/error-code.ts';
import type {WritableFile, FileSystem, OpenFolder} from './file-system.ts';

/** A temporary file of another machine, or under a process id in use again, is left alone for this long. */
const abandonedAfterMs = 60 * 60 * 1000;

const temporaryName = /^\.gorowatch-(?<host>[0-9a-f]{8})-(?<pid>\d{1,10})-[0-9a-f]{16}\.partial$/;

/** The process that writes: tells its own unfinished files from those of a run that died. */
export type Writer = {
  /** 8 hex digits that stand for this machine. */
  readonly host: string;
  readonly pid: number;
  isAlive(pid: number): boolean;
  /** Milliseconds since 1970. */
  nowMs(): number;
};

export const thisProcess: Writer = {
  host: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
  pid: process.pid,
  isAlive,
  nowMs: () => Date.now(),
};

/** Names of the files this process is writing now. */
const unfinished = new Set<string>();

export type TemporaryFile = {readonly path: string; readonly file: WritableFile; readonly name: string};

/** A new file in `folder` under a name that nobody can foresee. */
export async function createTemporary(
  folder: OpenFolder,
  files: FileSystem,
  writer: Writer,
): Promise<TemporaryFile> {
  const name = `.gorowatch-${writer.host}-${writer.pid}-${randomBytes(8).toString('hex')}.partial`;
  const path = `${folder.path}/${name}`;
  unfinished.add(name);
  try {
    return {path, name, file: await files.create(path)};
  } catch (error) {
    unfinished.delete(name);
    throw error;
  }
}

/** Removes what is left of a temporary file under its own name; what it was renamed or linked to stays. */
export async function discardTemporary(temporary: TemporaryFile, files: FileSystem): Promise<void> {
  unfinished.delete(temporary.name);
  // Twice: a signal or a network file system can fail one call. What still stays is removed by the next run.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await files.remove(temporary.path);
      return;
    } catch {
      // Renamed away, or tried again.
    }
  }
}

/** Removes the temporary files of runs that died; failing to is no reason not to save a dump. */
export async function removeAbandoned(
  names: readonly string[],
  folder: OpenFolder,
  files: FileSystem,
  writer: Writer,
): Promise<void> {
  for (const name of names) {
    const owner = temporaryName.exec(name)?.groups;
    if (!owner || unfinished.has(name)) continue;
    const path = `${folder.path}/${name}`;
    try {
      const entry = await files.inspect(path);
      if (entry?.kind !== 'file') continue;
      const old = writer.nowMs() - entry.modifiedMs > abandonedAfterMs;
      if (old || isDead(owner['host'], Number(owner['pid']), writer)) await files.remove(path);
    } catch {
      // Another run may have removed it already.
    }
  }
}

function isDead(host: string | undefined, pid: number, writer: Writer): boolean {
  if (host !== writer.host) return false;
  // In a container that was started anew the dead run had the same process id.
  return pid === writer.pid || !writer.isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
