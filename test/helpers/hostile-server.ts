import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import {gzipSync} from 'node:zlib';
import {onTestFinished} from 'vitest';

/** What a server does with one request; `request` is its head, as sent. */
export type Behaviour = (socket: Socket, request: string) => void;

export type HostileServer = {
  /** Such as `127.0.0.1:41234`. */
  readonly host: string;
  /** The heads of all requests, as sent. */
  readonly requests: readonly string[];
  /** Bytes the server could get rid of, all connections together. */
  readonly bytesSent: () => number;
  readonly connections: () => number;
  /** Resolves with the head of the next request. */
  readonly nextRequest: () => Promise<string>;
  readonly nextConnection: () => Promise<void>;
  /** Resolves when no connection is open. */
  readonly allClosed: () => Promise<void>;
};

/**
 * A real server on the loopback that answers each request with the next behaviour, then with the last one for ever.
 * It ends with the running test.
 */
export function hostileServer(...behaviours: readonly [Behaviour, ...Behaviour[]]): Promise<HostileServer> {
  return listen(behaviours);
}

/** A server that speaks first, as SSH, SMTP and FTP do, and never listens. */
export function greetingServer(greeting: string): Promise<HostileServer> {
  return listen([hanging], greeting);
}

async function listen(
  behaviours: readonly [Behaviour, ...Behaviour[]],
  greeting = '',
): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let connections = 0;
  let sentByClosed = 0;

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    // The client breaks off many of these on purpose.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      sentByClosed += socket.bytesWritten;
      server.emit('socket closed');
    });

    socket.write(greeting, 'latin1');
    let unread = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      unread += text;
      for (let end = unread.indexOf('\r\n\r\n'); end !== -1; end = unread.indexOf('\r\n\r\n')) {
        const request = unread.slice(0, end);
        unread = unread.slice(end + 4);
        const behave = behaviours[requests.length] ?? behaviours.at(-1)!;
        requests.push(request);
        server.emit('request head', request);
        behave(socket, request);
      }
    });
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy();
    }

    server.close();
  });

  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port, not on a path
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    bytesSent: () => sentByClosed + [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    async nextRequest() {
      const [request] = (await once(server, 'request head')) as [string];
      return request;
    },
    async nextConnection() {
      await once(server, 'connection');
    },
    async allClosed() {
      while (sockets.size > 0) {
        await once(server, 'socket closed');
      }
    },
  };
}

export type Headers = Readonly<Record<string, string | number>>;

