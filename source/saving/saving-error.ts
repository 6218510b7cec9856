// Why a file was not saved, in one sentence: what, where, and what can be done.

import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';

/** A dump could not be saved; the message is one sentence with where, why and what to do. */
export class SavingError extends Error {
  override readonly name = 'SavingError';
  /** The system's code, such as `ENOSPC`; undefined when the system was not asked. */
  readonly code: string | undefined;
  readonly exitCode = 2;

  constructor(message: string, code?: string, cause?: unknown) {
    super(message, {cause});
    this.code = code;
  }
}

/** What names another place. */
export type PlaceOption = '--dump-dir' | '-o' | 'XDG_STATE_HOME' | 'e';

/** What was to be saved. */
export type SavedThing = 'dump' | 'report' | 'recording';

/** The SavingError for a failed call on a file in `folder`; one that is a SavingError already stays as it is. */
function toSavingError(error: unknown, folder: string, option: PlaceOption, what: SavedThing): SavingError {
  if (error instanceof SavingError) return error;
  const code = errorCode(error);
  const [reason, remedy] = explain(code, escapeText(folder));
  return new SavingError(
    `The ${what} was not saved: ${reason}; ${remedy}name another place with ${option}.`,
    code,
    error,
  );
}

/** Awaits a call on a file in `folder` and turns its failure into a SavingError. */
export type Explain = <Result>(call: Promise<Result>) => Promise<Result>;

export function explainer(folder: string, option: PlaceOption, what: SavedThing = 'dump'): Explain {
  return async (call) => {
    try {
      return await call;
    } catch (error) {
      throw toSavingError(error, folder, option, what);
    }
  };
}

/** Why, and what else can be done about it (empty, or ending in `or `). */
function explain(code: string | undefined, folder: string): [reason: string, remedy: string] {
  switch (code) {
    case 'ENOSPC':
      return [`no space is left in ${folder}`, 'free some, or '];
    case 'EDQUOT':
      return [`your disk quota for ${folder} is used up`, 'free some of it, or '];
    case 'EROFS':
      return [`${folder} is on a read-only file system`, ''];
    case 'EACCES':
    case 'EPERM':
      return [`you may not write in ${folder}`, 'change its permissions, or '];
    case 'ENOENT':
      return [`the folder ${folder} does not exist`, 'make it, or '];
    case 'ENOTDIR':
    case 'EEXIST':
      return [`${folder} is not a folder`, ''];
    case 'ENAMETOOLONG':
      return [`the name is too long for ${folder}`, ''];
    case 'EMFILE':
    case 'ENFILE':
      return ['too many files are open', 'close some programs, or '];
    default:
      return [`writing in ${folder} failed (${code ?? 'unknown error'})`, 'look at that disk, or '];
  }
}
