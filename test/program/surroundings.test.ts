import {existsSync} from 'node:fs';
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, shell} from '../helpers/gorowatch.ts';

const dump = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine', 'go1.26', 'g2.txt');

describe('help and version need nothing of their surroundings', () => {
  const bare = {
    HOME: undefined,
    TERM: undefined,
    XDG_STATE_HOME: undefined,
    XDG_CACHE_HOME: undefined,
    LANG: undefined,
  };

  test.each(['--version', '-V'])('%s', async (option) => {
    const ended = await shell(`gorowatch ${option} <&-`, bare);
    expect(ended).toMatchObject({status: 0, stderr: '', stdout: `${packageJson.version}\n`});
  });

  test.each(['--help', '-h'])('%s', async (option) => {
    const ended = await shell(`gorowatch ${option} <&-`, bare);
    expect(ended).toMatchObject({status: 0, stderr: ''});
    const order = ['Examples:', 'Commands:', 'Options:', 'Exit status:'].map((title) =>
      ended.stdout.indexOf(`\n${title}`),
    );
    expect(order.toSorted((a, b) => a - b)).toEqual(order);
    expect(order[0]).toBeGreaterThan(0);
  });

  test('the help of one command lists its own options only', async () => {
    const {stdout, status} = await gorowatch(['snapshot', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('--stacks');
    expect(stdout).not.toMatch(/^ +--threshold/m);
  });

  test('info says where what is written goes', async () => {
    const {stdout, status} = await gorowatch(['info'], {
      env: {XDG_STATE_HOME: '/var/lib/someone', XDG_CACHE_HOME: '/var/cache/someone'},
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^dumps +\/var\/lib\/someone\/gorowatch\/dumps$/m);
    expect(stdout).toMatch(/^recordings +\/var\/lib\/someone\/gorowatch\/recordings$/m);
    expect(stdout).toMatch(/^reports +\/var\/lib\/someone\/gorowatch\/reports$/m);
    expect(stdout).toMatch(/^demo +\/var\/cache\/someone\/gorowatch$/m);
    expect(stdout).toMatch(/^terminal +none/m);
  });
});

describe('output that cannot be written', () => {
  test.each(['--help', '--version', `snapshot ${dump}`, `snapshot ${dump} --json`, 'info'])(
    'gorowatch %s on a full disk fails with a message',
    async (args) => {
      const {status, stderr} = await shell(`gorowatch ${args} > /dev/full`);
      expect(status).toBe(2);
      expect(stderr).toBe('gorowatch: The output cannot be written (ENOSPC).\n');
    },
  );

  test('a reader that has seen enough is no error', async () => {
    for (const args of ['--help', `snapshot ${dump}`, `snapshot ${dump} --json --stacks`]) {
      const {status, stdout, stderr} = await shell(`gorowatch ${args} | head -1`);
      expect(stdout.split('\n')).toHaveLength(2);
      expect(stderr).toBe('');
      // The status of gorowatch itself: the shell is set to tell of any failure in the pipe.
      expect(status).toBe(0);
    }
  });

  test('lines that nobody reads any more end the watch', async () => {
    const {host} = await fixtureServer();
    const {status, stdout, stderr} = await shell(`gorowatch ${host} --interval 200ms | head -2`);
    expect(stdout.split('\n')).toHaveLength(3);
    expect({status, stderr}).toEqual({status: 0, stderr: ''});
  });

  test('stdout and stderr that are closed crash nothing', async () => {
    const {host} = await fixtureServer();
    for (const args of ['--version', `snapshot ${host}`, '--bogus']) {
      const {status} = await shell(`gorowatch ${args} >&- 2>&- <&-`);
      expect(status).toBe(args === '--bogus' ? 2 : 0);
    }
  });
});

describe('a locale without Unicode', () => {
  test.each([
    ['LC_ALL=C', {LC_ALL: 'C'}],
    ['LANG=de_DE.ISO-8859-1', {LANG: 'de_DE.ISO-8859-1', LC_ALL: undefined, LC_CTYPE: undefined}],
  ])('%s: every byte of the table and of the lines is ASCII', async (_, env) => {
    const {host} = await fixtureServer();
    for (const args of [
      ['snapshot', dump],
      [host, '--for', '1s'],
    ]) {
      const {status, stdout} = await gorowatch(args, {env});
      expect(status).toBe(0);
      expect(stdout).toContain('goroutines');
      expect(stdout).toMatch(/^[\n\u0020-\u007E]*$/);
    }
  });

  test('--json is the same in every locale', async () => {
    const [c, utf8] = await Promise.all(
      ['C', 'C.UTF-8'].map((locale) => gorowatch(['snapshot', dump, '--json'], {env: {LC_ALL: locale}})),
    );
    expect(c!.stdout).toBe(utf8!.stdout);
  });
});

describe('a Node that is too old', () => {
  const candidates = ['/usr/local/bin/node', '/usr/bin/node', '/opt/node20/bin/node'];
  const oldNode = candidates.find((file) => existsSync(file) && isTooOld(file));

  test.skipIf(oldNode === undefined)(
    `is told in one sentence, and ends with 2 (${oldNode ?? 'SKIPPED: there is none on this machine'})`,
    async () => {
      for (const args of ['--version', 'snapshot :1 --json']) {
        const {status, stdout, stderr} = await shell(`"$OLD_NODE" "$GOROWATCH_TEST_CLI" ${args}`, {
          OLD_NODE: oldNode,
        });
        expect(status).toBe(2);
        expect(stdout).toBe('');
        expect(stderr).toMatch(
          /^gorowatch needs Node\.js 22\.19 or newer, this is v\d+\.\d+\.\d+\. [^\n]+\n$/,
        );
      }
    },
  );
});

function isTooOld(file: string): boolean {
  const {stdout} = spawnSync(file, ['--version'], {encoding: 'utf8'});
  const [major = 0, minor = 0] = stdout.trim().slice(1).split('.').map(Number);
  return major > 0 && (major < 22 || (major === 22 && minor < 19));
}
