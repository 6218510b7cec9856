import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {setImmediate} from 'node:timers/promises';
import {describe, expect, onTestFinished, test} from 'vitest';
import {parseAddress} from '../../source/target/address.ts';
import {createPprofClient, type PprofClient} from '../../source/target/pprof-client.ts';
import {TargetError} from '../../source/target/target-error.ts';
import type {Timer} from '../../source/target/timer.ts';
import * as hostile from '../helpers/hostile-server.ts';

const path = '/debug/pprof/goroutine?debug=2';
const patient = {deadlineMs: 60_000, maxBytes: 1024 * 1024};
const maxDumpBytes = 67_108_864;

/** A client whose deadlines pass when the test says so. */
function connect(host: string, query = '', scheme = 'http'): PprofClient & {readonly deadline: () => void} {
  const callbacks = new Set<() => void>();
  let nowMs = 0;
  const timer: Timer = {
    monotonicMs: () => ++nowMs,
    start(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
  const client = createPprofClient(parseAddress(`${scheme}://${host}/${query}`), {timer});
  onTestFinished(() => client.close());
  return {
    ...client,
    deadline() {
      for (const callback of callbacks) {
        callback();
      }
    },
  };
}

async function failure(request: Promise<unknown>): Promise<TargetError> {
  const error: unknown = await request.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TargetError);
  const {message, advice} = error as TargetError;
  // One sentence each, and nothing in them that a terminal could obey.
  expect(message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]+\.$/u);
  expect(advice).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]+\.$/u);
  return error as TargetError;
}

