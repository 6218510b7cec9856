import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {fixturePages, fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, type Ended} from '../helpers/gorowatch.ts';
import {
  answer,
  dripping,
  endless,
  endsEarly,
  hanging,
  hostileServer,
  loginPage,
  payload,
  redirect,
  resetsAtOnce,
  routes,
  tlsAlert,
  type Behaviour,
} from '../helpers/hostile-server.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {fixture} from '../profile/fixtures.ts';

/** One line for a person: what happened and what to do, and nothing that could steer a terminal. */
function expectSentences({stdout, stderr}: Ended): void {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^gorowatch: [^\n]+[.?:;] [^\n]+[.?]\n$/);
  // oxlint-disable-next-line no-control-regex -- they are what it is about
  expect(stderr.trimEnd()).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/);
}

describe('wrong usage ends with 2 and says what to write instead', () => {
  test.each([
    [['--treshold', '5', ':6060'], 'There is no option --treshold. Did you mean --threshold?'],
    [['--bogus'], 'There is no option --bogus.'],
    [['-x', ':6060'], 'There is no option -x.'],
    [['-Z', ':6060'], 'There is no option -Z.'],
    [['replay'], 'needs a file. Write gorowatch replay FILE…'],
    [['record', ':6060', '-o', '-'], 'A recording is written to a file, not to stdout.'],
    [['diff', ':6060', ':6060@3m'], 'a process can be looked at only as it is now.'],
    [['snapsho', ':6060'], 'Did you mean gorowatch snapshot?'],
    [[], 'There is no target to watch.'],
    [['snapshot'], 'Write gorowatch snapshot TARGET|FILE|-.'],
    [['dump'], 'Write gorowatch dump TARGET [-o FILE].'],
    [['snapshot', ':6060', ':6061'], 'got 2 operands'],
    [[':6060', ':6061'], 'takes no further words'],
    [['snapshot', ':6060', '--bell'], 'has no option --bell'],
    [[':6060', '--threshold', 'chan sned>5'], 'chan send'],
    [[':6060', '--threshold', '-5'], '-5'],
    [[':6060', '--threshold='], '--threshold needs a value.'],
    [[':6060', '--threshold', '5', '--threshold='], '--threshold needs a value.'],
    [[':6060', '--for', '1s', '--for', '2s'], '--for can be given only once.'],
    [[':6060', '--no-for'], 'There is no option --no-for.'],
    [[':6060', '--bell=no'], 'Write --bell, or --no-bell.'],
    [['snapshot', '--', '--json', ':6060'], 'got 2 operands'],
    [[':6060', '--for', 'soon'], '--for soon is not a duration.'],
    [[':6060', '--interval', '0s'], '--interval 0s is not a duration.'],
    [[':6060', '--keep-dumps', 'many', '--for', '1s'], '--keep-dumps many is not a number of files.'],
    [[':6060', '--history', '48h', '--for', '1s'], '--history 48h is more than is kept in memory.'],
    [[':6060', '--history', '5s', '--for', '1s'], '--history 5s is too short to go back in.'],
    [[':6060', '--color', 'pink'], '--color pink is not known.'],
    [[':6060', '--sort', 'size'], '--sort size is not known.'],
    [[':6060', '--background', 'pink'], '--background pink is not known.'],
    [[':6060', '--group-by', 'size'], '--group-by size is not known.'],
    [[':6060', '--filter', 'age>soon'], '--filter age>soon cannot be understood.'],
    [['99999'], 'ports go from 1 to 65535'],
    [['ftp://host:21'], 'ftp'],
    [['host:port'], '"host:port" is not an address.'],
    [['http://[::1'], '[::1'],
  ])('%j', async (args, said) => {
    const ended = await gorowatch(args);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(said);
    expectSentences(ended);
  });
});

describe('a target that is out of reach ends with 3', () => {
  test('when nothing listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    for (const args of [['snapshot', `:${port}`], ['dump', `:${port}`], [`:${port}`]]) {
      const ended = await gorowatch(args);
      expect(ended.status).toBe(3);
      expect(ended.stderr).toContain(`Nothing listens on localhost:${port}.`);
      expectSentences(ended);
    }
  });

  test.each<[string, Behaviour, RegExp]>([
    [
      'it wants a password (401)',
      answer('no', {status: '401 Unauthorized'}),
      /401|password|login|credentials/,
    ],
    ['it forbids (403)', answer('no', {status: '403 Forbidden'}), /403|forb/i],
    ['it has no pprof (404)', answer('404 page not found\n', {status: '404 Not Found'}), /\/debug\/pprof/],
    ['it fails (500)', answer('oops', {status: '500 Internal Server Error'}), /500/],
    ['it is busy with another profile (503)', answer('busy', {status: '503 Busy'}), /503/],
    ['it redirects', redirect('https://login.example/?next=%0d%0a'), /redirect|login\.example/],
    ['it breaks the connection', resetsAtOnce, /connection|closed|broke/i],
    ['its words would steer the terminal', answer(payload, {status: '500 Oops'}), /500/],
  ])('when %s', async (_, behaviour, said) => {
    const {host} = await hostileServer(behaviour);
    const ended = await gorowatch(['snapshot', host]);
    expect(ended.status).toBe(3);
    expect(ended.stderr).toMatch(said);
    expectSentences(ended);
  });

  test('when it never answers, or a byte a second', async () => {
    const servers = [await hostileServer(hanging), await hostileServer(dripping())];
    // Both take as long as the deadline.
    const all = await Promise.all(servers.map(({host}) => gorowatch(['snapshot', host])));
    for (const ended of all) {
      expect(ended.status).toBe(3);
      expect(ended.stderr).toMatch(/10 s/);
      expectSentences(ended);
    }
  });

  test('when it answers the index page and then no more', async () => {
    const {host} = await hostileServer(fixturePages['/debug/pprof/']!, resetsAtOnce);
    const ended = await gorowatch(['snapshot', host]);
    expect(ended.status).toBe(3);
    expectSentences(ended);
  });
});

