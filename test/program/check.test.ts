import {readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {expectDiagnosisContract, readDiagnosis} from '../helpers/diagnosis-contract.ts';
import {fixturePages, fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, startGorowatch} from '../helpers/gorowatch.ts';
import {answer, hanging, hostileServer, resetsAtOnce, routes} from '../helpers/hostile-server.ts';
import {inspect} from '../helpers/inspector.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine');
/** It has goroutines that wait on nil channels, which nothing can end. */
const leaky = path.join(folder, 'go1.26', 'g2.txt');

const main = 'goroutine 1 [IO wait]:\nmain.main()\n\t/srv/shop/main.go:20 +0x1d\n\n';

/** Full stacks of a process whose senders have lost their receiver; each started by a goroutine of its own. */
function dump(senders: number): string {
  const blocks = Array.from(
    {length: senders},
    (_, index) =>
      `goroutine ${100 + 2 * index} [chan send]:\nmain.report(0xc000012345)\n\t/srv/shop/check.go:72 +0x1d\n` +
      `created by main.handle in goroutine ${99 + 2 * index}\n\t/srv/shop/check.go:41 +0x5a\n\n`,
  );
  return main + blocks.join('');
}

/** What a Go 1.27 process answered, before and after the garbage collector was asked. */
function newest(name: string): Buffer {
  return readFileSync(path.join(folder, 'go1.27', name));
}

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

