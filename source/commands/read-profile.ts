import {createReadStream, statSync} from 'node:fs';
import {DecodeError} from '../profile/decode-error.ts';
import {errorCode} from '../target/error-code.ts';
import {escapeText} from '../target/escape.ts';
import {fileName, fileUrl} from '../target/file-address.ts';

/** A file larger than this is not one goroutine profile: the runtime stops at 64 MiB, logs around it included. */
const maxFileBytes = 256 * 1024 * 1024;

export type ProfileFile = {
  readonly name: string;
  readonly url: string;
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  readonly bytes: number;
  /** Milliseconds since 1970: when the file was last written. */
  readonly writtenAt: number;
};

/**
 * Reads a saved profile, or stdin for `-`.
 *
 * @throws {DecodeError} when there is none, it cannot be read or is too large to be one.
 */
export async function readProfile(word: string): Promise<ProfileFile> {
  const isStdin = word === '-';
  const name = fileName(word);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    const stream: AsyncIterable<Uint8Array> = isStdin
      ? process.stdin
      : createReadStream(word, {highWaterMark: 1024 * 1024});
    for await (const chunk of stream) {
      bytes += chunk.byteLength;
      if (bytes > maxFileBytes) {
        throw new DecodeError(
          'too-large',
          `${name} is larger than any goroutine profile.`,
          'Cut the part that holds the stacks out of it.',
        );
      }

      chunks.push(new Uint8Array(chunk));
    }
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw readingError(word, error);
  }

  const writtenAt = isStdin ? Date.now() : statSync(word).mtimeMs;
  return {name, url: fileUrl(word), chunks, bytes, writtenAt};
}

/** Why a file cannot be read, as the error that a person is told. */
export function readingError(word: string, error: unknown): DecodeError {
  const code = errorCode(error) ?? String(error);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist',
    EISDIR: 'is a folder',
    EACCES: 'may not be read by you',
  };
  return new DecodeError(
    'empty',
    `${escapeText(word)} ${reasons[code] ?? `cannot be read (${code})`}.`,
    'Check the path; a target is written host:port.',
  );
}
