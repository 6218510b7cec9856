import {describe, expect, test} from 'vitest';
import type {PatternName} from '../../source/diagnosis/pattern-name.ts';
import {placesOf, type Place} from '../../source/diagnosis/places/place.ts';
import {
  isAccepting,
  isAnswerStreamed,
  isBodyRead,
  isClientConnection,
  isInsideOnce,
  isMain,
  isNetworkWait,
  isRequestHandler,
  isStreamHandler,
  isWaitingForOnce,
  receiverOf,
  recognise,
} from '../../source/diagnosis/recognise.ts';
import type {Snapshot} from '../../source/profile/model.ts';
import {decode, fixture, releases} from '../profile/fixtures.ts';
import {frame as frameOf, group, type GroupOptions} from '../helpers/session.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import {recordingOf} from './replay.ts';

function placeOf(family: Family, stack: readonly string[], options: GroupOptions = {}): Place {
  const [place] = placesOf([group(1, family, stack, options)]).values();
  return place!;
}

/** What the goroutines of the fixtures are labelled with, and what a leak of such would be. */
const labelled: Readonly<Record<string, PatternName>> = {
  'chan-send-buf': 'send-blocked',
  'chan-send-unbuf': 'send-blocked',
  'select-1case-send': 'send-blocked',
  'chan-recv1': 'receive-never-sent',
  'chan-recv-inlined': 'receive-never-sent',
  'select-1case-recv': 'receive-never-sent',
  deep: 'receive-never-sent',
  'locked-thread': 'receive-never-sent',
  ticker: 'receive-never-sent',
  'time-After': 'receive-never-sent',
  'select-2': 'select-no-exit',
  'select-empty': 'select-no-cases',
  sleep: 'sleep-loop',
  'mutex-lock': 'mutex-not-released',
  'rwmutex-rlock': 'mutex-not-released',
  'rwmutex-lock-behind-reader': 'mutex-not-released',
  'rwmutex-lock-behind-writer': 'mutex-not-released',
  'once-do-second': 'once-stuck',
  waitgroup: 'waitgroup-never-done',
  'cond-wait': 'cond-never-signalled',
  'tcp-read': 'socket-no-deadline',
  'tcp-write': 'socket-no-deadline',
  'tcp-accept': 'unknown-growth',
  'pipe-read(os.File)': 'unknown-growth',
  'syscall-read': 'unknown-growth',
  gosched: 'busy-loop',
};

describe.each(releases)('the stacks of %s', async (release) => {
  const snapshots: readonly Snapshot[] = await Promise.all(
    ['g0.pb.gz', 'g1.txt', 'g2.txt'].map(async (file) => decode(fixture(`${release}/${file}`))),
  );

  test('say the same in every format', () => {
    const seen: [string, PatternName][] = [];
    for (const {groups} of snapshots)
      for (const place of groups.map((one) => [...placesOf([one]).values()][0]!)) {
        const {cat = ''} = place.identity.labels;
        if (cat in labelled) seen.push([cat, recognise(place)]);
      }

    expect(seen.length).toBeGreaterThanOrEqual(2 * Object.keys(labelled).length);
    expect(seen.filter(([cat, pattern]) => labelled[cat] !== pattern)).toEqual([]);
  });

  test('tell a range from a receive where the profile names what it parked in', () => {
    const [counts] = snapshots;
    const ofRange = counts!.groups.filter(({identity}) => identity.labels['cat'] === 'chan-range');
    expect([...placesOf(ofRange).values()].map(recognise)).toEqual(['range-never-closed']);
  });

  test('tell nil channels where the runtime says so', () => {
    const [, ...texts] = snapshots;
    for (const {groups} of texts) {
      const nil = groups.filter(({status}) => status.endsWith('(nil chan)'));
      expect(nil).toHaveLength(2);
      expect(nil.map((one) => recognise([...placesOf([one]).values()][0]!))).toEqual([
        'nil-channel',
        'nil-channel',
      ]);
    }
  });

  test('of the standard library alone are told by the function they are known for', () => {
    for (const {groups} of snapshots) {
      const places = [...placesOf(groups).values()];
      const connections = places.filter((place) => isClientConnection(place));
      expect(new Set(connections.map(({frame}) => frame?.function))).toEqual(
        new Set(['net/http.(*persistConn).readLoop', 'net/http.(*persistConn).writeLoop']),
      );
      expect(new Set(connections.map(recognise))).toEqual(new Set(['http-transport-per-request']));
    }
  });
});

