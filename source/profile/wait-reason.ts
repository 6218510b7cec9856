// What goroutines wait for: the runtime's words, and the families that gorowatch makes of them.

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

/** A status as the runtime prints it, taken apart. */
type ParsedStatus = {
  /** Without the suffixes below; parentheses such as `(nil chan)` belong to the word. */
  readonly status: string;
  readonly leaked: boolean;
  /** Inside a synctest bubble, and only something in the bubble can wake it. */
  readonly durable: boolean;
};

/**
 * Separates the runtime's word from the marks that it appends.
 *
 * Example input:  `chan receive (nil chan) (leaked)`
 * Example output: `{status: 'chan receive (nil chan)', leaked: true, durable: false}`
 * Source: runtime/traceback.go goroutineheader; `(synctest)` is what Go 1.24 called `(durable)`.
 */
export function parseStatus(text: string): ParsedStatus {
  let status = text;
  let leaked = false;
  let durable = false;
  for (;;) {
    if (status.endsWith(' (leaked)')) {
      status = status.slice(0, -' (leaked)'.length);
      leaked = true;
    } else if (status.endsWith(' (durable)')) {
      status = status.slice(0, -' (durable)'.length);
      durable = true;
    } else if (status.endsWith(' (synctest)')) {
      status = status.slice(0, -' (synctest)'.length);
      durable = true;
    } else if (status.endsWith(' (scan)')) {
      status = status.slice(0, -' (scan)'.length);
    } else {
      return {status, leaked, durable};
    }
  }
}

const nilChannelMark = ' (nil chan)';
/** A select that has no cases. Source: runtime/runtime2.go waitReasonSelectNoCases. */
export const selectWithoutCases = 'select (no cases)';

/** The status of an operation on a nil channel: `chan send (nil chan)`. */
export function onNilChannel(word: 'chan send' | 'chan receive'): string {
  return word + nilChannelMark;
}

export function isOnNilChannel(status: string): boolean {
  return status.endsWith(nilChannelMark);
}

/** Whether a status says that nothing can end the wait: on a nil channel, or a select without cases. */
export function isEndless(status: string): boolean {
  return isOnNilChannel(status) || status === selectWithoutCases;
}

// Source: runtime/runtime2.go waitReasonStrings, Go 1.15–1.27.
const familyOfStatus = new Map<string, Family>([
  ['chan send', 'chan send'],
  [onNilChannel('chan send'), 'chan send'],
  ['chan receive', 'chan receive'],
  [onNilChannel('chan receive'), 'chan receive'],
  ['select', 'select'],
  [selectWithoutCases, 'select'],
  ['sleep', 'sleep'],
  ['IO wait', 'IO wait'],
  ['sync.Mutex.Lock', 'mutex'],
  ['sync.RWMutex.RLock', 'mutex'],
  ['sync.RWMutex.Lock', 'mutex'],
  ['sync.Cond.Wait', 'cond'],
  ['sync.WaitGroup.Wait', 'waitgroup'],
  ['semacquire', 'semacquire'],
  ['syscall', 'syscall'],
  ['runnable', 'runnable'],
  ['running', 'running'],
  ['coroutine', 'coroutine'],
  ['garbage collection', 'GC'],
  ['garbage collection scan', 'GC'],
  ['wait for GC cycle', 'GC'],
  ['force gc (idle)', 'GC'],
  ['finalizer wait', 'GC'],
  ['cleanup wait', 'GC'],
]);

/**
 * The kind of wait behind a runtime's word.
 *
 * Up to Go 1.19 `semacquire` also meant a mutex, and up to 1.23 a WaitGroup, so there the frames decide; this makes
 * every release and every format agree.
 *
 * @param status without suffixes, as `parseStatus` returns it.
 * @param functions innermost first; runtime frames may be missing.
 */
export function familyOf(status: string, functions: readonly string[]): Family {
  if (status === 'semacquire') {
    return familyOfSemaphore(functions);
  }

  return familyOfStatus.get(status) ?? (status.startsWith('GC ') ? 'GC' : 'other');
}

// The runtime frames that may stand above the semaphore's own: gopark, goparkunlock, semacquire1.
const deepestSemaphoreFrame = 4;

function familyOfSemaphore(functions: readonly string[]): Family {
  for (let at = 0; at < Math.min(functions.length, deepestSemaphoreFrame); at++) {
    const name = functions[at]!;
    if (/^(?:internal\/)?sync\.runtime_Semacquire(?:Mutex|RWMutexR?)$/.test(name)) {
      return 'mutex';
    }

    if (name === 'sync.runtime_SemacquireWaitGroup') {
      return 'waitgroup';
    }

    if (name === 'sync.runtime_Semacquire') {
      const caller = functions[at + 1] ?? '';
      return caller.startsWith('sync.(*WaitGroup).')
        ? 'waitgroup'
        : caller.startsWith('sync.(*RWMutex).') || caller.startsWith('sync.(*Mutex).')
          ? 'mutex'
          : 'semacquire';
    }
  }

  return 'semacquire';
}
