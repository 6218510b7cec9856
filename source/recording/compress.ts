// How names and logs are packed in the file, and unpacked within limits.

import {promisify} from 'node:util';
import {constants, zstdCompress, zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import {DamagedBytes} from './recording-error.ts';

/** With a checksum, so that a flipped bit is noticed. */
const options = {params: {[constants.ZSTD_c_checksumFlag]: 1}};
const inBackground = promisify(zstdCompress);

/** What is decompressed comes in pieces, and few large ones take half as long as many of Node's usual 16 KiB. */
const leastPieceBytes = 16 * 2 ** 10;
const mostPieceBytes = 4 * 2 ** 20;
/** Names and logs become some three to five times as large. */
const usuallyTimesAsLarge = 5;

/** Compresses away from the thread that paints the screen. */
export function compress(bytes: Uint8Array): Promise<Uint8Array> {
  return inBackground(bytes, options);
}

export function compressNow(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, options);
}

/** @throws {DamagedBytes} for what was not compressed so, and for what would be more than `maxBytes`. */
export function decompress(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    const expected = Math.min(mostPieceBytes, bytes.length * usuallyTimesAsLarge);
    return zstdDecompressSync(bytes, {
      maxOutputLength: maxBytes,
      chunkSize: Math.max(leastPieceBytes, expected),
    });
  } catch {
    throw new DamagedBytes('a part cannot be decompressed');
  }
}
