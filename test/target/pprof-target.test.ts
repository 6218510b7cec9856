import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {parseAddress} from '../../source/target/address.ts';
import type {PprofClient, Reply} from '../../source/target/pprof-client.ts';
import {openTarget, pollDeadlineMs, type PprofTarget} from '../../source/target/pprof-target.ts';
import {TargetError} from '../../source/target/target-error.ts';
import * as hostile from '../helpers/hostile-server.ts';

const indexPage = readFileSync(new URL('../fixtures/goroutine/go1.27/index.html', import.meta.url));
const index = hostile.answer(indexPage, {'content-type': 'text/html; charset=utf-8'});
const stacks = hostile.answer('goroutine 1 [running]:\nmain.main()\n', {
  'content-type': 'text/plain; charset=utf-8',
});
const counts = hostile.answer('goroutine profile: total 1\n', {'content-type': 'text/plain; charset=utf-8'});
const profile = hostile.answer(gzipSync('\n\u0004'), {'content-type': 'application/octet-stream'});

function open(address: string): PprofTarget {
  const target = openTarget(parseAddress(address));
  onTestFinished(() => target.close());
  return target;
}

async function attach(behaviour: hostile.Behaviour, prefix = ''): Promise<PprofTarget> {
  const {host} = await hostile.hostileServer(behaviour);
  return open(`http://${host}${prefix}`);
}

async function failure(request: Promise<unknown>): Promise<TargetError> {
  const error: unknown = await request.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TargetError);
  const {message, advice} = error as TargetError;
  expect(message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]+\.$/u);
  expect(advice).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]+\.$/u);
  return error as TargetError;
}

describe('a target', () => {
  test('gives its index, its command line and its goroutines in each form', async () => {
    const server = await hostile.hostileServer(
      hostile.routes({
        '/debug/pprof/': index,
        '/debug/pprof/cmdline': hostile.answer('/srv/app\0-x', {'content-type': 'text/plain; charset=utf-8'}),
        '/debug/pprof/goroutine?debug=0': profile,
        '/debug/pprof/goroutine?debug=1': counts,
        '/debug/pprof/goroutine?debug=2': stacks,
      }),
    );
    const target = open(server.host);
    expect((await target.index()).index).toMatchObject({goroutines: 54, threads: 9, goAtLeast: '1.26'});
    expect(await target.commandLine()).toBe('/srv/app -x');
    expect(Buffer.concat((await target.goroutines({debug: 2})).chunks).toString()).toContain('main.main');
    expect((await target.goroutines({debug: 1})).bytes).toBe(27);
    expect((await target.goroutines({debug: 0})).bytes).toBeGreaterThan(10);
    expect(target.url).toBe(`http://${server.host}/debug/pprof/`);
    expect(server.connections()).toBe(1);
  });

  test('is asked nothing before a method is called', async () => {
    const server = await hostile.hostileServer(index);
    open(server.host);
    await open(server.host).index();
    expect(server.requests).toHaveLength(1);
  });

  test('has ten seconds for a poll, and more for the stacks of many goroutines', async () => {
    const deadlines: number[] = [];
    const client: PprofClient = {
      get(path, {deadlineMs}): Promise<Reply> {
        deadlines.push(deadlineMs);
        const body = path.endsWith('debug=0')
          ? new Uint8Array([0x1f, 0x8b])
          : new TextEncoder().encode('goroutine 1');
        return Promise.resolve({
          status: 200,
          contentType: '',
          contentEncoding: '',
          location: '',
          chunks: [body],
          bytes: body.length,
          durationMs: 1,
          firstByteMs: 1,
        });
      },
      close: () => Promise.resolve(),
    };
    const target = openTarget(parseAddress('6060'), client);
    await target.goroutines({debug: 0, goroutines: 100_000});
    await target.goroutines({debug: 2, goroutines: 100});
    await target.goroutines({debug: 2, goroutines: 100_000});
    await target.goroutines({debug: 2, goroutines: 100_000, deadlineMs: 5});
    expect(deadlines[0]).toBe(pollDeadlineMs);
    expect(deadlines[1]).toBeGreaterThanOrEqual(pollDeadlineMs);
    expect(deadlines[2]).toBeGreaterThan(60_000);
    expect(deadlines[3]).toBe(5);
  });
});

describe('a prefix', () => {
  test.each([
    ['before /debug/pprof/', '/admin/debug/pprof/', 1],
    ['instead of /debug/pprof/', '/admin/', 2],
  ])('%s is found with index requests only', async (_name, path, requests) => {
    const server = await hostile.hostileServer(
      hostile.routes({
        [path]: index,
        [`${path}goroutine?debug=2`]: stacks,
        [`${path}cmdline`]: hostile.answer('app'),
      }),
    );
    const target = open(`http://${server.host}/admin`);
    expect(await target.commandLine()).toBe('app');
    expect(server.requests).toHaveLength(requests + 1);
    expect(target.url).toBe(`http://${server.host}${path}`);
    await target.goroutines({debug: 2});
    await target.index();
    expect(server.requests).toHaveLength(requests + 3);
  });

  test('under which there is nothing is reported with every path that was tried', async () => {
    const error = await failure((await attach(hostile.routes({}), '/admin')).index());
    expect(error).toMatchObject({kind: 'not found', exitCode: 3});
    expect(error.message).toContain('/admin/debug/pprof/ nor at /admin/');
  });

  test('under which something else answers is reported by what answers', async () => {
    const error = await failure(
      (await attach(hostile.routes({'/admin/': hostile.loginPage}), '/admin')).index(),
    );
    expect(error).toMatchObject({kind: 'not pprof', exitCode: 4});
    expect(error.message).toContain(String.raw`an HTML page titled "Sign in \x1b[2J\u202e"`);
  });

  test('is not looked for on a server that is in trouble', async () => {
    const server = await hostile.hostileServer(hostile.answer('', {status: '503 Busy'}));
    expect((await failure(open(`http://${server.host}/admin`).index())).kind).toBe('server error');
    expect(server.requests).toHaveLength(1);
  });
});

