import {Agent, request, type RequestOptions} from 'node:http';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Client, Connect} from './load.ts';

const askEveryMs = 400;
const byteEveryMs = 400;

export type HttpUse = {
  readonly port: number;
  /** What is asked for again and again. */
  readonly path: string;
  /** Takes a body; sent a byte at a time. */
  readonly upload: string;
  /** A request whose answer does not end. */
  readonly stream?: {readonly path: string; readonly body: string};
};

/**
 * Clients of an HTTP server, of four kinds in turn: on one connection kept alive, on a new connection each time,
 * with a body that takes as long as the client lives, and with a connection that is idle or has a stream open.
 */
export function httpClients({port, path, upload, stream}: HttpUse): Connect {
  const to = (options: RequestOptions): RequestOptions => ({host: '127.0.0.1', port, ...options});
  return (turn) => {
    switch (turn % 4) {
      case 0:
        return Promise.resolve(asking(to({path}), true));
      case 1:
        return Promise.resolve(asking(to({path}), false));
      case 2:
        return Promise.resolve(holding(to({path: upload, method: 'POST'}), undefined));
      default:
        return stream === undefined
          ? idling(to({path}))
          : Promise.resolve(holding(to({path: stream.path, method: 'POST'}), stream.body));
    }
  };
}

/** Asks again and again. */
function asking(options: RequestOptions, keepAlive: boolean): Client {
  const agent = new Agent({keepAlive, maxSockets: 1});
  const over = new AbortController();
  const loop = (async () => {
    while (!over.signal.aborted) {
      await ask({...options, agent});
      await sleep(askEveryMs, undefined, {signal: over.signal}).catch(() => {});
    }
  })();
  return {
    async close() {
      over.abort();
      await loop;
      agent.destroy();
    },
  };
}

/** Reads one answer to its end, whatever it is. */
async function ask(options: RequestOptions): Promise<void> {
  const asked = request(options);
  asked.end();
  try {
    const [answer] = await once(asked, 'response');
    answer.resume();
    await once(answer, 'end');
  } catch {
    // Connections that break are part of the load.
  }
}

/** Asks once, and keeps the connection. */
async function idling(options: RequestOptions): Promise<Client> {
  const agent = new Agent({keepAlive: true, maxSockets: 1});
  await ask({...options, agent});
  return {
    close() {
      agent.destroy();
    },
  };
}

/** Keeps one request open: with this body and an answer that does not end, or with a body that does not end. */
function holding(options: RequestOptions, body: string | undefined): Client {
  const asked = request({...options, agent: false});
  asked.on('error', () => {});
  asked.on('response', (answer) => {
    answer.on('error', () => {});
    answer.resume();
  });
  let sending: NodeJS.Timeout | undefined;
  if (body === undefined) {
    sending = setInterval(() => {
      if (asked.writable) asked.write(' ');
    }, byteEveryMs);
    asked.write(' ');
  } else {
    asked.end(body);
  }

  return {
    close() {
      clearInterval(sending);
      asked.destroy();
    },
  };
}
