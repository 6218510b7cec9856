import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {benignOf} from '../../../source/diagnosis/signs/benign.ts';
import {benignStacks} from '../../../source/diagnosis/signs/benign-stacks.ts';
import type {Frame, Group, Snapshot} from '../../../source/profile/model.ts';
import type {Family} from '../../../source/profile/wait-reason.ts';
import {decode, fixture, releases} from '../../profile/fixtures.ts';

const reasonOf = ({identity, status}: Group) =>
  benignOf({stack: identity.stack, family: identity.family, status})?.why;

const stackOf = (...functions: readonly string[]): readonly Frame[] =>
  functions.map((name) => ({function: name, file: 'a.go', line: 1}));

const reasonFor = (family: Family, ...functions: readonly string[]) =>
  benignOf({stack: stackOf(...functions), family, status: family})?.why;

describe.each(['go1.26', 'go1.27'])('a server at rest, built with %s', async (release) => {
  const text = readFileSync(new URL(`../../fixtures/resting/${release}.txt`, import.meta.url), 'utf8');
  const {groups} = await decode(text);
  const having = (...functions: readonly string[]) =>
    groups.filter(({identity: {stack}}) =>
      functions.every((name) => stack.some((frame) => frame.function === name)),
    );

  test('what a healthy server is made of is known', () => {
    const reasons = new Set(groups.map(reasonOf));
    expect(reasons).toEqual(
      new Set([
        undefined,
        'the main goroutine, which waits for the program to end',
        'waits for signals of the operating system',
        'waits for a signal or the end of its context',
        'looks after a pool of database connections',
        'accepts connections',
        'a connection between two requests',
        'a client connection kept for the next request',
        'reads an HTTP/2 connection to a server',
        'serves an HTTP/2 connection',
        'reads an HTTP/2 connection from a client',
      ]),
    );
  });

  test('a handler that waits for the rest of its request is not at rest', () => {
    const handlers = having('main.readsBody', 'net/http.(*connReader).Read');
    expect(handlers.length).toBeGreaterThan(0);
    expect(handlers.map(reasonOf)).toEqual(handlers.map(() => undefined));
  });

  test('a proxy that passes on what it still receives is not at rest', () => {
    const proxies = having('net/http.(*persistConn).writeLoop', 'net/http.(*connReader).Read');
    expect(proxies.length).toBeGreaterThan(0);
    expect(proxies.map(reasonOf)).toEqual(proxies.map(() => undefined));
  });

  test('a client connection with a body that nobody reads is not at rest', () => {
    const readers = having('net/http.(*persistConn).readLoop').filter(
      ({identity}) => identity.family === 'select',
    );
    expect(readers.map(reasonOf)).toEqual([undefined]);
    expect(reasonOf(having('net/http.(*persistConn).writeLoop').at(-1)!)).toBeUndefined();
  });

  test('waits of the program itself are not known', () => {
    const own = groups.filter(({identity}) => identity.labels['cat'] !== undefined);
    expect(own).toHaveLength(2);
    expect(own.map(reasonOf)).toEqual([undefined, undefined]);
  });
});

test.each(releases)(
  'in %s all formats agree on what is benign, and nothing of the program but accepting is',
  async (release) => {
    const snapshots = await Promise.all(
      ['g0.pb.gz', 'g1.txt', 'g2.txt'].map((name) => decode(fixture(`${release}/${name}`))),
    );
    const [first, ...others] = snapshots.map(reasonsIn);
    expect(first).toEqual(
      expect.arrayContaining(['accepts connections', 'waits for signals of the operating system']),
    );
    for (const other of others) expect(other).toEqual(first);
    const own = snapshots.flatMap(({groups}) =>
      groups.filter(({identity}) => identity.labels['cat'] !== undefined),
    );
    expect(own.length).toBeGreaterThan(20);
    const excused = own.filter((group) => reasonOf(group) !== undefined);
    expect(new Set(excused.map(({identity}) => identity.labels['cat']))).toEqual(new Set(['tcp-accept']));
  },
);

test.each<[Family, string, boolean]>([
  ['select', 'select (no cases)', true],
  ['chan receive', 'chan receive', true],
  ['waitgroup', 'semacquire', true],
  ['chan receive', 'chan receive (nil chan)', false],
  ['select', 'select (nil chan)', false],
  ['chan send', 'chan send', false],
  ['mutex', 'sync.Mutex.Lock', false],
])('main that waits in %s, status %s, is benign: %s', (family, status, expected) => {
  const stack = stackOf('example.com/shop/run.(*Group).Run', 'main.main');
  expect(benignOf({stack, family, status}) !== undefined).toBe(expected);
});

test('only the goroutine of main is main', () => {
  expect(reasonFor('select', 'main.main.func1')).toBeUndefined();
  expect(reasonFor('select', 'main.main', 'main.serve')).toBeUndefined();
});

test('a vendored copy is the same function, a function with a longer path is another', () => {
  const worker = 'google.golang.org/grpc.(*Server).serverWorker';
  expect(reasonFor('chan receive', worker)).toBe('a gRPC worker that waits for a request');
  expect(reasonFor('chan receive', `vendor/${worker}`)).toBeDefined();
  expect(reasonFor('chan receive', `example.com/shop/vendor/${worker}`)).toBeDefined();
  expect(reasonFor('chan receive', `example.com/${worker}`)).toBeUndefined();
  expect(reasonFor('chan receive', `${worker}.func1`)).toBeUndefined();
});

test('a known function that is not where it belongs says nothing', () => {
  const name = 'google.golang.org/grpc/internal/transport.(*http2Server).keepalive';
  expect(reasonFor('select', name)).toBeDefined();
  expect(reasonFor('mutex', name)).toBeUndefined();
  expect(reasonFor('select', 'main.callback', name)).toBeUndefined();
});

test('the runtime itself is benign whatever its stack', () => {
  expect(benignOf({stack: [], family: 'GC', status: 'finalizer wait'})?.why).toBe('belongs to the runtime');
  expect(benignOf({stack: [], family: 'other', status: 'trace reader (blocked)'})).toBeDefined();
  expect(benignOf({stack: [], family: 'runnable', status: 'runnable'})).toBeUndefined();
});

test('no rule can hide what has a pattern of its own', () => {
  const listed = new Set(benignStacks.flatMap(({functions}) => functions));
  for (const name of ['net/http.(*persistConn).writeLoop', 'os/exec.(*Cmd).watchCtx']) {
    expect(listed).not.toContain(name);
  }
});

function reasonsIn({groups}: Snapshot): readonly string[] {
  return [...new Set(groups.map(reasonOf))].filter((reason) => reason !== undefined).toSorted();
}
