// Tells what a goroutine waits for from its innermost frames, where a profile has no word for it.

import {type Family, familyOf, onNilChannel, selectWithoutCases} from './wait-reason.ts';

/** A frame as debug=0 has it, with the runtime's own; `startLine` is 0 before Go 1.20, `line` 0 when unknown. */
export type LeafFrame = {readonly function: string; readonly line: number; readonly startLine: number};

export type LeafWait = {
  /** The word that debug=2 would print. */
  readonly status: string;
  readonly family: Family;
  /** The runtime function it parked in; undefined when it is not parked. */
  readonly operation: string | undefined;
};

// Statuses that follow from the frame below gopark, goparkunlock and semacquire1.
const parkedIn = new Map<string, string>([
  ['runtime.selectgo', 'select'],
  ['runtime.block', selectWithoutCases],
  ['time.Sleep', 'sleep'],
  ['runtime.timeSleep', 'sleep'],
  ['runtime.netpollblock', 'IO wait'],
  ['internal/poll.runtime_pollWait', 'IO wait'],
  ['sync.runtime_SemacquireRWMutexR', 'sync.RWMutex.RLock'],
  ['sync.runtime_SemacquireRWMutex', 'sync.RWMutex.Lock'],
  ['sync.runtime_SemacquireWaitGroup', 'sync.WaitGroup.Wait'],
  ['sync.runtime_Semacquire', 'semacquire'],
  ['internal/poll.runtime_Semacquire', 'semacquire'],
  ['sync.runtime_notifyListWait', 'sync.Cond.Wait'],
  ['internal/sync.runtime_notifyListWait', 'sync.Cond.Wait'],
  ['runtime.gcBgMarkWorker', 'GC worker (idle)'],
  ['runtime.gcParkAssist', 'GC assist wait'],
  ['runtime.gcWaitOnMark', 'wait for GC cycle'],
  ['runtime.bgsweep', 'GC sweep wait'],
  ['runtime.(*scavengerState).park', 'GC scavenge wait'],
  ['runtime.(*scavengerState).sleep', 'sleep'],
  ['runtime.forcegchelper', 'force gc (idle)'],
  ['runtime.runfinq', 'finalizer wait'],
  ['runtime.runFinalizers', 'finalizer wait'],
  ['runtime.(*cleanupQueue).dequeue', 'cleanup wait'],
  ['runtime.main', 'panicwait'],
  ['runtime.synctestRun', 'synctest.Run'],
  ['internal/synctest.Run', 'synctest.Run'],
  ['runtime.synctestWait', 'synctest.Wait'],
  ['internal/synctest.Wait', 'synctest.Wait'],
  ['runtime.gcParkStrongFromWeak', 'GC weak to strong wait'],
  ['runtime.updateMaxProcsGoroutine', 'GOMAXPROCS updater (idle)'],
  ['runtime.ReadTrace', 'trace reader (blocked)'],
  ['runtime.readTrace0', 'trace reader (blocked)'],
]);

const semacquireMutex = /^(?:internal\/)?sync\.runtime_SemacquireMutex$/;
const inSystemCall =
  /^(?:runtime\/internal\/syscall\.|internal\/runtime\/syscall[./]|(?:syscall|golang\.org\/x\/sys\/unix)\.(?:[rR]aw(?:Vfork)?)?[sS]yscall|runtime\.(?:cgocall|notetsleepg|entersyscall|exitsyscall|asmcgocall))/;
const takingTheProfile = /^(?:runtime\.(?:goroutineProfile|Stack$|GoroutineProfile)|runtime\/pprof\.)/;

// In chansend and chanrecv the nil channel is handled in the first lines, the ordinary wait about a hundred lines
// later (measured on Go 1.20–1.27: 5 and 12, against 99 to 143).
const nilChannelMaxLines = 20;

/**
 * Tells what a goroutine waits for from the frames of debug=0, innermost first, the runtime's own included.
 *
 * Example input:  `runtime.gopark` `runtime.chanrecv` `runtime.chanrecv2` `main.worker`
 * Example output: `{status: 'chan receive', family: 'chan receive', operation: 'runtime.chanrecv2'}`
 * Source: measured on Go 1.15–1.27. What no stack shows: whether it was woken but has not run yet, and, for a stack
 * that is not parked, whether it is on a processor or waits for one; both are `runnable`.
 */
export function classifyLeaf(frames: readonly LeafFrame[]): LeafWait {
  let at = 0;
  const parked = frames[0]?.function === 'runtime.gopark';
  if (parked) {
    at++;
  }

  // Both may be the leaf when gopark is missing: inlined, or cut off.
  let isOwnSemaphore = false;
  for (const name of ['runtime.goparkunlock', 'runtime.semacquire1', 'runtime.semacquire']) {
    if (frames[at]?.function === name) {
      isOwnSemaphore = name === 'runtime.semacquire';
      at++;
    }
  }

  const frame = frames[at];
  if (frame === undefined) {
    return wait(at > 0 ? 'waiting' : 'runnable', [], undefined);
  }

  const name = frame.function;
  if (at === 0) {
    if (name.startsWith('runtime.coroswitch')) {
      return wait('coroutine', [], name);
    }

    const status = inSystemCall.test(name) ? 'syscall' : takingTheProfile.test(name) ? 'running' : 'runnable';
    return wait(status, [], undefined);
  }

  const caller = frames[at + 1]?.function;
  if (name === 'runtime.chansend' || name === 'runtime.chanrecv') {
    const word = name === 'runtime.chansend' ? 'chan send' : 'chan receive';
    const lines = frame.line - frame.startLine;
    const isNil = frame.startLine > 0 && lines >= 0 && lines < nilChannelMaxLines;
    const operation = caller !== undefined && /\bchan(?:send|recv)/.test(caller) ? caller : name;
    return wait(isNil ? onNilChannel(word) : word, [], operation);
  }

  if (semacquireMutex.test(name)) {
    // The word exists since Go 1.20, which is also when profiles began to hold start lines; internal/sync since 1.24.
    const hasWord = frame.startLine > 0 || name.startsWith('internal/');
    return {status: hasWord ? 'sync.Mutex.Lock' : 'semacquire', family: 'mutex', operation: name};
  }

  const status = parkedIn.get(name);
  if (status === 'IO wait') {
    return wait(status, [], 'internal/poll.runtime_pollWait');
  }

  return status === undefined
    ? // The runtime's own semaphores, as two goroutines in runtime.ReadMemStats use them.
      wait(isOwnSemaphore ? 'semacquire' : 'waiting', [], name)
    : wait(status, caller === undefined ? [name] : [name, caller], name);
}

function wait(status: string, functions: readonly string[], operation: string | undefined): LeafWait {
  return {status, family: familyOf(status, functions), operation};
}