describe('of a file', () => {
  test('with waits that nothing can end it ends with 1, and says where, what was seen, and the fix', async () => {
    const {status, stdout, stderr} = await gorowatch(['check', leaky]);
    expect({status, stderr}).toEqual({status: 1, stderr: ''});
    expect(stdout).toMatch(/^read g2\.txt: 52 goroutines\n\n1\. PROVEN LEAK {2}1 goroutine /);
    for (const label of ['where', 'saw', 'fix', 'confirm']) {
      expect(stdout).toMatch(new RegExp(`^ {3}${label} `, 'm'));
    }

    expect(stdout).toContain('nil-channel');
    expect(stdout).not.toContain('\u001B');
  });

  test('no line of text is wider than 80 columns', async () => {
    const {stdout} = await gorowatch(['check', leaky]);
    for (const line of stdout.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(80);
  });

  test('--ascii writes nothing but ASCII', async () => {
    const {stdout} = await gorowatch(['check', leaky, '--ascii']);
    // oxlint-disable-next-line no-control-regex
    expect(stdout).toMatch(/^[\n\u0020-\u007E]+$/);
  });

  test('without anything to find it ends with 0 and says so in a sentence', async () => {
    const {status, stdout} = await gorowatch(['check', written('quiet.txt', main)]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^No leak found: read quiet\.txt, 1 goroutine in 1 group/);
  });

  test('one moment is never called growth', async () => {
    const {stdout} = await gorowatch(['check', written('one.txt', dump(50)), '--json', '--all']);
    const diagnosis = readDiagnosis(stdout);
    const kinds = diagnosis.verdicts.flatMap(({evidence}) => evidence.map(({kind}) => kind));
    expect(kinds).not.toContain('growth');
    expect(kinds).not.toContain('survivors');
    expect(diagnosis.limits.map(({kind}) => kind)).toContain('one-sample');
  });

  test('--json is the contract, for every recorded release', async () => {
    const releases = ['go1.15', 'go1.19', 'go1.21', 'go1.24', 'go1.27'];
    for (const file of releases.flatMap((name) =>
      ['g0.pb.gz', 'g1.txt', 'g2.txt'].map((one) => `${name}/${one}`),
    )) {
      const {stdout, stderr} = await gorowatch(['check', path.join(folder, file), '--json', '--all']);
      expect(stderr).toBe('');
      const diagnosis = readDiagnosis(stdout);
      expectDiagnosisContract(diagnosis);
      expect(diagnosis.total.last).toBeGreaterThan(40);
    }
  });

  test('what the garbage collector has marked is proven', async () => {
    const {status, stdout} = await gorowatch(['check', path.join(folder, 'go1.27', 'gl2.txt'), '--json']);
    expect(status).toBe(1);
    const proven = readDiagnosis(stdout).verdicts.filter(({level}) => level === 'proven');
    expect(proven.flatMap(({evidence}) => evidence.map(({kind}) => kind))).toContain('proof');
  });

  test('a dump that was cut is judged, and that it was is said', async () => {
    const text = dump(50);
    const {stdout} = await gorowatch(['check', written('cut.txt', text.slice(0, -60)), '--json']);
    const {limits, verdicts} = readDiagnosis(stdout);
    expect(limits.map(({kind}) => kind)).toContain('cut');
    expect(verdicts.map(({pattern}) => pattern).join(' ')).not.toContain('receiver-gone');
  });

  test.each([
    ['what is no profile', 'hello\n', 4],
    ['an empty file', '', 4],
  ])('%s ends it with %s', async (_what, content, status) => {
    const ended = await gorowatch(['check', written('x.txt', content)]);
    expect(ended).toMatchObject({status, stdout: ''});
    expect(ended.stderr).toMatch(/^gorowatch: [^\n]+\n$/);
  });
});

describe('several moments', () => {
  test('two dumps in one file are two moments, however they came into it', async () => {
    const text = dump(10) + dump(40);
    const files = [
      written('two.txt', text),
      written('two.txt.gz', gzipSync(text)),
      written('members.gz', Buffer.concat([gzipSync(dump(10)), gzipSync(dump(40))])),
      written('log.txt', text.replaceAll(/^(?=.)/gm, '2026-11-21T05:00:00Z shop[7]: ')),
    ];
    for (const file of files) {
      const {total, samples, limits} = readDiagnosis((await gorowatch(['check', file, '--json'])).stdout);
      expect({total, stacks: samples.stacks}).toEqual({total: {first: 11, last: 41, max: 41}, stacks: 2});
      expect(limits.map(({kind}) => kind)).toContain('no-times');
    }
  });

  test('of dumps that do not say when they were taken no rate is told', async () => {
    const {stdout} = await gorowatch(['check', written('five.txt', [10, 20, 30, 40, 50].map(dump).join(''))]);
    expect(stdout).toContain('10 at first, 50 now, never fell');
    expect(stdout).toContain('seen at an earlier moment are still there by id');
    expect(stdout).not.toMatch(/a minute over|\d (?:s|min) ago/);
  });

  test('two profiles in one file are, packed and as text', async () => {
    for (const name of ['g0.pb.gz', 'g1.txt']) {
      const bytes = readFileSync(path.join(folder, 'go1.26', name));
      const {stdout} = await gorowatch(['check', written(name, Buffer.concat([bytes, bytes])), '--json']);
      expect(readDiagnosis(stdout)).toMatchObject({samples: {groups: 2}, total: {first: 52, last: 52}});
    }
  });

  test('files are moments in the order given, at the times at which they were written', async () => {
    const files = [10, 40].map((senders) => written(`${senders}.txt`, dump(senders)));
    for (const [index, file] of files.entries()) utimesSync(file, 1_700_000_000, 1_700_000_000 + index * 300);
    const diagnosis = readDiagnosis((await gorowatch(['check', ...files, '--json'])).stdout);
    expect(diagnosis).toMatchObject({total: {first: 11, last: 41}});
    expect(Date.parse(diagnosis.to) - Date.parse(diagnosis.from)).toBe(300_000);
    expect(diagnosis.limits.map(({kind}) => kind)).not.toContain('no-times');
  });

  test('what recovered panics have left in a log is no moment of the process', async () => {
    const panic = 'http: panic serving: boom\ngoroutine 77 [running]:\nmain.serve()\n\t/srv/a.go:1 +0x1\n\n';
    const {stdout} = await gorowatch(['check', '-', '--json'], {
      stdin: `${panic}${panic}SIGQUIT: quit\nPC=0x46\n\n${dump(10)}`,
    });
    expect(readDiagnosis(stdout)).toMatchObject({total: {first: 11, last: 11}, samples: {groups: 1}});
  });
});

describe('known cases', () => {
  test('are left out and counted, and no longer decide the exit status', async () => {
    const file = written('leak.txt', dump(50));
    const seen = readDiagnosis((await gorowatch(['check', file, '--json', '--fail-on', 'watch'])).stdout);
    expect(seen.verdicts.map(({group}) => group.function)).toEqual(['main.report']);
    const pattern = seen.verdicts[0]!.pattern;
    const allow = written('allow', `# ours\nother.*\n${pattern} main.rep*  # until spring\n`);
    for (const options of [
      ['--ignore', 'main.report'],
      ['--ignore', `${pattern} *.report`],
      ['--allow', allow],
    ]) {
      const ended = await gorowatch(['check', file, '--fail-on', 'watch', ...options]);
      expect(ended.status).toBe(0);
      expect(ended.stdout).toContain('1 known case left out: ');
    }
  });

  test.each([
    [['--ignore', 'send-blockd main.*'], 'Did you mean send-blocked?'],
    [['--ignore', 'a b c'], 'is not a known case'],
    [['--allow', '/nonexistent/allow'], 'cannot be read'],
    [['--fail-on', 'benign'], 'is not a level'],
    [['--max-goroutines', 'many'], 'is not a number'],
  ])('%j is wrong usage', async (options, words) => {
    const ended = await gorowatch(['check', leaky, ...options]);
    expect(ended).toMatchObject({status: 2, stdout: ''});
    expect(ended.stderr).toContain(words);
  });
});

test('--max-goroutines ends it with 1 and a sentence when there are more', async () => {
  const file = written('quiet.txt', main);
  expect((await gorowatch(['check', file, '--max-goroutines', '1'])).status).toBe(0);
  const ended = await gorowatch(['check', file, '--max-goroutines', '0']);
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^gorowatch: There were 1 goroutines?, more than --max-goroutines 0\.\n$/);
});

