import {connect as connectTcp} from 'node:net';
import {once} from 'node:events';
import type {Client, Connect} from './load.ts';

const askEveryMs = 300;

/** Clients of a DNS server, each with a TCP connection on which it asks again and again. */
export function dnsClients(port: number): Connect {
  return async (turn): Promise<Client> => {
    const socket = connectTcp(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    socket.resume();
    const query = queryFor(turn);
    const asking = setInterval(() => {
      socket.write(query);
    }, askEveryMs);
    socket.write(query);
    return {
      close() {
        clearInterval(asking);
        socket.destroy();
      },
    };
  };
}

/** A question for the address of `hostN.example.org`, with the length in front as over TCP (RFC 1035, 4.2.2). */
function queryFor(n: number): Buffer {
  const header = Buffer.from([(n >> 8) & 0xff, n & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = [`host${n}`, 'example', 'org'].map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]),
  );
  const message = Buffer.concat([header, ...labels, Buffer.from([0, 0, 1, 0, 1])]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