const isStreamed = (...outer: string[]) =>
  isAnswerStreamed({
    stack: ['bufio.(*Reader).ReadSlice', 'net/http.(*bodyEOFSignal).Read', ...outer].map((name) =>
      frameOf(name),
    ),
  });

test('an answer that is read line by line is a stream', () => {
  expect(isStreamed('bufio.(*Scanner).Scan', 'main.watch')).toBe(true);
  expect(isStreamed('bufio.(*Reader).fill', 'bufio.(*Reader).ReadString', 'main.watch')).toBe(true);
  expect(isStreamed('io.ReadAll', 'main.fetch')).toBe(false);
  expect(isStreamed('encoding/json.(*Decoder).Decode', 'main.fetch')).toBe(false);
});

/** What the recorded stacks of leaking scenarios say alone: at which function of a frame, and which pattern. */
const recorded: readonly (readonly [scenario: string, frame: RegExp, pattern: PatternName])[] = [
  ['iter-pull-not-stopped', /^iter\.Pull/, 'iter-pull-not-stopped'],
  ['once-stuck', /\.Colour$/, 'once-stuck'],
  ['rwmutex-nested-read-lock', /\.Price$/, 'rwmutex-nested-read-lock'],
  ['rwmutex-nested-read-lock', /\.SetPrice$/, 'mutex-not-released'],
  ['http-body-not-closed', /\.readLoop$/, 'http-body-not-closed'],
  ['http-transport-per-request', /\.readLoop$/, 'http-transport-per-request'],
  ['http2-body-not-closed', /\.writeRequest$/, 'http2-body-not-closed'],
  ['http-no-deadline', /\.authorise$/, 'http-no-deadline'],
  ['sql-rows-not-closed', /\(\*Rows\)\.awaitDone$/, 'sql-rows-not-closed'],
  ['sql-tx-open', /\(\*Tx\)\.awaitDone$/, 'sql-tx-open'],
  ['sql-pool-exhausted', /\.soldToday$/, 'sql-pool-exhausted'],
  ['exec-wait-missing', /\.watchCtx$/, 'exec-wait-missing'],
  ['pipe-abandoned', /archive\.pack$/, 'pipe-abandoned'],
  ['errgroup-limit', /errgroup\.\(\*Group\)\.Go$/, 'errgroup-stuck'],
  ['errgroup-consumer-left', /errgroup\.\(\*Group\)\.Wait$/, 'errgroup-stuck'],
  ['waitgroup-never-done', /\.Settle$/, 'waitgroup-never-done'],
  ['handler-stuck', /\.chat$/, 'handler-stuck'],
  ['socket-no-deadline', /\.paper$/, 'socket-no-deadline'],
  ['cond-never-signalled', /\.next$/, 'cond-never-signalled'],
  ['select-no-cases', /\.hold$/, 'select-no-cases'],
  ['nil-channel', /\.Notify$/, 'nil-channel'],
];

test.each(recorded)('of the recorded %s, the stack with %s says %s', async (scenario, name, pattern) => {
  const {stacks = ''} = recordingOf(scenario, 'leaky').at(-1)!;
  const {groups} = await decode(stacks);
  const places = [...placesOf(groups).values()].filter(({stack}) =>
    stack.some((frame) => name.test(frame.function)),
  );
  expect(places.map(recognise)).toContain(pattern);
});

test('the dialects of HTTP/2, inside net/http, apart from it, and as a module, are one pattern', () => {
  for (const name of [
    'net/http.(*http2clientStream).writeRequest',
    'net/http/internal/http2.(*clientStream).writeRequest',
    'golang.org/x/net/http2.(*clientStream).writeRequest',
  ]) {
    expect(recognise(placeOf('select', [name, `${name.split('.(')[0]}.f`]))).toBe('http2-body-not-closed');
  }
});

test('a pipe of a child process is told from what reads records of its own', () => {
  const read = 'os.(*File).Read';
  for (const by of ['bufio.(*Scanner).Scan', 'io.copyBuffer', 'io.ReadAtLeast'])
    expect(recognise(placeOf('IO wait', [read, by, 'main.follow']))).toBe('pipe-abandoned');
  expect(recognise(placeOf('IO wait', [read, 'main.(*inotify).next']))).toBe('unknown-growth');
});

