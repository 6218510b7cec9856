import path from 'node:path';
import {escapeText} from '../target/escape.ts';
import type {EntryKind} from './file-system.ts';
import {fillFile, type FileChunks} from './fill-file.ts';
import {inFolder, listIfReadable, realWorld, syncFolder, type SavedFile, type World} from './in-folder.ts';
import {SavingError, explainer, type PlaceOption, type SavedThing} from './saving-error.ts';
import {createTemporary, discardTemporary, removeAbandoned} from './temporary-file.ts';

/**
 * Saves to the file a person named (0600). A regular file of that name is replaced, at once and only by a complete one;
 * anything else of that name — link, folder, pipe, device — is refused and left as it is.
 *
 * @throws {SavingError} when the file system does not let it; what the chunks throw is passed on as it is. Either way
 * nothing is left behind.
 */
export async function saveToFile(
  file: string,
  content: {
    readonly chunks: FileChunks;
    readonly gzip: boolean;
    readonly signal?: AbortSignal;
    /** For the sentence when it cannot be saved. */
    readonly what?: SavedThing;
    readonly option?: PlaceOption;
  },
  {files, writer}: World = realWorld,
): Promise<SavedFile> {
  const destination = path.resolve(file);
  const directory = path.dirname(destination);
  const {what = 'dump', option = '-o'} = content;
  const explain = explainer(directory, option, what);
  return inFolder(directory, option, files, what, async (folder) => {
    const target = `${folder.path}/${path.basename(destination)}`;
    refuseUnlessFile((await explain(files.inspect(target)))?.kind, file, what, option);
    await removeAbandoned(await listIfReadable(folder, files), folder, files, writer);
    const temporary = await explain(createTemporary(folder, files, writer));
    try {
      const bytes = await fillFile(temporary.file, content.chunks, content.gzip, explain, content.signal);
      refuseUnlessFile((await explain(files.inspect(target)))?.kind, file, what, option);
      await explain(files.rename(temporary.path, target));
      await syncFolder(folder);
      return {path: destination, bytes};
    } finally {
      await discardTemporary(temporary, files);
    }
  });
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
