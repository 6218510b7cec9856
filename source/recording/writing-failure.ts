import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';
import {sqliteCode, sqliteCodes} from './open-database.ts';
import {RecordingError} from './recording-error.ts';

/** Says what has ended a recording, and where what was committed before is. */
export function writingFailure(error: unknown, file: string): string {
  const written = error instanceof RecordingError && error.advice !== '' ? error.advice : staysReadable;
  return `Recording to ${escapeText(file)} has stopped: ${reason(error)}. ${written}`;
}

const staysReadable = 'What was written stays readable.';

function reason(error: unknown): string {
  if (error instanceof RecordingError) return error.message;
  switch (sqliteCode(error) ?? errorCode(error)) {
    case sqliteCodes.full:
    case 'ENOSPC':
      return 'no space is left on that disk';
    case 'EDQUOT':
      return 'your disk quota is used up';
    case sqliteCodes.readOnly:
    case 'EROFS':
      return 'that file or its file system is read-only';
    case sqliteCodes.busy:
    case sqliteCodes.locked:
      return 'another process holds it';
    case sqliteCodes.corrupt:
    case sqliteCodes.notDatabase:
      return 'something else has written to it';
    case sqliteCodes.ioError:
    case 'EIO':
      return 'that disk reports errors';
    case sqliteCodes.cannotOpen:
      return 'it cannot be opened there';
    default:
      return error instanceof Error ? escapeText(error.message) : 'of an unknown error';
  }
}