/** The head of an answer, byte for byte as given: nothing is checked or escaped. */
export function head(status: number | string, headers: Headers): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`;
}

/** An honest answer. */
export function answer(body: Uint8Array | string, {status = '200 OK', ...headers}: Headers = {}): Behaviour {
  return (socket) => {
    const bytes = Buffer.from(body);
    socket.write(head(status, {'content-length': bytes.length, ...headers}), 'latin1');
    socket.write(bytes);
  };
}

/** Another behaviour for each path; 404 with the words of Go for the rest. */
export function routes(table: Readonly<Record<string, Behaviour>>): Behaviour {
  return (socket, request) => {
    const path = request.split(' ', 2)[1]!;
    (table[path] ?? answer('404 page not found\n', {status: '404 Not Found'}))(socket, request);
  };
}

/** Takes the request and never answers. */
export const hanging: Behaviour = () => undefined;

export const closesAtOnce: Behaviour = (socket) => {
  socket.end();
};

export const resetsAtOnce: Behaviour = (socket) => {
  socket.resetAndDestroy();
};

/** Sends one byte of the body each `everyMs`, for ever. */
export function dripping(everyMs = 1000): Behaviour {
  return (socket) => {
    socket.write(head('200 OK', {'content-type': 'text/plain; charset=utf-8', 'content-length': 1_000_000}));
    repeat(socket, everyMs, () => 'g');
  };
}

/** Sends one header each `everyMs`, for ever. */
export function slowHeaders(everyMs = 1000): Behaviour {
  return (socket) => {
    let sent = 0;
    socket.write('HTTP/1.1 200 OK\r\n');
    repeat(socket, everyMs, () => `x-${sent++}: y\r\n`);
  };
}

function repeat(socket: Socket, everyMs: number, text: () => string): void {
  const interval = setInterval(() => socket.write(text()), everyMs);
  socket.on('close', () => {
    clearInterval(interval);
  });
}

const part64KiB = Buffer.alloc(64 * 1024, 'goroutine ');

/** Sends a body without end, as fast as it is read. */
export function endless(status = '200 OK'): Behaviour {
  return (socket) => {
    const part = encodeChunk(part64KiB);
    socket.write(head(status, {'transfer-encoding': 'chunked'}));
    pour(socket, () => part);
  };
}

/** Sends headers without end. */
export const headerFlood: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  pour(socket, () => `x-flood: ${'y'.repeat(1000)}\r\n`);
};

/** Writes parts as fast as they are read, until there is none. */
function pour(socket: Socket, nextPart: () => Uint8Array | string | undefined): void {
  const write = () => {
    for (let goesOn = true; goesOn && !socket.destroyed;) {
      const part = nextPart();
      if (part === undefined) {
        socket.off('drain', write);
        return;
      }

      goesOn = socket.write(part);
    }
  };

  socket.on('drain', write);
  write();
}

function encodeChunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** Exactly so many bytes of body in chunks, beginning with `start`. */
export function sized(bytes: number, start = 'g'): Behaviour {
  return (socket) => {
    socket.write(
      head('200 OK', {'content-type': 'text/plain; charset=utf-8', 'transfer-encoding': 'chunked'}),
    );
    socket.write(encodeChunk(Buffer.from(start)));
    let rest = bytes - start.length;
    let ended = false;
    pour(socket, () => {
      if (ended) {
        return undefined;
      }

      if (rest === 0) {
        ended = true;
        return '0\r\n\r\n';
      }

      const part = part64KiB.subarray(0, Math.min(rest, part64KiB.length));
      rest -= part.length;
      return encodeChunk(part);
    });
  };
}

/** A small answer that would be `mebibytes` of zeros: as a profile is (encoded by itself), or by the transport. */
export function gzipBomb(mebibytes: number, headers: Headers = {}): Behaviour {
  return answer(gzipSync(Buffer.alloc(mebibytes * 1024 * 1024)), headers);
}

/** Promises more bytes than it sends, then ends the connection in order. */
export function endsEarly(body: string, promised: number): Behaviour {
  return (socket) => {
    socket.end(head('200 OK', {'content-length': promised}) + body);
  };
}

/** Promises more bytes than it sends, then breaks the connection. */
export function resetsMidBody(body: string): Behaviour {
  return (socket) => {
    socket.write(head('200 OK', {'transfer-encoding': 'chunked'}));
    socket.write(`${body.length.toString(16)}\r\n${body}\r\n`, () =>
      setImmediate(() => socket.resetAndDestroy()),
    );
  };
}

/** Sends more bytes than it promises. */
export function sendsTooMuch(body: string, promised: number): Behaviour {
  return (socket) => {
    socket.write(head('200 OK', {'content-length': promised}) + body);
  };
}

/** What an SSH server says to anyone, here one that would rather own the terminal. */
export const sshBanner = 'SSH-2.0-OpenSSH_9.2p1 Debian-2\u001B]0;owned\u0007\r\n';

/** What a TLS server says to plain text. */
export const tlsAlert: Behaviour = (socket) => {
  socket.write(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]));
};

export const loginPage: Behaviour = answer(
  '<!DOCTYPE html>\n<html><head><title>Sign in \u001B[2J\u202E</title></head><body><form>…</form></body></html>',
  {'content-type': 'text/html; charset=utf-8'},
);

export function redirect(location: string, status = '302 Found'): Behaviour {
  return answer('', {status, location});
}

/** One of each class that could steer a terminal: OSC 0, OSC 52, SGR, erase, C1 CSI, C1 OSC, bidi, zero width. */
export const payload =
  '\u001B]0;owned\u0007\u001B]52;c;b3duZWQ=\u0007\u001B[31m\u001B[2J\u009B2J\u009D0;owned\u009C\u202Eabc\u200B\r\n';
