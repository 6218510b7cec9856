// Tells kinds of leaks, and kinds of goroutines, by what they wait for and by their stacks.

import type {Frame} from '../profile/model.ts';
import {isOnNilChannel, selectWithoutCases} from '../profile/wait-reason.ts';
import type {PatternName} from './pattern-name.ts';
import type {Place} from './places/place.ts';
import {isStreamKeeper} from './signs/streams.ts';

type Rule = {readonly pattern: PatternName; readonly when: (place: Place) => boolean};

/** How the HTTP/2 code is called: inside net/http up to Go 1.26, in a package of its own since, and as a module. */
const http2Stream = /(?:^net\/http\.\(\*http2clientStream\)|[/.]http2\.\(\*clientStream\))\.writeRequest$/;
const http2RoundTrip = /(?:^net\/http\.\(\*http2ClientConn\)|[/.]http2\.\(\*ClientConn\))\.[rR]oundTrip$/;
const requestHandlers =
  /(?:^net\/http\.\(\*conn\)\.serve|^net\/http\.\(\*http2serverConn\)\.runHandler|[/.]http2\.\(\*serverConn\)\.runHandler|^google\.golang\.org\/grpc\.\(\*Server\)\.handleStream|\/http3\.\(\*\w+\)\.(?:handleRequest|handleRequestStream))$/;

/**
 * What a stack alone says a leak there would be, the first rule that holds. Functions and states only, never lines.
 * Source: measured on Go 1.15–1.27; what was seen of it in time, and its source, may decide otherwise later.
 */
const rules: readonly Rule[] = [
  {pattern: 'nil-channel', when: ({status}) => isOnNilChannel(status)},
  {pattern: 'select-no-cases', when: ({status}) => status === selectWithoutCases},
  {pattern: 'iter-pull-not-stopped', when: ({family}) => family === 'coroutine'},
  {pattern: 'once-stuck', when: isWaitingForOnce},
  {pattern: 'rwmutex-nested-read-lock', when: isNestedReadLock},
  {pattern: 'mutex-not-released', when: ({family}) => family === 'mutex'},
  {
    pattern: 'http-body-not-closed',
    when: (place) => place.family === 'select' && leaf(place) === 'net/http.(*persistConn).readLoop',
  },
  {pattern: 'http-no-deadline', when: isBodyRead},
  {
    pattern: 'http-transport-per-request',
    when: (place) => hasIn(place, /^net\/http\.\(\*persistConn\)\.(?:readLoop|writeLoop)$/),
  },
  {pattern: 'http2-body-not-closed', when: (place) => hasIn(place, http2Stream)},
  {
    pattern: 'http-no-deadline',
    when: (place) =>
      hasIn(place, http2RoundTrip) || hasIn(place, /^net\/http\.\(\*(?:persistConn|Transport)\)\.roundTrip$/),
  },
  {pattern: 'sql-rows-not-closed', when: (place) => hasIn(place, /^database\/sql\.\(\*Rows\)\.awaitDone$/)},
  {pattern: 'sql-tx-open', when: (place) => hasIn(place, /^database\/sql\.\(\*Tx\)\.awaitDone$/)},
  {
    pattern: 'sql-pool-exhausted',
    when: (place) => place.family === 'select' && leaf(place) === 'database/sql.(*DB).conn',
  },
  {
    pattern: 'exec-wait-missing',
    when: (place) =>
      hasIn(place, /^os\/exec\.\(\*Cmd\)\.(?:watchCtx|Start\.func\d|writerDescriptor\.func\d)/),
  },
  {
    pattern: 'pipe-abandoned',
    when: (place) => /^(?:io|net)\.\(\*pipe\)\.(?:read|write)$/.test(leaf(place)) || isSystemPipe(place),
  },
  {pattern: 'errgroup-stuck', when: isErrgroup},
  {pattern: 'waitgroup-never-done', when: ({family}) => family === 'waitgroup'},
  {pattern: 'sleep-loop', when: ({family}) => family === 'sleep'},
  {
    pattern: 'context-never-cancelled',
    when: (place) =>
      hasIn(place, /^context\.\(\*cancelCtx\)\.propagateCancel\.func\d+$/) || isStreamKeeper(place),
  },
  {
    pattern: 'handler-stuck',
    when: (place) =>
      ['chan receive', 'select', 'cond', 'semacquire'].includes(place.family) && isRequestHandler(place),
  },
  {pattern: 'send-blocked', when: ({family}) => family === 'chan send'},
  {
    pattern: 'range-never-closed',
    when: ({family, operation}) => family === 'chan receive' && operation === 'runtime.chanrecv2',
  },
  {pattern: 'receive-never-sent', when: ({family}) => family === 'chan receive'},
  {pattern: 'select-no-exit', when: ({family}) => family === 'select'},
  {pattern: 'cond-never-signalled', when: ({family}) => family === 'cond'},
  {pattern: 'unknown-growth', when: isAccepting},
  {pattern: 'socket-no-deadline', when: isNetworkWait},
  {pattern: 'busy-loop', when: ({family}) => family === 'running' || family === 'runnable'},
];

