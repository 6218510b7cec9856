/** What the runtime says of a process's memory, in bytes. Source: runtime.MemStats. */
export type MemorySizes = {
  /** Of the heap's pages, those with something in them (HeapInuse). */
  readonly heapInUse: number;
  /** What lives on the heap or was not collected yet (HeapAlloc): up and down with each collection. */
  readonly heapAllocated: number;
  /** Of goroutines' stacks, those in use or kept for reuse until the next collection (StackInuse). */
  readonly stacksInUse: number;
  /** What was taken from the system for all of it (Sys). */
  readonly system: number;
  /** How often the garbage collector has run (NumGC). */
  readonly collections: number;
};

/** Takes what a process wrote for sizes only if that is what it can be; undefined otherwise. */
export function memorySizes(of: (field: string) => unknown): MemorySizes | undefined {
  const heapInUse = size(of('HeapInuse'));
  const heapAllocated = size(of('HeapAlloc'));
  const stacksInUse = size(of('StackInuse'));
  const system = size(of('Sys'));
  const collections = size(of('NumGC'));
  if (heapInUse === undefined || heapAllocated === undefined || stacksInUse === undefined) return undefined;
  if (system === undefined || collections === undefined) return undefined;
  return {heapInUse, heapAllocated, stacksInUse, system, collections};
}

function size(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
