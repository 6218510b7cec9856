// Streams bytes into a file, compressed or as they come.

import {pipeline} from 'node:stream/promises';
import {constants, createGzip} from 'node:zlib';
import type {Explain} from './saving-error.ts';
import type {WritableFile} from './file-system.ts';

/**
 * The bytes of a file. Nothing is taken before the file is open, so an async generator that makes its request when
 * first asked never stops a target for a dump that cannot be saved.
 */
export type FileChunks = AsyncIterable<Uint8Array> | readonly Uint8Array[];

const gzipOutputBytes = 256 * 1024;

/**
 * Streams the chunks into a file, compressed or as they are, then flushes and closes it; closed in any case. Returns how
 * many bytes came. What the chunks throw is passed on as it is.
 */
export async function fillFile(
  file: WritableFile,
  chunks: FileChunks,
  gzip: boolean,
  explain: Explain,
  signal: AbortSignal | undefined,
): Promise<number> {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of untilAborted(chunks, signal)) {
      bytes += chunk.byteLength;
      yield chunk;
    }
  }
  async function sink(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of source) {
      await explain(writeAll(file, chunk));
    }
  }
  try {
    // The fastest level: stacks repeat so much that it already saves nine tenths, and an incident does not wait.
    const compressor = {chunkSize: gzipOutputBytes, level: constants.Z_BEST_SPEED};
    await (gzip ? pipeline(counted, createGzip(compressor), sink) : pipeline(counted, sink));
    await explain(file.sync());
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await explain(file.close());
  return bytes;
}

/** Passes the chunks on, and throws the signal's reason when it aborts, even while the source never answers. */
async function* untilAborted(
  chunks: FileChunks,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (signal === undefined) {
    yield* chunks;
    return;
  }
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks.values();
  const listening = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true, signal: listening.signal});
  });
  aborted.catch(() => undefined);
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    listening.abort();
    // Not awaited: a generator that waits for its target ends only when that answers.
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

async function writeAll(file: WritableFile, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.byteLength > 0) {
    const written = await file.write(rest);
    if (written <= 0) throw new Error('The file takes no more bytes');
    rest = rest.subarray(written);
  }
}
