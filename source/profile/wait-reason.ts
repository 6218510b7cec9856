/** Every kind of wait that gorowatch tells apart, in the order in which they are listed when equal. */
export const families = [
  'chan send',
  'chan receive',
  'select',
  'sleep',
  'IO wait',
  'mutex',
  'cond',
  'waitgroup',
  'semacquire',
  'syscall',
  'runnable',
  'running',
  'coroutine',
  'GC',
  'other',
] as const;

export type Family = (typeof families)[number];
