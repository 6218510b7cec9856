// Collects the bytes of an answer in blocks that can be handed over to a worker.

/** Blocks of this size cross to a worker in no time and leave little unused. */
const blockBytes = 1024 * 1024;
/** Most answers are smaller than this. */
const firstBlockBytes = 64 * 1024;

/** Collects the bytes of an answer. */
type Body = {
  readonly bytes: number;
  readonly append: (chunk: Uint8Array) => void;
  /** The blocks, each with a buffer of its own and no spare room, so that they can be transferred. Call once. */
  readonly finish: () => Uint8Array<ArrayBuffer>[];
};

/** A body that copies what arrives: the socket's buffers are shared, and thousands of small ones are slow to hand on. */
export function createBody(): Body {
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  let used = 0;
  let bytes = 0;

  return {
    get bytes() {
      return bytes;
    },
    append(chunk) {
      bytes += chunk.length;
      let rest = chunk;
      while (rest.length > 0) {
        let block = blocks.at(-1);
        if (block === undefined || used === block.length) {
          block = new Uint8Array(blocks.length === 0 ? firstBlockBytes : blockBytes);
          blocks.push(block);
          used = 0;
        }

        const part = rest.subarray(0, block.length - used);
        block.set(part, used);
        used += part.length;
        rest = rest.subarray(part.length);
      }
    },
    finish() {
      const last = blocks.pop();
      if (last !== undefined) {
        blocks.push(new Uint8Array(last.buffer.transfer(used)));
      }

      return blocks;
    },
  };
}

/** The first bytes of a body, however it is split. */
export function headOf(chunks: readonly Uint8Array[], length: number): Uint8Array {
  return Buffer.concat(
    chunks,
    Math.min(
      length,
      chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    ),
  );
}