export function recognise(place: Place): PatternName {
  return rules.find(({when}) => when(place))?.pattern ?? 'unknown-growth';
}

/** The main goroutine: that it waits for ever is how most servers run. */
export function isMain({stack}: Pick<Place, 'stack'>): boolean {
  return stack.at(-1)?.function === 'main.main';
}

/** True for the goroutine of a request that a server is answering: its caller waits for it. */
export function isRequestHandler(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(place, requestHandlers);
}

/** Waits for bytes from a peer: its count goes with that of connections, whoever opened them. */
export function isNetworkWait({family, stack}: Pick<Place, 'family' | 'stack'>): boolean {
  return (
    family === 'IO wait' &&
    stack.some(({function: name}) => /^net\.\(\*(?:conn|netFD|UDPConn|UnixConn|TCPConn)\)\./.test(name))
  );
}

/** Answers a request that came as one of many over a connection: nothing shows whether its caller still waits. */
export function isStreamHandler(place: Pick<Place, 'family' | 'stack'>): boolean {
  return isRequestHandler(place) && !hasIn(place, /^net\/http\.\(\*conn\)\.serve$/);
}

/** Reads the body of an answer that an HTTP client got. */
export function isBodyRead(place: Pick<Place, 'stack'>): boolean {
  return hasIn(place, /^net\/http\.\(\*bodyEOFSignal\)\.Read$/);
}

/** Reads the body of an answer line by line: a stream of events lasts for as long as somebody wants it. */
export function isAnswerStreamed({stack}: Pick<Place, 'stack'>): boolean {
  const at = stack.findIndex(({function: name}) => name === 'net/http.(*bodyEOFSignal).Read');
  return (
    at !== -1 &&
    stack
      .slice(at)
      .some(({function: name}) =>
        /^bufio\.\(\*(?:Scanner|Reader)\)\.(?:Scan|Read(?:String|Bytes|Line|Slice))$/.test(name),
      )
  );
}

/** Keeps the connection of a client that may send another request: none is under way. */
export function isBetweenRequests({family, stack}: Pick<Place, 'family' | 'stack'>): boolean {
  if (family !== 'IO wait') return false;
  const at = stack.findIndex(({function: name}) => name === 'net/http.(*conn).serve');
  return at > 0 && stack[at - 1]?.function === 'bufio.(*Reader).Peek';
}

/** Reads what the client of a request still sends, outside the goroutine of the request. */
export function isRequestBodyRead(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(place, /^net\/http\.\(\*connReader\)\.Read$/) && !isRequestHandler(place);
}

/** Waits in Accept for new connections. */
export function isAccepting(place: Pick<Place, 'family' | 'stack'>): boolean {
  return place.family === 'IO wait' && hasIn(place, /^internal\/poll\.\(\*FD\)\.Accept$/);
}

/** One of the two goroutines that net/http keeps for each connection of a client. */
export function isClientConnection(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(place, /^net\/http\.\(\*persistConn\)\.(?:readLoop|writeLoop)$/);
}

