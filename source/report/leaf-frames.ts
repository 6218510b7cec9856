// The runtime's frames without which a profile that is written would be read back as another wait.

import {isElision, isRuntimeFrame} from '../profile/frame.ts';
import {classifyLeaf, type LeafFrame} from '../profile/leaf-wait.ts';
import type {Group} from '../profile/model.ts';
import {isOnNilChannel, onNilChannel, selectWithoutCases} from '../profile/wait-reason.ts';

/** The runtime's frames that a debug=0 profile has before the visible ones, and what they cannot say. */
type Leaf = {
  /** Innermost first. */
  readonly frames: readonly LeafFrame[];
  /** Where the innermost visible frame's function begins; 0: not known, which for a lock means Go 1.19 or older. */
  readonly startLine: number;
  /** Frames do not tell this wait, so that its word must be written down beside them. */
  readonly needsWord: boolean;
};

const park = ['runtime.gopark'];
const parkUnlock = ['runtime.gopark', 'runtime.goparkunlock'];
const semaphore = ['runtime.gopark', 'runtime.goparkunlock', 'runtime.semacquire1'];

// Nothing but `c <- v` and package reflect, whose frame is visible, parks in a send: others do not wait.
const send = [[...park, 'runtime.chansend', 'runtime.chansend1']];

/**
 * What may stand before the visible frames of a goroutine with this status: the first that is read back as the same
 * wait is taken. A function is named only where it is certain to be in the real stack, so a receive of which nobody
 * knows whether it is `<-c` or `v, ok := <-c` gets `runtime.chanrecv` alone.
 */
const leavesOfStatus: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'chan send': send,
  [onNilChannel('chan send')]: send,
  'chan receive': [[...park, 'runtime.chanrecv']],
  [onNilChannel('chan receive')]: [[...park, 'runtime.chanrecv']],
  select: [[...park, 'runtime.selectgo']],
  [selectWithoutCases]: [[...park, 'runtime.block']],
  sleep: [park, [...park, 'runtime.timeSleep']],
  'IO wait': [[...park, 'runtime.netpollblock']],
  'sync.Mutex.Lock': [semaphore],
  'sync.RWMutex.RLock': [semaphore],
  'sync.RWMutex.Lock': [semaphore],
  'sync.WaitGroup.Wait': [semaphore],
  semacquire: [semaphore, [...semaphore, 'runtime.semacquire']],
  'sync.Cond.Wait': [parkUnlock],
  'synctest.Run': [park],
  'synctest.Wait': [park],
  coroutine: [['runtime.coroswitch']],
  // What the runtime itself sleeps in, as for signals; C is called through another function.
  syscall: [[], ['runtime.notetsleepg']],
  running: [[]],
  runnable: [[], ['runtime.asyncPreempt2', 'runtime.asyncPreempt']],
  'GC assist wait': [[...parkUnlock, 'runtime.gcParkAssist']],
  'wait for GC cycle': [[...parkUnlock, 'runtime.gcWaitOnMark']],
};

/** Of a channel that is nil, the runtime parks in the first lines of chansend and chanrecv; see `classifyLeaf`. */
const firstLine = 1;
/** Says only that the profile knows where functions begin, as it does since Go 1.20. */
const someLine = 1;

/**
 * The runtime's frames for a group, so that a profile made of it is read back as the same wait, by gorowatch and by
 * a person in `go tool pprof`. What the snapshot knew of them is used; nothing is made up beyond what its wait implies.
 */
export function leafOf({
  identity,
  status,
  operation,
}: Pick<Group, 'identity' | 'status' | 'operation'>): Leaf {
  const {stack, family} = identity;
  const none: Leaf = {frames: [], startLine: 0, needsWord: false};
  // Nothing may stand before frames that are all the runtime's: they are shown as they are.
  const isRuntimeOnly = stack.every((frame) => isRuntimeFrame(frame.function) || isElision(frame));
  // Only debug=0 names the runtime's function; package reflect's is visible in every format.
  const [innermost] = stack;
  const parkedIn = innermost?.function.startsWith('reflect.chan') === true ? innermost.function : operation;
  const isNil = isOnNilChannel(status);
  const candidates = isRuntimeOnly ? [[]] : candidatesFor(status, innermost?.function ?? '');
  for (const startLine of [0, someLine]) {
    for (const names of candidates) {
      const frames = withOperation(names, parkedIn).map((name) => leafFrame(name, isNil));
      const visible = stack.map((frame): LeafFrame => ({
        function: frame.function,
        line: frame.line,
        startLine,
      }));
      const read = classifyLeaf([...frames, ...visible]);
      if (read.status === status && read.family === family) return {frames, startLine, needsWord: false};
    }
  }

  return {...none, needsWord: true};
}

function candidatesFor(status: string, innermost: string): readonly (readonly string[])[] {
  // What cgo writes for each C function.
  if (status === 'syscall' && /\._(?:Cfunc|C2func)_/.test(innermost)) return [['runtime.cgocall']];
  return leavesOfStatus[status] ?? [];
}

function leafFrame(name: string, isNil: boolean): LeafFrame {
  const isMarked = isNil && (name === 'runtime.chansend' || name === 'runtime.chanrecv');
  return {function: name, line: isMarked ? firstLine : 0, startLine: isMarked ? firstLine : 0};
}

/** With the function it parked in, where that is known and one of the runtime's: others are among the visible ones. */
function withOperation(names: readonly string[], operation: string | undefined): readonly string[] {
  if (operation === undefined || names.includes(operation)) return names;
  if (operation.startsWith('reflect.')) return names.filter((name) => name !== 'runtime.chansend1');
  if (!isRuntimeFrame(operation)) return names;
  if (names.at(-1)?.startsWith('runtime.coroswitch') === true) return [operation];
  return /\bruntime\.chan(?:send|recv)/.test(operation) ? [...names, operation] : names;
}