test('what keeps a stream that was opened waits for the end of its context', () => {
  const stack = ['google.golang.org/grpc.newClientStreamWithParams.func4'];
  expect(recognise(placeOf('select', stack))).toBe('context-never-cancelled');
});

test('a name of the program that looks like one of the library decides nothing', () => {
  expect(recognise(placeOf('select', ['main.(*persistConn).readLoop', 'main.main']))).toBe('select-no-exit');
  expect(recognise(placeOf('chan receive', ['shop/sql.(*Rows).awaitDone']))).toBe('receive-never-sent');
  expect(isRequestHandler(placeOf('select', ['main.(*conn).serve']))).toBe(false);
});

test('a handler that waits is one whatever it waits for, but not when it waits for a peer or a lock', () => {
  const outer = ['main.answer', 'net/http.HandlerFunc.ServeHTTP', 'net/http.(*conn).serve'];
  expect(recognise(placeOf('chan receive', outer))).toBe('handler-stuck');
  expect(recognise(placeOf('select', outer))).toBe('handler-stuck');
  expect(recognise(placeOf('mutex', ['sync.(*Mutex).Lock', ...outer]))).toBe('mutex-not-released');
  expect(isRequestHandler(placeOf('select', outer))).toBe(true);
  expect(isStreamHandler(placeOf('select', outer))).toBe(false);
});

test('a stream handler is told from the handler of a connection', () => {
  const grpc = placeOf('select', ['main.watch', 'google.golang.org/grpc.(*Server).handleStream']);
  expect([isRequestHandler(grpc), isStreamHandler(grpc)]).toEqual([true, true]);
});

test('a lock taken again by a method of the same type is told from one taken once', () => {
  const locking = ['sync.(*RWMutex).RLock'];
  const nested = [...locking, 'main.(*Book).price', 'main.(*Book).Total', 'main.handle'];
  const once = [...locking, 'main.(*Book).price', 'main.(*Shop).Total', 'main.handle'];
  expect(recognise(placeOf('mutex', nested))).toBe('rwmutex-nested-read-lock');
  expect(recognise(placeOf('mutex', once))).toBe('mutex-not-released');
});

test('who waits for a sync.Once is told from who is inside it', () => {
  const waiting = placeOf('mutex', [
    'sync.(*Mutex).Lock',
    'sync.(*Once).doSlow',
    'sync.(*Once).Do',
    'main.f',
  ]);
  const inside = placeOf('mutex', ['sync.(*Mutex).Lock', 'main.load', 'sync.(*Once).doSlow', 'main.f']);
  expect([isWaitingForOnce(waiting), isInsideOnce(waiting)]).toEqual([true, false]);
  expect([isWaitingForOnce(inside), isInsideOnce(inside)]).toEqual([false, true]);
});

test('waiting for a peer is told from accepting one, and from reading a file', () => {
  const read = placeOf('IO wait', [
    'internal/poll.(*FD).Read',
    'net.(*netFD).Read',
    'net.(*conn).Read',
    'main.f',
  ]);
  const accept = placeOf('IO wait', ['internal/poll.(*FD).Accept', 'net.(*netFD).accept', 'main.f']);
  const file = placeOf('IO wait', ['internal/poll.(*FD).Read', 'os.(*File).Read', 'main.f']);
  expect([read, accept, file].map((place) => isAccepting(place))).toEqual([false, true, false]);
  expect([read, file].map((place) => isNetworkWait(place))).toEqual([true, false]);
  expect(isBodyRead(placeOf('select', ['net/http.(*bodyEOFSignal).Read', 'main.f']))).toBe(true);
});

test('the main goroutine is the one that main.main is at the bottom of', () => {
  expect(isMain(placeOf('select', ['main.run', 'main.main']))).toBe(true);
  expect(isMain(placeOf('select', ['main.main', 'main.main.func1']))).toBe(false);
  expect(isMain(placeOf('select', []))).toBe(false);
});

test('the type that a method belongs to is read from its name', () => {
  expect(receiverOf('ledger.(*Book).total.func1')).toBe('ledger.(*Book)');
  expect(receiverOf('ledger.(*Book[...]).total')).toBe('ledger.(*Book[...])');
  expect(receiverOf('ledger.total')).toBeUndefined();
});
