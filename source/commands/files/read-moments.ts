// Reads the moments that a file holds: dumps, profiles and logs, packed or not.

import {createReadStream, statSync} from 'node:fs';
import {DecodeError} from '../../profile/decode-error.ts';
import {gunzip, isGzip} from '../../profile/gunzip.ts';
import {gzipMembers} from '../../profile/gzip-members.ts';
import {profileTimeMs} from '../../profile/profile-time.ts';
import {maxMomentBytes, splitMoments} from '../../profile/split-moments.ts';
import {joinBytes} from '../../recording/join-bytes.ts';
import {errorCode} from '../../target/error-code.ts';
import {escapeText} from '../../target/escape.ts';
import {fileName} from '../../target/file-address.ts';
import {withFileName} from './decode-file.ts';

/** One moment of a file: the bytes of one profile. */
export type FileMoment = {
  readonly file: string;
  /**
   * When it was taken, where it says so, as debug=0 does; otherwise when the file was last written, which is the time of
   * its last moment, if of any. Milliseconds since 1970.
   */
  readonly writtenAt: number;
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  /** Of the file, that were read up to here. */
  readonly bytes: number;
  /** The bytes are known to end early. */
  readonly isCut: boolean;
};

const chunkBytes = 1024 * 1024;
/** Enough to see whether a file is text. */
const beginningBytes = 4096;

/**
 * Reads the moments of a file, or of stdin for `-`, one after another as they are asked for.
 *
 * @throws {DecodeError} when it cannot be read or is larger than any profile.
 */
export async function* readMoments(word: string): AsyncGenerator<FileMoment> {
  const file = fileName(word);
  const stream: AsyncIterable<Uint8Array> =
    word === '-' ? process.stdin : createReadStream(word, {highWaterMark: chunkBytes});
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      bytes += chunk.byteLength;
      yield chunk;
    }
  }

  try {
    const {beginning, all} = await begin(counted());
    const writtenAt = word === '-' ? Date.now() : statSync(word).mtimeMs;
    for await (const {chunks, isCut, takenAt = writtenAt} of partsOf(beginning, all, file)) {
      yield {file, writtenAt: takenAt, isCut, bytes, chunks: chunks.map((chunk) => new Uint8Array(chunk))};
    }
  } catch (error) {
    throw error instanceof DecodeError ? withFileName(error, file) : readingError(word, error);
  }
}

type Part = {
  readonly chunks: readonly Uint8Array[];
  readonly isCut: boolean;
  readonly takenAt?: number | undefined;
};

async function* partsOf(
  beginning: Uint8Array,
  all: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Part> {
  if (isGzip(beginning)) {
    yield* packedParts(await whole(all, file));
  } else if (isText(beginning)) {
    yield* pictures(all, false);
  } else {
    const bytes = await whole(all, file);
    yield {chunks: [bytes], isCut: false, takenAt: profileTimeMs(bytes, Date.now())};
  }
}

/** Each packed protobuf profile is a moment; texts are read on as one, as logs that were packed in parts. */
async function* packedParts(bytes: Uint8Array): AsyncGenerator<Part> {
  let texts: Uint8Array[] = [];
  let isCut = false;
  for (const member of gzipMembers(bytes)) {
    const {chunks, complete} = await gunzip([member]);
    if (isText(chunks[0] ?? new Uint8Array())) {
      for (const chunk of chunks) texts.push(chunk);
      isCut = !complete;
      continue;
    }

    if (texts.length > 0) yield* pictures(texts, isCut);
    texts = [];
    yield {chunks: [member], isCut: false, takenAt: profileTimeMs(joinBytes(chunks), Date.now())};
  }

  if (texts.length > 0) yield* pictures(texts, isCut);
}

/** What a recovered panic has left in a log is left out, unless there is nothing else. */
async function* pictures(
  text: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  isCut: boolean,
): AsyncGenerator<Part> {
  let last: Part | undefined;
  let count = 0;
  let held: Part | undefined;
  for await (const {chunks, isPicture} of splitMoments(text)) {
    last = {chunks, isCut: false};
    if (!isPicture) continue;
    if (held !== undefined) yield held;
    held = last;
    count++;
  }

  // Only the end of the last one can be missing.
  if (held !== undefined) yield {...held, isCut};
  if (count === 0 && last !== undefined) yield {...last, isCut};
}

async function begin(
  stream: AsyncIterable<Uint8Array>,
): Promise<{readonly beginning: Uint8Array; readonly all: AsyncIterable<Uint8Array>}> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const beginning = first.done === true ? new Uint8Array() : first.value;
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield beginning;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      // Nobody reads on: the file is closed.
      await iterator.return?.();
    }
  }

  return {beginning: beginning.subarray(0, beginningBytes), all: all()};
}

/** Compressed, or not text: put together first. */
async function whole(all: AsyncIterable<Uint8Array>, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of all) {
    bytes += chunk.byteLength;
    if (bytes > maxMomentBytes) {
      throw new DecodeError(
        'too-large',
        `${file} is larger than any goroutine profile.`,
        'Cut the part that holds the stacks out of it.',
      );
    }

    chunks.push(chunk);
  }

  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** Neither protobuf nor UTF-16, both of which have bytes that no text in UTF-8 has. */
function isText(bytes: Uint8Array): boolean {
  return bytes
    .subarray(0, beginningBytes)
    .every((byte) => byte >= 0x20 || (byte >= 0x08 && byte <= 0x0d) || byte === 0x1b);
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