describe('an answer that is not what was asked for is one sentence with what to do', () => {
  test.each([
    ['401 Unauthorized', 'unauthorized', 'ssh -L'],
    ['403 Forbidden', 'forbidden', 'ssh -L'],
    ['404 Not Found', 'not found', 'net/http/pprof'],
    ['405 Method Not Allowed', 'unexpected status', 'net/http/pprof'],
    ['500 Internal Server Error', 'server error', 'try again'],
    ['204 No Content', 'unexpected status', 'net/http/pprof'],
    ['799 What', 'server error', 'try again'],
  ])('%s, whatever its reason phrase and its body hold', async (status, kind, advice) => {
    const code = status.split(' ', 1)[0]!;
    const body = code === '204' ? '' : hostile.payload;
    const reason = hostile.payload.replaceAll(/[\r\n]/g, '');
    const target = await attach(
      hostile.answer(body, {status: `${code} ${reason}`, 'content-type': '\u009B2J'}),
    );
    const requests = [() => target.index(), () => target.commandLine(), () => target.goroutines({debug: 2})];
    for (const request of requests) {
      const error = await failure(request());
      expect(error.kind).toBe(kind);
      expect(error.advice).toContain(advice);
    }
  });

  test('an escape sequence in a header is refused as not HTTP', async () => {
    const target = await attach(hostile.answer('', {status: '500 Oops', 'x-go-pprof': '\u001B[2J'}));
    expect(await failure(target.index())).toMatchObject({kind: 'not pprof', exitCode: 4});
  });

  test('the words of an error body are quoted, up to the first line end', async () => {
    const error = await failure(
      (await attach(hostile.answer('profile \u001B[1mbusy\nmore', {status: '500 Oops'}))).index(),
    );
    expect(error.message).toContain(String.raw`answered 500 Internal Server Error: "profile \x1b[1mbusy".`);
  });

  test.each([
    ['https://sso.example.com/login?next=s3cret', 'https://sso.example.com/login'],
    ['https://bob:s3cret@sso.example.com/', 'https://sso.example.com/'],
    ['/login?token=s3cret', '/login'],
    ['//bob:s3cret@elsewhere/', 'elsewhere/'],
    ['file:///etc/passwd', 'file:///etc/passwd'],
    ['\u009B2Jhttp://x', String.raw`\x9b2J`],
    ['', 'nowhere'],
  ])('a redirect to %j is not followed, and said without secrets', async (location, said) => {
    const server = await hostile.hostileServer(hostile.redirect(location));
    const error = await failure(open(`http://${server.host}?token=s3cret`).index());
    expect(error).toMatchObject({kind: 'redirect', exitCode: 3});
    expect(error.message).toContain(`points to ${said}`);
    expect(`${error.message} ${error.advice}`).not.toContain('s3cret');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['an HTML page', hostile.loginPage, 'an HTML page titled'],
    ['nothing', hostile.answer(''), 'answers nothing'],
    ['noise', hostile.answer(Buffer.from([0, 255, 27, 91, 50, 74, 155])), 'something else'],
  ])('%s is not an index, a profile or a command line', async (name, behaviour, words) => {
    const target = await attach(behaviour);
    const requests = [
      () => target.index(),
      () => target.goroutines({debug: 0}),
      () => target.goroutines({debug: 1}),
      () => target.goroutines({debug: 2}),
      ...(name === 'an HTML page' ? [() => target.commandLine()] : []),
    ];
    for (const request of requests) {
      const error = await failure(request());
      expect(error).toMatchObject({kind: 'not pprof', exitCode: 4});
      expect(error.message).toContain(words);
    }
  });

  test.each([0, 1, 2] as const)(
    'an index in place of the debug=%i profile is recognised as such',
    async (debug) => {
      const error = await failure((await attach(index)).goroutines({debug}));
      expect(error.kind).toBe('not pprof');
      expect(error.message).toContain('its list of profiles to every request');
      expect(error.advice).toContain('StripPrefix');
    },
  );

  test('an encoding that was not asked for is refused, not unpacked', async () => {
    const target = await attach(hostile.gzipBomb(64, {'content-encoding': 'gzip'}));
    const error = await failure(target.goroutines({debug: 2}));
    expect(error).toMatchObject({kind: 'not pprof', exitCode: 4});
    expect(error.message).toContain('"gzip"');
  });

  test('a profile that would unpack to a bomb is handed on packed', async () => {
    const reply = await (await attach(hostile.gzipBomb(64))).goroutines({debug: 0});
    expect(reply.bytes).toBeLessThan(100_000);
  });

  test('plain HTTP on a port of TLS is told apart', async () => {
    const words = 'Client sent an HTTP request to an HTTPS server.\n';
    const error = await failure((await attach(hostile.answer(words, {status: '400 Bad Request'}))).index());
    expect(error.kind).toBe('tls');
    expect(error.advice).toContain('https://');
  });

  test('full stacks that the runtime cut at 64 MiB are accepted', async () => {
    const target = await attach(hostile.sized(67_108_864, 'goroutine 1 [running]:\n'));
    expect((await target.goroutines({debug: 2})).bytes).toBe(67_108_864);
  });

  test('an endless answer ends at the cap of its kind', async () => {
    const server = await hostile.hostileServer(hostile.endless());
    const error = await failure(open(server.host).index());
    expect(error).toMatchObject({kind: 'too large', exitCode: 4});
    expect(error.message).toContain('more than 1 MiB');
    await server.allClosed();
  });
});
