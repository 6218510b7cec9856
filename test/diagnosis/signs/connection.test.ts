import {expect, test} from 'vitest';
import {connectionOf} from '../../../source/diagnosis/signs/connection.ts';
import {partWithConnection, sceneOf} from '../../../source/diagnosis/scene.ts';
import {createSlices} from '../../../source/diagnosis/slices.ts';
import type {Group} from '../../../source/profile/model.ts';
import {creator, group, watched} from '../../helpers/session.ts';

const read = 'net.(*conn).Read /usr/local/go/src/net/net.go:196';
const accept = 'internal/poll.(*FD).Accept /usr/local/go/src/internal/poll/fd_unix.go:613';
const listen = 'net.(*TCPListener).Accept /usr/local/go/src/net/tcpsock.go:387';

/** What full stacks of these groups show, all seen for the first time a second apart. */
async function sceneWith(...groups: readonly Group[]) {
  const seen = watched();
  for (let count = 1; count <= groups.length; count++) {
    seen.sees(...groups.slice(0, count));
    await seen.looks(...groups.slice(0, count));
  }

  return sceneOf(seen.session.look!, createSlices());
}

/** Whose connections the goroutines of the last group wait on. */
async function connectionOfLast(...groups: readonly Group[]) {
  const scene = await sceneWith(...groups);
  return connectionOf(scene.places.get(groups.at(-1)!.identity.place)!, scene);
}

const acceptor = group(1, 'IO wait', [accept, listen, 'shop/server.(*Server).Run', 'main.main'], {ids: [2]});

test('who was started by a goroutine in Accept waits on a connection that was accepted', async () => {
  const served = group(2, 'IO wait', [read, 'shop/wire.(*Peer).loop'], {ids: [10, 11], createdBy: 2});
  expect(await connectionOfLast(acceptor, served)).toBe('accepted');
});

test('who was started by others, in a package that accepts none, waits on one this side has opened', async () => {
  const dialled = group(2, 'IO wait', [read, 'shop/printer.(*Printer).paper'], {ids: [10, 11], createdBy: 1});
  expect(await connectionOfLast(acceptor, dialled)).toBe('opened');
});

test('in a package that accepts, it is taken for accepted where nothing else reads what was', async () => {
  const served = group(2, 'IO wait', [read, 'shop/server.(*Server).read'], {ids: [10, 11], createdBy: 1});
  expect(await connectionOfLast(acceptor, served)).toBe('assumed');
  const others = group(2, 'IO wait', [read, 'shop/wire.(*Peer).loop'], {ids: [20, 21], createdBy: 2});
  expect(await connectionOfLast(acceptor, others, served)).toBe('opened');
});

test('what another package has accepted says nothing of it', async () => {
  const http = group(1, 'IO wait', [accept, listen, 'net/http.(*Server).Serve', 'main.main'], {ids: [3]});
  const scraped = group(1, 'IO wait', [read, 'net/http.(*conn).serve'], {ids: [30], createdBy: 3});
  const served = group(2, 'IO wait', [read, 'shop/server.(*client).readLoop'], {
    ids: [10, 11],
    createdBy: 1,
  });
  expect(await connectionOfLast(acceptor, http, scraped, served)).toBe('assumed');
});

test('one of many streams of a connection is told from a connection', async () => {
  const stream = group(1, 'select', ['main.watch', 'google.golang.org/grpc.(*Server).handleStream'], {
    ids: [10],
  });
  expect(await connectionOfLast(acceptor, stream)).toBe('stream');
});

test('who accepts, who reads a body, who keeps a client connection, and who waits for no peer are none', async () => {
  expect(await connectionOfLast(acceptor)).toBeUndefined();
  for (const stack of [
    [read, 'net/http.(*persistConn).readLoop'],
    [read, 'net/http.(*bodyEOFSignal).Read', 'main.fetch'],
  ]) {
    expect(await connectionOfLast(acceptor, group(1, 'IO wait', stack, {ids: [10]}))).toBeUndefined();
  }

  expect(await connectionOfLast(acceptor, group(1, 'select', 'main.f', {ids: [10]}))).toBeUndefined();
});

test('goroutines that came with an open connection are told from those that came for themselves', async () => {
  const served = group(1, 'IO wait', [read, 'shop/wire.(*Peer).loop'], {ids: [10], createdBy: 2});
  const writer = group(1, 'select', 'shop/wire.(*Peer).write', {ids: [11], createdBy: 10});
  const lone = group(1, 'select', 'shop/job.run', {ids: [12], createdBy: 99});
  const scene = await sceneWith(acceptor, served, writer, lone);
  const partOf = ({identity}: Group, ids: readonly number[]) =>
    partWithConnection(scene, scene.places.get(identity.place)!, ids);
  expect(partOf(writer, [11])).toBe(1);
  expect(partOf(lone, [12])).toBe(0);
  expect(partOf(lone, [])).toBe(0);
});

test('what a request has started, and left, did not come with the connection that is kept for the next', async () => {
  const left = group(1, 'select', 'shop/job.run', {ids: [11], createdBy: 10});
  const connected = async (...stack: readonly string[]) => {
    const scene = await sceneWith(acceptor, group(1, 'IO wait', stack, {ids: [10], createdBy: 2}), left);
    return partWithConnection(scene, scene.places.get(left.identity.place)!, [11]);
  };
  const serve = 'net/http.(*conn).serve /usr/local/go/src/net/http/server.go:2103';
  const peek = 'bufio.(*Reader).Peek /usr/local/go/src/bufio/bufio.go:156';
  expect(await connected(read, 'net/http.(*connReader).Read', peek, serve)).toBe(0);
  expect(await connected(read, 'shop/socket.(*Conn).next', 'main.chat', serve)).toBe(1);
});

test('streams that this side has opened, and reads nothing from, are kept by no peer', async () => {
  const keeper = group(5, 'select', 'google.golang.org/grpc.newClientStreamWithParams.func4', {
    ids: [10, 11, 12, 13, 14],
    createdBy: 9,
  });
  const reader = group(
    2,
    'select',
    [
      'google.golang.org/grpc/internal/transport.(*recvBufferReader).readClient',
      'google.golang.org/grpc.(*clientStream).RecvMsg',
    ],
    {ids: [20, 21]},
  );
  expect(await connectionOfLast(acceptor, keeper)).toBeUndefined();
  expect(await connectionOfLast(acceptor, reader, keeper)).toBe('stream');
});

const quicConnections = (count: number, by: string) =>
  group(
    count,
    'select',
    ['github.com/quic-go/quic-go.(*Conn).run /home/build/go/pkg/mod/quic-go@v0.65.0/connection.go:660'],
    {
      ids: Array.from({length: count}, (_, n) => 10 + n),
      createdBy: 4,
      creators: [creator(`github.com/quic-go/quic-go.${by} /q.go:1`, count, count)],
    },
  );

test('connections of QUIC, which share a socket, were accepted where a server has started them', async () => {
  const stream = group(
    2,
    'chan receive',
    ['github.com/quic-go/quic-go.(*ReceiveStream).readImpl', 'main.serve'],
    {
      ids: [30, 31],
    },
  );
  const served = quicConnections(5, '(*baseServer).handleInitialImpl');
  const dialled = quicConnections(5, '(*Transport).doDial');
  expect(await connectionOfLast(acceptor, stream, served)).toBe('accepted');
  expect(await connectionOfLast(acceptor, served, stream)).toBe('accepted');
  expect(await connectionOfLast(acceptor, dialled, stream)).toBeUndefined();
});
