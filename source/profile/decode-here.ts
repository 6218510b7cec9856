// Decodes a goroutine profile of any format, in the thread that asks for it.

import {createDumpParser} from './dump-parser.ts';
import {type DumpOptions, dumpSnapshot} from './dump-snapshot.ts';
import {createDumpText} from './dump-text.ts';
import {DecodeError} from './decode-error.ts';
import {detectFormat} from './file-format.ts';
import {createGoroutineTexts, type GoroutineTexts} from './goroutine-texts.ts';
import {freeNow} from './free-now.ts';
import {gunzip, isGzip, type Unpacked} from './gunzip.ts';
import {createInterner, type Interner} from './interner.ts';
import {stripLogPrefix} from './log-prefix.ts';
import type {Snapshot} from './model.ts';
import {maxPlainBytes} from './proto-limits.ts';
import {parseProtoProfile} from './proto-profile.ts';
import {parseTextProfile} from './text-profile.ts';

export type DecodeOptions = DumpOptions & {
  /** Keep the text of a debug=2 dump, so that single goroutines can be asked for. */
  readonly keepText?: boolean | undefined;
};

type Decoded = {readonly snapshot: Snapshot; readonly texts: GoroutineTexts | undefined};

/**
 * Decodes a goroutine profile of any format: debug=0, 1 or 2, a crash or SIGQUIT log, gzip or not.
 *
 * @throws {DecodeError} when the bytes are something else, damaged beyond use, or larger than any profile is.
 */
export async function decodeHere(
  chunks: readonly Uint8Array[],
  options: DecodeOptions,
  interner: Interner = createInterner(),
): Promise<Snapshot> {
  const {snapshot} = await decodeProfile(chunks, options, interner);
  return snapshot;
}

/** Like `decodeHere`; also gives access to the text of single goroutines when that was asked for. */
export async function decodeProfile(
  chunks: readonly Uint8Array[],
  options: DecodeOptions,
  interner: Interner,
): Promise<Decoded> {
  const first = chunks.find((chunk) => chunk.length > 0) ?? new Uint8Array();
  const unpacked: Unpacked = isGzip(first) ? await gunzip(chunks) : {chunks, complete: true};
  const size = unpacked.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (size > maxPlainBytes) {
    throw new DecodeError(
      'too-large',
      `It holds ${Math.round(size / 1024 / 1024)} MiB, more than the ${maxPlainBytes / 1024 / 1024} MiB that can be read at once.`,
      'Cut it into parts.',
    );
  }

  // A dump is read piece by piece; everything else is small enough to be put together first.
  if (startsLikeDump(unpacked.chunks)) {
    return decodeDump(unpacked.chunks, unpacked.complete, options, interner);
  }

  const bytes = toUtf8(join(unpacked.chunks, size));
  const format = detectFormat(bytes);
  if (format === 'protobuf') {
    if (!unpacked.complete) {
      throw new DecodeError('damaged', 'The profile is damaged or ends early.', 'Fetch or copy it again.');
    }

    const snapshot = parseProtoProfile(bytes, interner, options);
    // Nobody else has what was unpacked here.
    if (unpacked.chunks !== chunks) freeNow(bytes);
    return {snapshot, texts: undefined};
  }

  if (format === 'debug=1') {
    const snapshot = parseTextProfile(bytes, interner, {
      ...options,
      cut: options.cut === true || !unpacked.complete,
    });
    return {snapshot, texts: undefined};
  }

  const dump = format === 'log' ? stripLogPrefix(bytes) : bytes;
  return decodeDump([dump], unpacked.complete, options, interner);
}

function decodeDump(
  chunks: readonly Uint8Array[],
  complete: boolean,
  options: DecodeOptions,
  interner: Interner,
): Decoded {
  const text = options.keepText === true ? createDumpText() : undefined;
  const parser = createDumpParser(interner, text);
  for (const chunk of chunks) {
    parser.push(chunk);
  }

  const dump = parser.finish();
  return {
    snapshot: dumpSnapshot(dump, interner, {...options, cut: options.cut === true || !complete}),
    texts: text && createGoroutineTexts(dump.goroutines, text),
  };
}

const dumpStart = 'goroutine 1';

function startsLikeDump(chunks: readonly Uint8Array[]): boolean {
  const beginning = Buffer.concat(chunks.slice(0, 4).map((chunk) => chunk.subarray(0, 64)));
  return (
    chunks[0] !== undefined &&
    /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[/.test(
      beginning.toString('latin1', 0, dumpStart.length + 80),
    )
  );
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) {
    // Not as a Buffer, whose `slice` is a view that would keep all of it.
    return new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  }

  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }

  return bytes;
}

/** Windows shells write redirected output as UTF-16, or put a byte order mark before it. */
function toUtf8(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new Uint8Array(Buffer.from(new TextDecoder('utf-16le').decode(bytes)));
  }

  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