describe('of a target', () => {
  test('it watches for as long as it is told, and says what that cost', async () => {
    const server = await fixtureServer();
    const ended = await gorowatch(['check', server.host, '--for', '2s', '--json']);
    expect(ended).toMatchObject({status: 1, stderr: ''});
    const diagnosis = readDiagnosis(ended.stdout);
    expectDiagnosisContract(diagnosis);
    expect(diagnosis.target).toEqual({name: server.host, url: `http://${server.host}/debug/pprof/`});
    expect(diagnosis.samples.groups).toBeGreaterThan(0);
    // One may be under way when the time is over, and one have run out of its own on a machine that does much else.
    expect(server.requests.length - diagnosis.cost.requests).toBeLessThanOrEqual(2);
    expect(diagnosis.cost.bytes).toBeGreaterThan(1000);
    expect(server.requests.some((request) => request.includes('goroutineleak'))).toBe(false);
  });

  test('--proof of one that does not offer it goes on without, and says so', async () => {
    const server = await fixtureServer();
    const {status, stdout} = await gorowatch(['check', server.host, '--for', '1s', '--proof', '--json']);
    expect(status).toBe(1);
    expect(readDiagnosis(stdout).limits).toContainEqual(expect.objectContaining({kind: 'no-proof'}));
    expect(server.requests.some((request) => request.includes('goroutineleak'))).toBe(false);
  });

  test('--proof asks once, after saying what it costs, and what is marked is proven', async () => {
    const server = await hostileServer(
      routes({
        ...fixturePages,
        '/debug/pprof/': answer(newest('index.html')),
        '/debug/pprof/goroutine?debug=0': answer(newest('g0.pb.gz')),
        '/debug/pprof/goroutine?debug=2': answer(newest('g2.txt')),
        '/debug/pprof/goroutineleak?debug=2': answer(newest('gl2.txt')),
      }),
    );
    const ended = await gorowatch(['check', server.host, '--for', '1s', '--proof', '--json']);
    expect(ended.stderr).toMatch(
      /^gorowatch: Asking the garbage collector of .*: a collection in the process.*\n$/,
    );
    expect(server.requests.filter((request) => request.includes('goroutineleak'))).toHaveLength(1);
    const {verdicts} = readDiagnosis(ended.stdout);
    expect(verdicts[0]).toMatchObject({level: 'proven'});
    expect(verdicts.flatMap(({evidence}) => evidence.map(({kind}) => kind))).toContain('proof');
  });

  test('one that was never there ends it with 3', async () => {
    const ended = await gorowatch(['check', '127.0.0.1:1', '--for', '30s']);
    expect(ended).toMatchObject({status: 3, stdout: ''});
  });

  test('one that goes away is judged on what was seen, and that is said', async () => {
    const alive = routes(fixturePages);
    let isThere = true;
    const server = await hostileServer((socket, request) => {
      (isThere ? alive : resetsAtOnce)(socket, request);
      // Counts and stacks have been seen.
      if (request.includes('debug=2')) isThere = false;
    });
    const {status, stdout} = await gorowatch(['check', server.host, '--for', '3s', '--json']);
    expect(status).toBe(1);
    const {limits, verdicts} = readDiagnosis(stdout);
    expect(limits.map(({kind}) => kind)).toContain('lost');
    expect(verdicts.map(({pattern}) => pattern)).toContain('nil-channel');
  });

  test('ctrl-c ends it with 130 and the judgement on what was seen', async () => {
    const server = await fixtureServer();
    const checking = startGorowatch(['check', server.host, '--for', '60s']);
    while (!(await server.nextRequest()).includes('debug=2'));
    await server.nextRequest();
    checking.child.kill('SIGINT');
    const {status, stdout, stderr} = await checking.ended;
    expect(status).toBe(130);
    expect(stdout).toMatch(/^watched /);
    expect(stderr).toContain('Interrupted');
  });

  test('ctrl-c before there is an answer judges nothing', async () => {
    const server = await hostileServer(hanging);
    const checking = startGorowatch(['check', server.host]);
    await server.nextRequest();
    checking.child.kill('SIGINT');
    expect(await checking.ended).toMatchObject({
      status: 130,
      stdout: '',
      stderr: 'gorowatch: Interrupted before anything was seen.\n',
    });
  });

  test('on a terminal a line says how long it still takes, and goes when it is over', async () => {
    const {host} = await fixtureServer();
    const screen = inspect(['check', host, '--for', '3s']);
    await screen.waitFor('s left, 52 goroutines');
    expect(await screen.exited).toBe(1);
    expect(screen.lines().join('\n')).not.toMatch(/\d s left/);
    expect(screen.output()).toContain('\u001B[');
  });
});
