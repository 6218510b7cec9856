// Saves dumps under names of their own, and keeps as many as retention lets.

import path from 'node:path';
import {errorCode} from '../target/error-code.ts';
import {dumpFileName, parseDumpFileName, type DumpForm, type DumpOccasion} from './dump-name.ts';
import {defaultRetention, dumpsToRemove, type Retention} from './dump-retention.ts';
import type {FileSystem, OpenFolder} from './file-system.ts';
import {fillFile, type FileChunks} from './fill-file.ts';
import {
  ignoreFailure,
  inFolder,
  listIfReadable,
  realWorld,
  syncFolder,
  type SavedFile,
  type World,
} from './in-folder.ts';
import {SavingError, explainer} from './saving-error.ts';
import {createTemporary, discardTemporary, removeAbandoned, type TemporaryFile} from './temporary-file.ts';

const withoutHardLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);
/** More names than this taken between listing a folder and using it is no accident. */
const nameAttempts = 1000;

/**
 * Saves a dump under a name of its own in `directory`, which is made when missing (0700). The file (0600) appears
 * complete or not at all, and nothing that exists is replaced. For an alert, dumps beyond `retention` then go.
 *
 * @throws {SavingError} when the file system does not let it; what the chunks throw is passed on as it is. Either way
 * nothing is left behind.
 */
export async function saveDump(
  dump: {
    readonly directory: string;
    readonly occasion: DumpOccasion;
    /** From `fileSubject`. */
    readonly subject: string;
    readonly form: DumpForm;
    readonly chunks: FileChunks;
    readonly retention?: Retention;
    readonly signal?: AbortSignal;
  },
  {files, writer}: World = realWorld,
): Promise<SavedFile> {
  const directory = path.resolve(dump.directory);
  const explain = explainer(directory, '--dump-dir');
  await explain(files.makeFolder(directory));
  return inFolder(directory, '--dump-dir', files, 'dump', async (folder) => {
    const names = await explain(files.list(folder.path));
    await removeAbandoned(names, folder, files, writer);
    const temporary = await explain(createTemporary(folder, files, writer));
    try {
      const isPacked = dump.form === 'txt.gz';
      const bytes = await fillFile(temporary.file, dump.chunks, isPacked, explain, dump.signal);
      const last = names.reduce((most, name) => Math.max(most, parseDumpFileName(name)?.number ?? 0), 0);
      const name = await explain(
        publish(temporary, folder, files, (attempt) =>
          dumpFileName(dump.occasion, last + 1 + attempt, dump.subject, dump.form),
        ),
      );
      await discardTemporary(temporary, files);
      await syncFolder(folder);
      if (dump.occasion === 'alert') await sweep(name, folder, files, dump.retention ?? defaultRetention);
      return {path: path.join(directory, name), bytes};
    } catch (error) {
      await discardTemporary(temporary, files);
      throw error;
    }
  });
}

/**
 * Tries whether dumps could be saved in `directory`, which is made when missing: better said at the start than at the
 * first alert. Nothing is left in it.
 *
 * @throws {SavingError} when they could not.
 */
export async function tryDumpFolder(directory: string, {files, writer}: World = realWorld): Promise<void> {
  const resolved = path.resolve(directory);
  const explain = explainer(resolved, '--dump-dir');
  await explain(files.makeFolder(resolved));
  await inFolder(resolved, '--dump-dir', files, 'dump', async (folder) => {
    const temporary = await explain(createTemporary(folder, files, writer));
    await temporary.file.close().catch(() => undefined);
    await discardTemporary(temporary, files);
  });
}

/** Gives the finished file the first name that is free, without ever replacing what has the name. */
async function publish(
  temporary: TemporaryFile,
  folder: OpenFolder,
  files: FileSystem,
  nameFor: (attempt: number) => string,
): Promise<string> {
  for (let attempt = 0; attempt < nameAttempts; attempt++) {
    const name = nameFor(attempt);
    try {
      await placeWithoutReplacing(temporary.path, `${folder.path}/${name}`, files);
      return name;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
  throw new SavingError(
    'The dump was not saved: every name for it is taken; name another place with --dump-dir.',
  );
}

async function placeWithoutReplacing(from: string, to: string, files: FileSystem): Promise<void> {
  try {
    await files.link(from, to);
    return;
  } catch (error) {
    if (!withoutHardLinks.has(errorCode(error) ?? '')) throw error;
  }
  // FAT and some network file systems know no second name: reserve it, then rename over the reservation.
  const reservation = await files.create(to);
  try {
    await ignoreFailure(reservation.close());
    await files.rename(from, to);
  } catch (error) {
    await ignoreFailure(files.remove(to));
    throw error;
  }
}

/** Removes the alert dumps beyond retention; never fails, since the new dump is saved already. */
async function sweep(
  newest: string,
  folder: OpenFolder,
  files: FileSystem,
  retention: Retention,
): Promise<void> {
  const entries: {name: string; bytes: number}[] = [];
  for (const name of await listIfReadable(folder, files)) {
    if (!parseDumpFileName(name)) continue;
    const entry = await files.inspect(`${folder.path}/${name}`).catch(() => undefined);
    if (entry?.kind === 'file') entries.push({name, bytes: entry.bytes});
  }
  for (const name of dumpsToRemove(entries, newest, retention)) {
    await ignoreFailure(files.remove(`${folder.path}/${name}`));
  }
}