describe('a request', () => {
  test('is a GET of exactly the path asked for, that asks for no encoding', async () => {
    const server = await hostile.hostileServer(hostile.answer('hello', {'content-type': 'Text/Plain'}));
    const reply = await connect(server.host).get(path, patient);
    expect(reply).toMatchObject({
      status: 200,
      contentType: 'text/plain',
      bytes: 5,
      firstByteMs: 1,
      durationMs: 2,
    });
    expect(Buffer.concat(reply.chunks).toString()).toBe('hello');
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatch(/^GET \/debug\/pprof\/goroutine\?debug=2 HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toMatch(/^accept-encoding: identity$/im);
    expect(server.requests[0]).not.toMatch(/^(authorization|cookie|content-length):/im);
  });

  test('carries the query of the address', async () => {
    const server = await hostile.hostileServer(hostile.answer(''));
    const client = connect(server.host, '?token=a%2Bb');
    await client.get(path, patient);
    await client.get('/debug/pprof/', patient);
    expect(server.requests.map((request) => request.split(' ')[1])).toEqual([
      `${path}&token=a%2Bb`,
      '/debug/pprof/?token=a%2Bb',
    ]);
  });

  test('waits for the one before it, and shares its connection', async () => {
    const answers: Array<() => void> = [];
    const server = await hostile.hostileServer((socket, request) => {
      answers.push(() => {
        hostile.answer('ok')(socket, request);
      });
    });
    const client = connect(server.host);
    const arrived = server.nextRequest();
    const requests = [client.get('/1', patient), client.get('/2', patient), client.get('/3', patient)];
    await arrived;
    await setImmediate();
    expect(server.requests).toHaveLength(1);
    for (const [index, request] of requests.entries()) {
      while (answers.length <= index) {
        await setImmediate();
      }

      expect(server.requests).toHaveLength(index + 1);
      answers[index]!();
      await request;
    }

    expect(server.requests.map((request) => request.split(' ')[1])).toEqual(['/1', '/2', '/3']);
    expect(server.connections()).toBe(1);
  });

  test('that fails does not keep the next one from succeeding', async () => {
    const server = await hostile.hostileServer(hostile.resetsAtOnce, hostile.answer('ok'));
    const client = connect(server.host);
    const [first, second] = [client.get('/1', patient), client.get('/2', patient)];
    await failure(first);
    expect(await second).toMatchObject({status: 200, bytes: 2});
  });

  test('can be given up while it waits for its turn', async () => {
    const server = await hostile.hostileServer(hostile.hanging);
    const client = connect(server.host);
    const abort = new AbortController();
    const arrived = server.nextRequest();
    const first = client.get('/1', patient);
    const second = client.get('/2', {...patient, signal: abort.signal});
    await arrived;
    abort.abort();
    expect((await failure(second)).kind).toBe('aborted');
    client.deadline();
    expect((await failure(first)).kind).toBe('timed out');
    await server.allClosed();
    expect(server.requests).toHaveLength(1);
  });

  test('can be given up while it is under way, which closes its connection', async () => {
    const server = await hostile.hostileServer(hostile.dripping(1));
    const abort = new AbortController();
    const arrived = server.nextRequest();
    const request = connect(server.host).get(path, {...patient, signal: abort.signal});
    await arrived;
    abort.abort(new Error('\u001B[2J'));
    expect((await failure(request)).kind).toBe('aborted');
    await server.allClosed();
  });

  test('is given up, with those that wait, when the client is closed', async () => {
    const server = await hostile.hostileServer(hostile.hanging);
    const client = connect(server.host);
    const arrived = server.nextRequest();
    const failures = [failure(client.get('/1', patient)), failure(client.get('/2', patient))];
    await arrived;
    await client.close();
    failures.push(failure(client.get('/3', patient)));
    expect((await Promise.all(failures)).map(({kind}) => kind)).toEqual(['aborted', 'aborted', 'aborted']);
    await server.allClosed();
  });
});

describe('an answer', () => {
  test('of exactly 64 MiB passes, in blocks that a worker can be given', async () => {
    const server = await hostile.hostileServer(hostile.sized(maxDumpBytes, 'goroutine 1 [running]:\n'));
    const reply = await connect(server.host).get(path, {deadlineMs: 60_000, maxBytes: maxDumpBytes});
    expect(reply.bytes).toBe(maxDumpBytes);
    let bytes = 0;
    for (const chunk of reply.chunks) {
      expect(chunk.length).toBeLessThanOrEqual(1024 * 1024);
      expect(chunk.buffer.byteLength).toBe(chunk.length);
      bytes += structuredClone(chunk, {transfer: [chunk.buffer]}).length;
    }

    expect(bytes).toBe(maxDumpBytes);
    expect(reply.chunks.length).toBeLessThan(70);
  });

  test('keeps its bytes in order however it arrives', async () => {
    const sent = Buffer.from(Uint32Array.from({length: 700_000}, (_, index) => index).buffer);
    const server = await hostile.hostileServer(hostile.answer(sent));
    const reply = await connect(server.host).get(path, {...patient, maxBytes: sent.length});
    expect(Buffer.concat(reply.chunks).equals(sent)).toBe(true);
  });

  test('that is one byte too long is refused', async () => {
    const server = await hostile.hostileServer(hostile.sized(100_001));
    const error = await failure(connect(server.host).get(path, {...patient, maxBytes: 100_000}));
    expect(error).toMatchObject({kind: 'too large', exitCode: 4});
    await server.allClosed();
  });

  test('that says it will be too long is refused before it is read', async () => {
    const server = await hostile.hostileServer(hostile.endsEarly('', 1_000_000_000));
    const error = await failure(connect(server.host).get(path, patient));
    expect(error.kind).toBe('too large');
  });

  test('without end is refused at the cap, and its connection is closed', async () => {
    const server = await hostile.hostileServer(hostile.endless());
    const error = await failure(connect(server.host).get(path, {...patient, maxBytes: 8 * 1024 * 1024}));
    expect(error).toMatchObject({kind: 'too large', exitCode: 4});
    await server.allClosed();
    // What was on its way when the cap was reached: the buffers of both sockets.
    expect(server.bytesSent()).toBeLessThan(32 * 1024 * 1024);
  });

  test('of an error is read no further than its beginning', async () => {
    const server = await hostile.hostileServer(hostile.endless('500 Internal Server Error'));
    const reply = await connect(server.host).get(path, patient);
    expect(reply).toMatchObject({status: 500, bytes: 4096});
    await server.allClosed();
  });

  test('of an error that never ends is still told by its status', async () => {
    let deadline: (() => void) | undefined;
    const aborted: Error[] = [];
    const controller = {
      aborted: false,
      paused: false,
      reason: null,
      pause() {},
      resume() {},
      abort: (reason: Error) => aborted.push(reason),
    };
    const client = createPprofClient(parseAddress('6060'), {
      timer: {
        monotonicMs: () => 0,
        start(callback) {
          deadline = callback;
          return () => undefined;
        },
      },
      transport: {
        dispatcher: {
          dispatch(_options, handler) {
            handler.onRequestStart?.(controller, undefined);
            handler.onResponseStart?.(controller, 503, {});
            handler.onResponseData?.(controller, Buffer.from('busy'));
            return true;
          },
        },
        abandonConnecting: () => undefined,
        close: () => Promise.resolve(),
      },
    });
    const request = client.get(path, patient);
    await setImmediate();
    deadline!();
    expect(await request).toMatchObject({status: 503, bytes: 4});
    expect(aborted).toHaveLength(1);
  });

  test('that is a redirect is not followed', async () => {
    const server = await hostile.hostileServer(hostile.redirect('http://127.0.0.2/'));
    expect(await connect(server.host).get(path, patient)).toMatchObject({
      status: 302,
      location: 'http://127.0.0.2/',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('that is longer than it said ends where it said', async () => {
    const server = await hostile.hostileServer(
      hostile.sendsTooMuch('goroutine 1 and more', 9),
      hostile.answer('fine'),
    );
    const client = connect(server.host);
    const reply = await client.get(path, patient);
    expect(Buffer.concat(reply.chunks).toString()).toBe('goroutine');
    expect(Buffer.concat((await client.get(path, patient)).chunks).toString()).toBe('fine');
  });
});

describe('a deadline ends a request', () => {
  test.each([
    ['that is never answered', hostile.hanging],
    ['whose headers never end', hostile.slowHeaders(1)],
    ['whose body drips', hostile.dripping(1)],
  ])('%s', async (_name, behaviour) => {
    const server = await hostile.hostileServer(behaviour);
    const client = connect(server.host);
    const arrived = server.nextRequest();
    const request = client.get(path, {...patient, deadlineMs: 12_500});
    await arrived;
    client.deadline();
    const error = await failure(request);
    expect(error).toMatchObject({kind: 'timed out', exitCode: 3});
    expect(error.message).toContain('12.5 s');
    await server.allClosed();
  });

  test('whose TLS handshake is never answered, and gives up the connection', async () => {
    const server = await hostile.greetingServer('');
    const client = connect(server.host, '', 'https');
    const arrived = server.nextConnection();
    const request = client.get(path, patient);
    await arrived;
    client.deadline();
    expect((await failure(request)).kind).toBe('timed out');
    await server.allClosed();
    expect(server.requests).toEqual([]);
  });

  test('by the real clock', async () => {
    const server = await hostile.hostileServer(hostile.dripping(1));
    const client = createPprofClient(parseAddress(server.host));
    onTestFinished(() => client.close());
    expect((await failure(client.get(path, {...patient, deadlineMs: 50}))).kind).toBe('timed out');
  });
});

describe('a failure is one sentence with what to do', () => {
  test.each([
    ['closes at once', hostile.closesAtOnce, 'unreachable', 'closed the connection'],
    ['resets at once', hostile.resetsAtOnce, 'unreachable', 'closed the connection'],
    ['resets in the middle', hostile.resetsMidBody('goroutine 1'), 'cut short', '11 bytes'],
    ['ends early', hostile.endsEarly('goroutine 1', 500), 'cut short', '11 bytes'],
    ['floods headers', hostile.headerFlood, 'too large', 'headers without end'],
    ['speaks TLS', hostile.tlsAlert, 'not pprof', 'https://'],
  ])('when the target %s', async (_name, behaviour, kind, words) => {
    const server = await hostile.hostileServer(behaviour);
    const error = await failure(connect(server.host).get(path, patient));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(server.host);
    expect(error.message).toContain(words);
  });

  test('when a server of another kind speaks first', async () => {
    const server = await hostile.greetingServer(hostile.sshBanner);
    const error = await failure(connect(server.host).get(path, patient));
    expect(error).toMatchObject({kind: 'not pprof', exitCode: 4});
    expect(error.message).toContain('SSH-2.0-OpenSSH_9.2p1');
  });

  test.each(['127.0.0.1', 'localhost'])('when nothing listens on %s', async (host) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const error = await failure(connect(`${host}:${port}`).get(path, patient));
    expect(error).toMatchObject({kind: 'refused', exitCode: 3});
  });

  test('when the target speaks HTTP where HTTPS was asked for', async () => {
    const server = await hostile.greetingServer('HTTP/1.0 400 Bad Request\r\n\r\n');
    const error = await failure(connect(server.host, '', 'https').get(path, patient));
    expect(error.kind).toBe('tls');
    expect(error.advice).toContain('http://');
  });
});

test('localhost is found on whichever of its addresses the target listens on', async () => {
  const server = await hostile.hostileServer(hostile.answer('ok'));
  const client = connect(`localhost:${server.host.split(':')[1]}`);
  expect(await client.get(path, patient)).toMatchObject({status: 200});
});