describe('bad data ends with 4', () => {
  const profile = Buffer.from(fixture('go1.26/g0.pb.gz'));

  test.each<[string, Behaviour]>([
    ['a web page', loginPage],
    ['not a page of pprof at all', answer('OK')],
    ['without an end', endless()],
    ['that of a TLS server', tlsAlert],
  ])('when the index page is %s', async (_, behaviour) => {
    const {host} = await hostileServer(behaviour);
    const ended = await gorowatch(['snapshot', host]);
    expect(ended.status).toBe(4);
    expectSentences(ended);
  });

  test.each<[string, Behaviour]>([
    ['a web page', loginPage],
    ['some other text', answer('hello\n')],
    ['damaged gzip', answer(Buffer.concat([profile.subarray(0, 200), Buffer.alloc(400)]))],
    ['gzip of something else', answer(gzipSync('hello, this is no profile'))],
    ['empty', answer('')],
  ])('when the profile is %s', async (_, behaviour) => {
    const pages = {...fixturePages, '/debug/pprof/goroutine?debug=0': behaviour};
    const {host} = await hostileServer(routes(pages));
    const ended = await gorowatch(['snapshot', host, '--json']);
    expect(ended.status).toBe(4);
    expectSentences(ended);
  });

  test.each<[string, Uint8Array | string]>([
    ['empty', ''],
    ['a web page', '<!doctype html><title>Sign in</title>'],
    ['a shopping list', 'milk\nbread\n'],
    ['cut gzip', profile.subarray(0, 100)],
    ['another profile', fixture('go1.26/tc.txt')],
  ])('when the file is %s', async (_, content) => {
    const file = path.join(temporaryFolder(), 'profile.txt');
    writeFileSync(file, content);
    for (const [ended, name] of [
      [await gorowatch(['snapshot', file]), 'profile.txt'],
      [await gorowatch(['snapshot', '-', '--json'], {stdin: content}), 'stdin'],
      [await gorowatch(['check', file]), 'profile.txt'],
    ] as const) {
      expect(ended.status).toBe(4);
      expect(ended.stderr).toContain(name);
      expectSentences(ended);
    }
  });

  test('when a recording comes through stdin', async () => {
    const ended = await gorowatch(['snapshot', '-'], {stdin: 'SQLite format 3\0 and so on'});
    expect(ended.status).toBe(4);
    expect(ended.stderr).toContain('stdin is a recording, which is read from a file.');
    expectSentences(ended);
  });

  test('when the file does not exist, or is a folder', async () => {
    const folder = temporaryFolder();
    for (const file of [path.join(folder, 'none.txt'), folder]) {
      const ended = await gorowatch(['snapshot', file]);
      expect(ended.status).toBe(4);
      expect(ended.stderr).toContain(file);
      expectSentences(ended);
    }
  });
});

test('an answer that ends too early is an error, not a smaller process', async () => {
  const dump = Buffer.from(fixture('go1.26/g2.txt')).toString('latin1');
  const pages = {
    ...fixturePages,
    '/debug/pprof/goroutine?debug=2': endsEarly(dump.slice(0, 9000), dump.length),
  };
  const {host} = await hostileServer(routes(pages));
  const ended = await gorowatch(['snapshot', host, '--stacks', '--json']);
  expect(ended.status).toBe(3);
  expectSentences(ended);
});

describe('a file that cannot be written ends with 2', () => {
  test('and the target is not asked for the stacks', async () => {
    const server = await fixtureServer();
    const ended = await gorowatch([
      'dump',
      server.host,
      '-o',
      path.join(temporaryFolder(), 'no', 'such', 'x'),
    ]);
    expect(ended.status).toBe(2);
    expectSentences(ended);
    expect(server.requests.some((request) => request.includes('goroutine'))).toBe(false);
  });
});
