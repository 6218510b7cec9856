import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {parseAddress} from '../../source/target/address.ts';
import {createPprofClient} from '../../source/target/pprof-client.ts';
import * as hostile from '../helpers/hostile-server.ts';

const path = '/debug/pprof/';
const patient = {deadlineMs: 60_000, maxBytes: 1024 * 1024};

async function connectionsOf(host: string, requests: number): Promise<readonly (number | undefined)[]> {
  const client = createPprofClient(parseAddress(`http://${host}/`));
  onTestFinished(() => client.close());
  const connections: (number | undefined)[] = [];
  for (let request = 0; request < requests; request++) {
    connections.push((await client.get(path, patient)).connection);
  }

  return connections;
}

test('answers that come over one kept connection carry the same number', async () => {
  const server = await hostile.hostileServer(hostile.answer('fine'));
  expect(await connectionsOf(server.host, 4)).toEqual([1, 1, 1, 1]);
  expect(server.connections()).toBe(1);
});

test('an answer over a new connection carries the next number', async () => {
  const server = await hostile.hostileServer(
    hostile.answer('fine'),
    hostile.answer('fine', {connection: 'close'}),
    hostile.answer('fine'),
  );
  expect(await connectionsOf(server.host, 4)).toEqual([1, 1, 2, 2]);
});

test('a connection that could not be made is not counted', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const client = createPprofClient(parseAddress(`http://127.0.0.1:${port}/`));
  onTestFinished(() => client.close());
  await expect(client.get(path, patient)).rejects.toMatchObject({kind: 'refused'});

  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', () => hostile.answer('fine')(socket, ''));
  });
  listening.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  expect((await client.get(path, patient)).connection).toBe(1);
});
