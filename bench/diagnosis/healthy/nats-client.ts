import {connect as connectTcp} from 'node:net';
import {once} from 'node:events';
import type {Client, Connect} from './load.ts';

const subjects = 16;
const publishEveryMs = 250;

/** Clients of a NATS server: each subscribes to one subject and publishes to the next. */
export function natsClients(port: number): Connect {
  return async (turn): Promise<Client> => {
    const socket = connectTcp(port, '127.0.0.1');
    await once(socket, 'connect');
    // A server that goes away ends the load by itself.
    socket.on('error', () => {});
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      if (text.includes('PING\r\n')) socket.write('PONG\r\n');
    });
    const body = `reading ${turn}`;
    socket.write(
      `CONNECT {"verbose":false,"name":"client-${turn}"}\r\nSUB sensor.${turn % subjects} 1\r\nPING\r\n`,
    );
    const publishing = setInterval(() => {
      socket.write(`PUB sensor.${(turn + 1) % subjects} ${body.length}\r\n${body}\r\n`);
    }, publishEveryMs);
    return {
      close() {
        clearInterval(publishing);
        socket.destroy();
      },
    };
  };
}
