import {memorySizes, type MemorySizes} from './memory-sizes.ts';

/**
 * Reads the memory of a process from what expvar publishes; undefined for anything else.
 *
 * Example input:  `{"cmdline": ["/srv/app"], "memstats": {"Alloc":271360,"Sys":8609808,"HeapInuse":802816,…}}`
 * Example output: `{heapInUse: 802816, heapAllocated: 271360, stacksInUse: 360448, system: 8609808, collections: 0}`
 * Source: expvar.memstats, a JSON of runtime.MemStats; what the program publishes beside it is left alone.
 */
export function parseMemoryVars(body: string): MemorySizes | undefined {
  let published: unknown;
  try {
    published = JSON.parse(body);
  } catch {
    return undefined;
  }

  const stats = field(published, 'memstats');
  return memorySizes((name) => field(stats, name));
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
