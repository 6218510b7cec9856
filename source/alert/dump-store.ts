import path from 'node:path';
import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';
import {SavingError, explainer, type PlaceOption, type SavedThing} from './saving-error.ts';
import {nodeFileSystem, type FileSystem, type OpenFolder, type EntryKind} from './file-system.ts';
import {dumpFileName, parseDumpFileName, type DumpForm, type DumpOccasion} from './dump-name.ts';
import {fillFile, type DumpChunks} from './dump-stream.ts';
import {defaultRetention, dumpsToRemove, type Retention} from './dump-retention.ts';
import {
  createTemporary,
  discardTemporary,
  removeAbandoned,
  thisProcess,
  type TemporaryFile,
  type Writer,
} from './temporary-file.ts';

export type SavedDump = {
  readonly path: string;
  /** As it came from the target. */
  readonly bytes: number;
  /** As it lies on the disk. */
  readonly fileBytes: number;
  /** Paths of older dumps that retention removed. */
  readonly removed: readonly string[];
  /** Surplus dumps that could not be removed. */
  readonly notRemoved: number;
};

type World = {readonly files: FileSystem; readonly writer: Writer};

const realWorld: World = {files: nodeFileSystem, writer: thisProcess};

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
    /** From `dumpSubject`. */
    readonly subject: string;
    readonly form: DumpForm;
    readonly chunks: DumpChunks;
    readonly retention?: Retention;
    readonly signal?: AbortSignal;
  },
  {files, writer}: World = realWorld,
): Promise<SavedDump> {
  const directory = path.resolve(dump.directory);
  const explain = explainer(directory, '--dump-dir');
  await explain(files.makeFolder(directory));
  return inFolder(directory, '--dump-dir', files, 'dump', async (folder) => {
    const names = await explain(files.list(folder.path));
    await removeAbandoned(names, folder, files, writer);
    const temporary = await explain(createTemporary(folder, files, writer));
    try {
      const written = await fillFile(
        temporary.file,
        dump.chunks,
        dump.form === 'txt.gz',
        explain,
        dump.signal,
      );
      const last = names.reduce((most, name) => Math.max(most, parseDumpFileName(name)?.number ?? 0), 0);
      const name = await explain(
        publish(temporary, folder, files, (attempt) =>
          dumpFileName(dump.occasion, last + 1 + attempt, dump.subject, dump.form),
        ),
      );
      await discardTemporary(temporary, files);
      await syncFolder(folder);
      const swept =
        dump.occasion === 'alert'
          ? await sweep(name, folder, files, dump.retention ?? defaultRetention)
          : {removed: [], notRemoved: 0};
      return {
        path: path.join(directory, name),
        ...written,
        removed: swept.removed.map((removed) => path.join(directory, removed)),
        notRemoved: swept.notRemoved,
      };
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

/**
 * Saves a dump to the file a person named (0600). A regular file of that name is replaced, at once and only by a
 * complete one; anything else of that name — link, folder, pipe, device — is refused and left as it is.
 *
 * @throws {SavingError} as `saveDump`.
 */
export async function saveToFile(
  file: string,
  dump: {
    readonly chunks: DumpChunks;
    readonly gzip: boolean;
    readonly signal?: AbortSignal;
    /** For the sentence when it cannot be saved. */
    readonly what?: SavedThing;
    readonly option?: PlaceOption;
  },
  {files, writer}: World = realWorld,
): Promise<SavedDump> {
  const destination = path.resolve(file);
  const directory = path.dirname(destination);
  const what = dump.what ?? 'dump';
  const option = dump.option ?? '-o';
  const explain = explainer(directory, option, what);
  return inFolder(directory, option, files, what, async (folder) => {
    const target = `${folder.path}/${path.basename(destination)}`;
    refuseUnlessFile((await explain(files.inspect(target)))?.kind, file, what, option);
    await removeAbandoned(await listIfReadable(folder, files), folder, files, writer);
    const temporary = await explain(createTemporary(folder, files, writer));
    try {
      const written = await fillFile(temporary.file, dump.chunks, dump.gzip, explain, dump.signal);
      refuseUnlessFile((await explain(files.inspect(target)))?.kind, file, what, option);
      await explain(files.rename(temporary.path, target));
      await syncFolder(folder);
      return {path: destination, ...written, removed: [], notRemoved: 0};
    } finally {
      await discardTemporary(temporary, files);
    }
  });
}

async function inFolder<Result>(
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
): Promise<{removed: string[]; notRemoved: number}> {
  const entries: {name: string; bytes: number}[] = [];
  const removed: string[] = [];
  let notRemoved = 0;
  for (const name of await listIfReadable(folder, files)) {
    if (!parseDumpFileName(name)) continue;
    const entry = await files.inspect(`${folder.path}/${name}`).catch(() => undefined);
    if (entry?.kind === 'file') entries.push({name, bytes: entry.bytes});
  }
  for (const name of dumpsToRemove(entries, newest, retention)) {
    try {
      await files.remove(`${folder.path}/${name}`);
      removed.push(name);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') notRemoved += 1;
    }
  }
  return {removed, notRemoved};
}

function refuseUnlessFile(
  kind: EntryKind | undefined,
  file: string,
  thing: SavedThing,
  option: PlaceOption,
): void {
  if (kind === undefined || kind === 'file') return;
  const what = kind === 'other' ? 'a pipe or device' : `a ${kind}`;
  throw new SavingError(
    `The ${thing} was not saved: ${escapeText(file)} is ${what}, and only a regular file is replaced; name another file with ${option}${option === '-o' ? ', or write to stdout with -o -' : ''}.`,
  );
}

async function listIfReadable(folder: OpenFolder, files: FileSystem): Promise<string[]> {
  return files.list(folder.path).catch(() => []);
}

/** So that the name outlives a power cut; not every file system can, and the dump is complete without it. */
async function syncFolder(folder: OpenFolder): Promise<void> {
  await ignoreFailure(folder.sync());
}

async function ignoreFailure(call: Promise<void>): Promise<void> {
  await call.catch(() => undefined);
}
