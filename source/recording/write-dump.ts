// Puts a dump into a recording, packed, a chunk at a time.

import {compress} from './compress.ts';
import {joinBytes} from './join-bytes.ts';
import {dumpChunkBytes} from './limits.ts';
import type {RecordingFile} from './recording-file.ts';

/** Why a dump was saved: a threshold was crossed, or a person asked for it. */
export type DumpCause = 'alarm' | 'asked';

/** What a dump is called that was not saved to a file of its own. */
export const dumpNames = {stacks: 'goroutine-debug-2.txt', counts: 'goroutine-debug-1.txt'} as const;

/** Bytes as the target gave them: full stacks, or a profile. */
export type RecordedDump = {
  readonly atMs: number;
  /** The same as of the look that was made of it: this is how the one is found for the other. */
  readonly wallMs: number;
  /** Of the file it was saved to, without its folder. */
  readonly name: string;
  readonly cause: DumpCause;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

/** Writes a dump in pieces; false when it is larger than `maxBytes`, compressed, or the recording ended meanwhile. */
export async function writeDump(
  file: RecordingFile,
  {atMs, wallMs, name, cause, chunks}: RecordedDump,
  maxBytes: number,
  attempt: (work: () => void) => boolean,
): Promise<boolean> {
  let bytes = 0;
  let packedBytes = 0;
  const packed: Uint8Array[] = [];
  for await (const piece of pieces(chunks)) {
    const body = await compress(piece);
    bytes += piece.length;
    packedBytes += body.length;
    if (packedBytes > maxBytes) return false;
    packed.push(body);
  }

  return attempt(() => file.addDump({atMs, wallMs, name, cause, bytes}, packed));
}

/** The same bytes in pieces of one size. */
async function* pieces(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + dumpChunkBytes - length);
      held.push(part);
      length += part.length;
      at += part.length;
      if (length < dumpChunkBytes) continue;
      yield joinBytes(held);
      held = [];
      length = 0;
    }
  }

  if (length > 0) yield joinBytes(held);
}
