import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {redactDump} from '../../source/report/redact-dump.ts';
import {redact} from '../../source/report/redact.ts';
import {namesOfHost, standsFor, withoutHosts} from '../../source/report/redact-text.ts';
import {redactionLines} from '../../source/report/redaction-lines.ts';
import {reportForms, writeReport, type ReportForm} from '../../source/report/write-report.ts';
import {shopIncident, tellingOf} from './incidents.ts';

const special = path.join(import.meta.dirname, '../fixtures/goroutine/special');

const framePlace = /^\t.*:\d+/gm;

function words(text: string, known: readonly string[] = []): string {
  return withoutHosts(text, {hosts: standsFor('host-'), paths: standsFor('file-'), known});
}

describe('a sentence without hosts', () => {
  test.each([
    [
      'shop-7.prod:6060 refused the connection (10.1.2.3:6060).',
      'host-1:6060 refused the connection (host-2:6060).',
    ],
    ['connect to [fe80::1%eth0]:6060 failed', 'connect to host-1:6060 failed'],
    ['http://bob:secret@shop-7:6060/debug/pprof/?token=abcd answered 404', 'host-1:6060 answered 404'],
    ['saved: /home/bob/dumps/a.txt.gz', 'saved: file-1'],
    ['saved: /home/bob/My Dumps, old/a b.txt.gz', 'saved: file-1'],
    ['saved:/home/bob/a.txt.gz', 'saved:file-1'],
    ['no space is left in /home/bob/My Dumps; free some, or', 'no space is left in file-1; free some, or'],
    ['the folder /home/bob/is it/x does not exist; make it', 'the folder file-1 does not exist; make it'],
    ['Recording to /home/bob/a b has stopped: no space', 'Recording to file-1 has stopped: no space'],
    ['it lies in C:\\Users\\bob x\\a.txt. Look there', 'it lies in file-1. Look there'],
    ['2001:db8::1 refused the connection (fe80::1%eth0).', 'host-1 refused the connection (host-2).'],
    ['dial ::ffff:10.1.2.3: no route', 'dial host-1: no route'],
    ['attached to shop_7:6060/tenants/acme', 'attached to host-1:6060'],
    ['attached to localhost:6060/tenants/acme', 'attached to localhost:6060'],
    ['bob@shop-7:6060 refused the connection', 'host-1:6060 refused the connection'],
    [
      'a:22 answers something that is not HTTP: it says "220 mx.acme ESMTP".',
      'host-1:22 answers something that is not HTTP: it says something.',
    ],
  ])('%s', (text, expected) => {
    // The order in which names are met is an affair of the code's own; the names are the same for the same host.
    expect(words(text).replaceAll(/host-\d/g, 'host')).toBe(expected.replaceAll(/host-\d/g, 'host'));
  });

  test('the same host has the same name each time, another one another', () => {
    const hosts = standsFor('host-');
    const text = withoutHosts('a.example:80 and b.example:80 and a.example:81', {
      hosts,
      paths: standsFor('f'),
      known: [],
    });
    expect(text).toBe('host-1:80 and host-2:80 and host-1:81');
  });

  test.each([
    'goroutines 412 > 400',
    'waits in check.(*Runner).report at check.go:72',
    'localhost:6060 refused the connection',
    '127.0.0.1:6060 refused the connection',
    'LIKELY LEAK 812 goroutines wait to send on a channel whose receiver has gone',
    'attached at 14:05:07',
    'goroutines +50/min over 3 min',
    'goroutine ids begin anew: 812 before, 40 now',
    'baseline::set',
  ])('%s stays as it is', (text) => {
    expect(words(text)).toBe(text);
  });

  test.each([
    ['connect ECONNREFUSED db-7.internal:6060', 'connect ECONNREFUSED host:6060'],
    ['getaddrinfo ENOTFOUND db-7.internal', 'getaddrinfo ENOTFOUND host'],
    ['getaddrinfo EAI_AGAIN db7', 'getaddrinfo EAI_AGAIN host'],
    ['dial tcp: lookup db-7 on 10.0.0.2:53: no such host', 'dial tcp: lookup host on host:53: no such host'],
    ['db-7.internal has a host name that is not known.', 'host has a host name that is not known.'],
    ['The certificate is for *.shop.example.', 'The certificate is for *.host.'],
    ['shop-7.prod.example/admin has no pprof at /debug/pprof/.', 'host has no pprof at file-1.'],
  ])('of a connection: %s', (text, expected) => {
    const stands = {hosts: standsFor('host-'), paths: standsFor('file-'), known: ['shop-7.prod.example']};
    expect(withoutHosts(text, {...stands, isOfConnection: true}).replaceAll(/host-\d/g, 'host')).toBe(
      expected,
    );
  });

  test.each([
    'The answer broke off: 1.5 MiB arrived.',
    'Start the process, and check which port its net/http/pprof server listens on.',
    'a port that is closed to the network is reached with ssh -L.',
    'waits in check.(*Runner).report at check.go:72',
    'it serves go1.24 and 1.26.8',
    'could not be reached (ECONNRESET).',
    'goroutine-debug-2.txt is cut',
  ])('%s stays as it is, also of a connection', (text) => {
    const stands = {hosts: standsFor('host-'), paths: standsFor('file-'), known: []};
    expect(withoutHosts(text, {...stands, isOfConnection: true})).toBe(text);
  });

  test.each([
    ['attached to 10.1.2.3.nip.io:6060', '10.1.2.3.nip.io', 'attached to host-1:6060'],
    [
      'connect ECONNREFUSED node-10.1.2.3.example:6060',
      'node-10.1.2.3.example',
      'connect ECONNREFUSED host-1:6060',
    ],
    [
      'The certificate is for *.node-10.1.2.3.example.',
      'node-10.1.2.3.example',
      'The certificate is for *.host-1.',
    ],
    ['10.1.2.3.nip.io/admin has no pprof', '10.1.2.3.nip.io', 'host-1 has no pprof'],
    ['dial tcp 10.1.2.3:53: no route', '10.1.2.3', 'dial tcp host-1:53: no route'],
    ['connect ECONNREFUSED db-7.internal:6060', 'db-7.internal', 'connect ECONNREFUSED host-1:6060'],
  ])('what goes from %s is one whole name', (text, name, expected) => {
    const stands = {hosts: standsFor('host-'), paths: standsFor('file-'), known: ['host-1']};
    expect(withoutHosts(text, {...stands, isOfConnection: true})).toBe(expected);
    expect(stands.hosts.names()).toEqual([name]);
  });

  test('a host may be called by the first part of its name', () => {
    expect(namesOfHost('shop-7.prod.example')).toEqual(['shop-7.prod.example', 'shop-7']);
    expect(namesOfHost('10.1.2.3')).toEqual(['10.1.2.3']);
    expect(namesOfHost('a.example')).toEqual(['a.example']);
    expect(namesOfHost('shop')).toEqual(['shop']);
  });

  test('a name that is known goes where it stands on its own, and nowhere inside another word', () => {
    expect(words('vm is lost, vmlinux is not', ['vm'])).toBe('host-1 is lost, vmlinux is not');
  });
});

