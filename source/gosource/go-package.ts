// The files of one Go package, as far as they were read.

import {type ChannelUses, findChannelUses} from './channel-uses.ts';
import {findFunctions, type GoFile} from './go-functions.ts';
import {scanGo} from './go-scanner.ts';

/** One file, read once. */
export type ScannedFile = {readonly file: GoFile; readonly uses: ChannelUses};

/** The files of one folder that belong to one package. */
export type GoPackage = {
  readonly files: readonly ScannedFile[];
  /** False: a limit on files or bytes was met, or a file could not be read, so what is not found may still exist. */
  readonly complete: boolean;
};

export function scanFile(path: string, source: string): ScannedFile {
  const file = findFunctions(path, scanGo(source));
  return {file, uses: findChannelUses(file)};
}

/** The name in the package clause; undefined for what is no Go file. */
export function packageName({tokens}: GoFile): string | undefined {
  return tokens.text(0) === 'package' && tokens.kind(1) === 'word' ? tokens.text(1) : undefined;
}
