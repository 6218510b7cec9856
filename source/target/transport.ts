import type {Socket} from 'node:net';
import {Agent, buildConnector, type Dispatcher} from 'undici';

/** How requests travel. Another way in (a tunnel, a socket file) is another transport. */
export type Transport = {
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
  /** Gives up a connection that is still being made; one that exists is not touched. */
  readonly abandonConnecting: () => void;
  /** How many connections have been made so far; a transport without connections has none to count. */
  readonly connections?: () => number;
  /** Closes at once, whatever is under way. */
  readonly close: () => Promise<void>;
};

const connectTimeoutMs = 5_000;
/** Longer than the slowest gear's usual pause, so that a poll costs the target no new connection. */
const keepAliveMs = 30_000;

/** HTTP/1.1 over one TCP or TLS connection at a time. Certificates are always verified. */
export function createTransport(): Transport {
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    allowH2: false,
    // `localhost` is two addresses, and many Go servers listen on the IPv4 one only.
    autoSelectFamily: true,
  });
  let connecting: Socket | undefined;
  let connections = 0;

  const agent = new Agent({
    connections: 1,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    // The deadline of the whole request stands in for both; they would end a long dump, but not a dripping server.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect(options, callback) {
      // undici's connector returns the socket, which its type does not say.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-confusing-void-expression
      connecting = connect(options, (...result) => {
        connecting = undefined;
        if (result[0] === null) connections++;
        callback(...result);
      }) as unknown as Socket;
    },
  });

  const abandonConnecting = () => {
    connecting?.destroy(new Error('given up'));
  };

  return {
    dispatcher: agent,
    abandonConnecting,
    connections: () => connections,
    async close() {
      abandonConnecting();
      await agent.destroy();
    },
  };
}