test('full stacks keep functions, files and ids, and lose arguments, labels and other lines', () => {
  const removed = {arguments: 0, labels: 0, lines: 0};
  const text = `2026/11/21 token=s3cret
goroutine 7 gp=0xc000102030 m=3 mp=0x55 [chan send (nil chan), 4 minutes, locked to thread] {tenant: "a:]"}:
main.(*Pool).work(0xc000102030, {0x7f2, 0x5}, ...)
	/srv/app/pool.go:20 +0x45 fp=0xc0 sp=0xc1
...3 frames elided...
created by main.main in goroutine 1
	/srv/app/main.go:9 +0x1d
`;
  expect(redactDump(text, removed)).toBe(`goroutine 7 [chan send (nil chan), 4 minutes, locked to thread]:
main.(*Pool).work(...)
	/srv/app/pool.go:20 +0x45
...3 frames elided...
created by main.main in goroutine 1
	/srv/app/main.go:9 +0x1d
`);
  expect(removed).toEqual({arguments: 1, labels: 1, lines: 1});
});

test.each(
  readdirSync(special)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => [name, readFileSync(path.join(special, name), 'utf8')] as const),
)('no label and no argument of %s is left, and every goroutine and function is', (_name, before) => {
  const after = redactDump(before, {arguments: 0, labels: 0, lines: 0});
  const headers = after.split('\n').filter((line) => line.startsWith('goroutine '));
  expect(headers.length).toBeGreaterThan(0);
  expect(headers.filter((line) => !/^goroutine \d+ \[[\w.() ]+(?:, [a-z\d ]+)*\]:$/.test(line))).toEqual([]);
  expect(after).not.toMatch(/api\/v1|k ey|a-b|00e9|labels|[{}"]|[(, ]0x|\(\S+\?\)/);
  // A header with words of its own in the bracket is one, and so is a frame whose arguments are gone.
  expect(after.match(framePlace)?.length).toBe(before.match(framePlace)?.length);
  expect(headers).toHaveLength(before.match(/^goroutine \d/gm)?.length ?? 0);
});

test.each([
  'goroutine 7 [select, "tenant":"MARKER"]:',
  'goroutine 7 [select, 3 minutes, "query":"select "MARKER]" from b"]:',
  'goroutine 7 [select, "tenant":"two\n\tMARKER:12\nlines"]:',
  'goroutine 7 [select labels:{"tenant": "a]MARKER"}]:',
  'goroutine 7 [MARKER=1]:',
  'goroutine 7 [select] {tenant: MARKER}:\nMARKER(token)\nmain.f(0x1)\n\t/srv/a.go:1 +0x1 MARKER',
  'panic: MARKER\n\tMARKER:5432\ncreated by MARKER\n\tMARKER:12\n\ngoroutine 7 [select]:',
])('%j loses what it tells', (text) => {
  expect(redactDump(text, {arguments: 0, labels: 0, lines: 0})).not.toContain('MARKER');
});

test('a stack below labels that fill more than one line stays', () => {
  const text = 'goroutine 7 [select, "q":"one\n\ttwo:1\nthree"]:\nmain.f(0x1)\n\t/srv/a.go:1 +0x1\n';
  expect(redactDump(text, {arguments: 0, labels: 0, lines: 0})).toBe(
    'goroutine 7 [unknown]:\nmain.f(...)\n\t/srv/a.go:1 +0x1\n',
  );
});

const secrets = [
  'shop-7.prod.example',
  '10.1.2.3',
  'prod.yaml',
  '/checkout',
  '/health',
  'acme=',
  '=acme',
  '0xc00018a000',
  '0x7f21',
  '/home/bob',
];

async function bothWays(form: ReportForm) {
  const incident = await shopIncident();
  const {incident: redacted} = redact(incident, 'build-host');
  const text = (one: typeof incident) => Buffer.from(writeReport(form, one, tellingOf(one))).toString();
  return {before: text(incident), after: text(redacted)};
}

test.each(reportForms)('nothing that is to go is in a report as .%s', async (form) => {
  const {after} = await bothWays(form);
  expect(secrets.filter((secret) => after.includes(secret))).toEqual([]);
});

test.each(['html', 'json', 'md'] as const)(
  'what is to stay is in one as .%s, and all of it was there',
  async (form) => {
    const {before, after} = await bothWays(form);
    expect(secrets.filter((secret) => before.includes(secret)).length).toBeGreaterThan(6);
    expect(after).toContain('check.(*Runner).report');
    expect(after).toContain('host-1:6060');
  },
);

test('groups that differ in their labels still do, and keys hold no hash of labels', async () => {
  const incident = await shopIncident();
  const {incident: redacted} = redact(incident, '');
  const keys = (one: typeof incident) => one.snapshot?.groups.map(({identity}) => identity.key) ?? [];
  expect(new Set(keys(redacted)).size).toBe(keys(incident).length);
  const withLabels =
    incident.snapshot?.groups.filter(({identity}) => Object.keys(identity.labels).length > 0) ?? [];
  expect(withLabels.length).toBeGreaterThan(1);
  for (const {identity} of withLabels) {
    expect(JSON.stringify(redacted)).not.toContain(identity.key.slice(identity.place.length + 1));
  }
});

test('what goes is told before, by name', async () => {
  const {removed} = redact(await shopIncident(), '');
  const lines = redactionLines(removed, 100).join('\n');
  expect(lines).toMatch(/host names +shop-7\.prod\.example, 10\.1\.2\.3/);
  expect(lines).toMatch(/command line +\/srv\/shop\/server -config prod\.yaml/);
  expect(lines).toMatch(/labels +3 values of route, tenant/);
  expect(lines).toMatch(/arguments +in 40 lines/);
  expect(lines).toMatch(/paths +1 of this machine/);
});

test("whatever was the target's goes from all texts: its name, the first part of it, where dumps were saved", async () => {
  const incident = await shopIncident();
  const texts = [
    ['lost', 'shop-7.prod.example:6060 broke off its answer (shop-7 says nothing).'],
    ['problem', 'getaddrinfo ENOTFOUND db-7.internal'],
    [
      'dump',
      'goroutines 9 > 5: full stacks saved: /srv/my dumps/gorowatch-alert-00001-shop-7.prod.example-6060.txt.gz',
    ],
  ] as const;
  const events = texts.map(([kind, text]) => ({kind, text, wallMs: incident.toWallMs}));
  const {incident: redacted} = redact({...incident, events}, 'build-host');
  expect(redacted.events.map(({text}) => text).join('\n')).not.toMatch(/shop-7|db-7|my dumps/);
  expect(redacted.events.at(-1)?.text).toMatch(/^goroutines 9 > 5: full stacks saved: file-\d$/);
});

test('what goes is told in lines as wide as the terminal, broken between words', async () => {
  const {removed} = redact(await shopIncident(), '');
  const lines = redactionLines({...removed, hosts: ['a.example', 'b.example', 'c.example', 'd.example']}, 60);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines.slice(1, 3)).toEqual([
    '  host names    a.example, b.example, c.example, d.example,',
    '                written as host-1 and so on',
  ]);
});
