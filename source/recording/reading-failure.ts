import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';
import {sqliteCode, sqliteCodes} from './open-database.ts';
import {DamagedBytes, RecordingError} from './recording-error.ts';

/** What SQLite or the system says, as something a person can act on. */
export function readingFailure(error: unknown, shown: string): unknown {
  if (error instanceof RecordingError) return error;
  const damaged = (why: string) =>
    new RecordingError(
      'damaged',
      `${shown} is damaged: ${why}.`,
      'Add --salvage to read what is left of it.',
      error,
    );
  if (error instanceof DamagedBytes) return damaged(error.message);
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM')
    return new RecordingError('unreadable', `You may not read ${shown}.`, 'Change its permissions.', error);
  const sqlite = sqliteCode(error);
  if (sqlite === undefined) return error;
  return ofCode(sqlite, shown, error, damaged);
}

function ofCode(
  code: number,
  shown: string,
  error: unknown,
  damaged: (why: string) => RecordingError,
): RecordingError {
  switch (code) {
    case sqliteCodes.notDatabase:
      return new RecordingError(
        'foreign',
        `${shown} is not a recording.`,
        'Name a file that gorowatch has recorded.',
        error,
      );
    case sqliteCodes.busy:
    case sqliteCodes.locked:
      return new RecordingError(
        'busy',
        `${shown} is held by another process.`,
        'Try again when that is done.',
        error,
      );
    case sqliteCodes.cannotOpen:
    case sqliteCodes.readOnly:
      return new RecordingError(
        'unreadable',
        `${shown} cannot be opened there.`,
        'Copy it to a folder of yours.',
        error,
      );
    case sqliteCodes.ioError:
      return damaged('its disk reports an error, or the file is cut short');
    default:
      return damaged(escapeText(error instanceof Error ? error.message : String(error)));
  }
}
