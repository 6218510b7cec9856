// Unpacks gzip within limits: few bytes must not become gigabytes.

import {createGunzip, gunzipSync} from 'node:zlib';
import {DecodeError} from './decode-error.ts';
import {gzipRatioFreeBytes, maxDecodedBytes, maxGzipRatio} from './proto-limits.ts';

export type Unpacked = {
  readonly chunks: readonly Uint8Array[];
  /** False: the compressed bytes ended early or were damaged, and this is what came before. */
  readonly complete: boolean;
};

const outputChunkBytes = 256 * 1024;
/** So much takes a few milliseconds, less than handing it back and forth. */
const atOnceBytes = 1024 * 1024;
const leastOutputBytes = 64 * 1024;
const sizeBytes = 4;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip, and stops as soon as it becomes larger than any profile is.
 *
 * @throws {DecodeError} `too-large` above 64 MiB, or above 200 times the compressed size beyond the first MiB;
 * `damaged` when nothing at all could be unpacked.
 */
export async function gunzip(chunks: readonly Uint8Array[]): Promise<Unpacked> {
  const compressed = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const limit = Math.min(maxDecodedBytes, Math.max(gzipRatioFreeBytes, compressed * maxGzipRatio));
  const whole = compressed <= atOnceBytes ? unpackAtOnce(chunks, compressed, limit) : undefined;
  if (whole !== undefined) return {chunks: [whole], complete: true};
  const output: Uint8Array[] = [];
  let size = 0;
  const stream = createGunzip({chunkSize: outputChunkBytes});
  try {
    stream.on('error', () => {
      // The loop below throws it.
    });
    for (const chunk of chunks) {
      stream.write(chunk);
    }

    stream.end();
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) {
        throw tooLarge(compressed);
      }

      output.push(chunk);
    }

    return {chunks: output, complete: true};
  } catch (error) {
    if (error instanceof DecodeError) {
      throw error;
    }

    if (size === 0) {
      throw new DecodeError('damaged', 'The gzip data is damaged.', 'Fetch or copy it again.');
    }

    return {chunks: output, complete: false};
  } finally {
    stream.destroy();
  }
}

/**
 * Unpacks into one buffer that is as large as the gzip says at its end, modulo 2³² (RFC 1952, section 2.3.1); undefined
 * where that fails, for whatever reason: the stream finds out what came before.
 */
function unpackAtOnce(chunks: readonly Uint8Array[], size: number, limit: number): Uint8Array | undefined {
  if (size <= sizeBytes) return undefined;
  const [first] = chunks;
  const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size);
  const said = new DataView(bytes.buffer, bytes.byteOffset + size - sizeBytes).getUint32(0, true);
  if (said > limit) return undefined;
  try {
    // One byte more than needed, or zlib would make room for what comes next.
    const chunkSize = Math.max(leastOutputBytes, said + 1);
    const {buffer, byteOffset, byteLength} = gunzipSync(bytes, {chunkSize, maxOutputLength: limit});
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch {
    return undefined;
  }
}

function tooLarge(compressed: number): DecodeError {
  return new DecodeError(
    'too-large',
    `The ${compressed.toLocaleString('en')} compressed bytes unpack to more than a goroutine profile can hold.`,
    'If it is a log of several dumps, unpack it first.',
  );
}