/** A request that an HTTP client is waiting for. */
export function isClientRequest(stack: readonly Frame[]): boolean {
  return stack.some(({function: name}) => name === 'net/http.(*persistConn).roundTrip');
}

/** The function that sees whether the client of a request is still there. */
export function isClientWatch(place: Pick<Place, 'family' | 'stack'>): boolean {
  return hasIn(place, /^net\/http\.\(\*connReader\)\.backgroundRead$/);
}

/** Waits for the end of a command, and of those that copy its output. */
export function isInCommandWait(place: Pick<Place, 'stack'>): boolean {
  return hasIn(place, /^os\/exec\.\(\*Cmd\)\.Wait$/);
}

/** Waits for the end of a child process, which takes as long as that likes. */
export function isProcessWait(place: Pick<Place, 'stack'>): boolean {
  return hasIn(place, /^os\.\(\*Process\)\.[wW]ait$/);
}

/** Waits in sync.Once.Do for another that is inside. */
export function isWaitingForOnce(place: Place): boolean {
  const at = place.stack.findIndex(({function: name}) => name === 'sync.(*Once).doSlow');
  return (
    place.family === 'mutex' &&
    at !== -1 &&
    place.stack.slice(0, at).every((frame) => isLocking(frame.function))
  );
}

/** Runs, or waits, inside the function of a sync.Once. */
export function isInsideOnce(place: Place): boolean {
  return !isWaitingForOnce(place) && hasIn(place, /^sync\.\(\*Once\)\.doSlow$/);
}

/**
 * Reads a file as a stream of text or bytes, and has to wait: files on a disk are never waited for so, which leaves a
 * pipe, such as that of a child process. What reads records of its own, as from inotify, is something else.
 */
function isSystemPipe({family, stack}: Place): boolean {
  const at = stack.findIndex(({function: name}) => /^os\.\(\*File\)\.Read$/.test(name));
  return family === 'IO wait' && at !== -1 && /^(?:bufio|io)\./.test(stack[at + 1]?.function ?? '');
}

function isErrgroup(place: Place): boolean {
  const at = place.stack.findIndex(({function: name}) =>
    /(?:^|\/)errgroup\.\(\*Group\)\.(?:Go|Wait)$/.test(name),
  );
  if (at === -1) return false;
  return place.family === 'waitgroup' || (place.family === 'chan send' && at === 0);
}

function isNestedReadLock(place: Place): boolean {
  const isRead = place.status === 'sync.RWMutex.RLock' || hasIn(place, /^sync\.\(\*RWMutex\)\.RLock$/);
  return isRead && isNested(place);
}

/** A lock asked for by a method that was called, on the same type, by another which may hold it. */
export function isNested({family, stack}: Place): boolean {
  if (family !== 'mutex') return false;
  let is = nested.get(stack);
  if (is === undefined) {
    is = isCalledOnSameType(stack);
    nested.set(stack, is);
  }

  return is;
}

/** Each lock is held against each other. */
const nested = new WeakMap<readonly Frame[], boolean>();

function isCalledOnSameType(stack: readonly Frame[]): boolean {
  const callers = stack.filter(({function: name}) => !isLocking(name)).slice(0, 2);
  const [inner, outer] = callers.map(({function: name}) => receiverOf(name));
  return inner !== undefined && inner === outer;
}

/**
 * Example input:  `ledger.(*Book).total.func1`
 * Example output: `ledger.(*Book)`
 */
export function receiverOf(name: string): string | undefined {
  return /^(.*\(\*?[^()]+\))\./.exec(name)?.[1];
}

export function isLocking(name: string): boolean {
  return /^(?:internal\/)?sync\.(?:\(\*(?:RW)?Mutex\)|runtime_)/.test(name);
}

function leaf({stack}: Place): string {
  return stack[0]?.function ?? '';
}

function hasIn({stack}: Pick<Place, 'stack'>, pattern: RegExp): boolean {
  return stack.some((frame) => pattern.test(frame.function));
}
