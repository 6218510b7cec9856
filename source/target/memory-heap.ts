import {memorySizes, type MemorySizes} from './memory-sizes.ts';

/** The figures at the end take 12 kB: 256 pauses, and when each was. */
const mostEndBytes = 64 * 1024;

/**
 * Reads the memory of a process from the end of a `heap?debug=1` profile; undefined when they are not there, as when
 * it was cut.
 *
 * Example input:  `…\n# runtime.MemStats\n# Alloc = 271360\n…# HeapInuse = 802816\n…# Stack = 360448 / 360448\n…`
 * Example output: `{heapInUse: 802816, heapAllocated: 271360, stacksInUse: 360448, system: 8609808, collections: 0}`
 * Source: runtime/pprof writeHeapInternal, Go 1.15–1.26.
 *
 * @param chunks the body, in order
 */
export function parseMemoryHeap(chunks: readonly Uint8Array[]): MemorySizes | undefined {
  const text = endOf(chunks).toString('latin1');
  const start = text.lastIndexOf('\n# runtime.MemStats\n');
  if (start < 0) return undefined;
  const figures = new Map<string, number>();
  for (const [, name, figure] of text.slice(start).matchAll(/^# (\w+) = (\d{1,16})(?: \/ \d+)?$/gm)) {
    figures.set(name === 'Stack' ? 'StackInuse' : name!, Number(figure));
  }

  return memorySizes((name) => figures.get(name));
}

function endOf(chunks: readonly Uint8Array[]): Buffer {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks.toReversed()) {
    kept.unshift(chunk);
    bytes += chunk.length;
    if (bytes >= mostEndBytes) break;
  }

  return Buffer.concat(kept).subarray(-mostEndBytes);
}
