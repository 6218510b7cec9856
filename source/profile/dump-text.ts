// Keeps the text of a dump, compressed where it is large, so that single goroutines can be shown.

import {zstdCompressSync, zstdDecompressSync, constants} from 'node:zlib';

/** Below this the text of a dump is kept as it came. */
const compressAboveBytes = 4 * 1024 * 1024;

const segmentBytes = 1024 * 1024;

/** The text of a dump, kept so that single goroutines can be shown later. */
export type DumpText = {
  /** Takes over the bytes. */
  add(bytes: Uint8Array): void;
  slice(start: number, end: number): Uint8Array;
  /** Compresses one part of a large text; false when nothing is left to do. */
  compressNext(): boolean;
};

type Segment = {
  readonly start: number;
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly compressed: boolean;
};

export function createDumpText(): DumpText {
  const segments: Segment[] = [];
  let total = 0;
  let next = 0;

  function read(segment: Segment): Uint8Array {
    return segment.compressed ? zstdDecompressSync(segment.bytes) : segment.bytes;
  }

  return {
    add(bytes) {
      for (let at = 0; at < bytes.length; at += segmentBytes) {
        const part = bytes.subarray(at, at + segmentBytes);
        segments.push({start: total, length: part.length, bytes: part, compressed: false});
        total += part.length;
      }
    },

    slice(start, end) {
      const result = new Uint8Array(Math.max(0, end - start));
      for (const segment of segments) {
        const from = Math.max(start, segment.start);
        const to = Math.min(end, segment.start + segment.length);
        if (from < to) {
          result.set(read(segment).subarray(from - segment.start, to - segment.start), from - start);
        }
      }

      return result;
    },

    compressNext() {
      const segment = segments[next];
      if (total <= compressAboveBytes || segment === undefined) {
        return false;
      }

      // What arrived in small pieces is put together, or each would be compressed for itself.
      let count = 1;
      let length = segment.length;
      for (let more = segments[next + 1]; more !== undefined && length + more.length <= segmentBytes;) {
        length += more.length;
        count++;
        more = segments[next + count];
      }

      const joined = Buffer.concat(segments.slice(next, next + count).map((part) => part.bytes));
      const params = {[constants.ZSTD_c_compressionLevel]: 1};
      const bytes = zstdCompressSync(joined, {params});
      segments.splice(next, count, {start: segment.start, length, bytes, compressed: true});
      next++;
      return true;
    },
  };
}
