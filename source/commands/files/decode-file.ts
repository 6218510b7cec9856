import {DecodeError} from '../../profile/decode-error.ts';
import type {ProfileDecoder} from '../../profile/decoder.ts';
import {sqliteMagic} from '../../recording/tables.ts';
import {escapeText} from '../../target/escape.ts';

/**
 * Decodes one moment of a file. Errors say which file it is: one of several may be wrong.
 *
 * @throws {DecodeError} when it is not a goroutine profile.
 */
export async function decodeFile(
  decoder: ProfileDecoder,
  name: string,
  ...[chunks, options]: Parameters<ProfileDecoder['decode']>
): ReturnType<ProfileDecoder['decode']> {
  const start = Buffer.from(chunks[0]?.subarray(0, sqliteMagic.length) ?? []).toString('latin1');
  if (start === sqliteMagic) {
    // By its name it would have been opened as one.
    throw new DecodeError(
      'not-a-profile',
      `${escapeText(name)} is a recording, which is read from a file.`,
      'Save it, and give its name.',
    );
  }

  try {
    return await decoder.decode(chunks, options);
  } catch (error) {
    throw error instanceof DecodeError ? withFileName(error, name) : error;
  }
}

/** The same error with the file that it is about, where it does not say so itself. */
export function withFileName(error: DecodeError, name: string): DecodeError {
  const file = escapeText(name);
  return error.message.startsWith(file)
    ? error
    : new DecodeError(error.kind, `${file}: ${error.message}`, error.advice);
}
