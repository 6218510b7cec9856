import {copyFileSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {fixtureServer} from '../helpers/fixture-server.ts';
import {gorowatch, type Ended} from '../helpers/gorowatch.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {fixture} from '../profile/fixtures.ts';
import {recorderOf, writeAll} from '../recording/recorded.ts';
import {synthetic} from '../recording/synthetic.ts';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'goroutine');
const file = (name: string) => path.join(folder, name);

/** `gorowatch/diff@1`, written down here a second time: what scripts rely on must not change with the source. */
type DiffJson = {
  readonly schema: string;
  readonly before: SideJson;
  readonly after: SideJson;
  readonly same: boolean;
  readonly change: number;
  readonly reasons: Readonly<Record<string, {readonly before: number; readonly after: number}>>;
  readonly groups: readonly {
    readonly key: string;
    readonly kind: string;
    readonly before: number;
    readonly after: number;
    readonly change: number;
    readonly function: string;
    readonly labels: object;
    readonly goroutines?: Readonly<Record<'stayed' | 'joined' | 'left' | 'started' | 'ended', number>>;
  }[];
  readonly unchanged: {readonly groups: number; readonly goroutines: number};
  readonly labels: {readonly compared: boolean; readonly changes: readonly object[]};
  readonly goroutines: {readonly compared: boolean; readonly survived?: number; readonly why?: string};
};

type SideJson = {
  readonly target: {readonly name: string; readonly url: string};
  readonly takenAt: string;
  readonly source: string;
  readonly total: number;
};

const topKeys = 'schema before after same change reasons groups unchanged labels goroutines'.split(' ');
const groupKeys = 'key kind reason status before after change function file line stack labels'.split(' ');

function readDiff({stdout, stderr}: Ended): DiffJson {
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{[^]*\}\n$/);
  const json = JSON.parse(stdout) as DiffJson;
  expect(Object.keys(json)).toEqual(topKeys);
  expect(json.schema).toBe('gorowatch/diff@1');
  expect(json.change).toBe(json.after.total - json.before.total);
  expect(json.same).toBe(json.groups.length === 0);
  let change = 0;
  for (const group of json.groups) {
    expect(Object.keys(group).filter((key) => key !== 'goroutines')).toEqual(groupKeys);
    expect(group.change).toBe(group.after - group.before);
    change += group.change;
    const {before, goroutines} = group;
    const isUnknown = {stayed: before, joined: 0, left: 0, started: group.change, ended: 0};
    const {stayed, joined, left, started, ended} = goroutines ?? isUnknown;
    expect([stayed + left + ended, stayed + joined + started]).toEqual([group.before, group.after]);
  }

  expect(change).toBe(json.change);
  return json;
}

/** A dump with some of its goroutines left out. */
function without(dump: string, pattern: RegExp): string {
  return dump
    .split('\n\n')
    .filter((block) => !pattern.test(block))
    .join('\n\n');
}

describe('the exit status', () => {
  test('is 0 where nothing differs, and the table says so in a sentence', async () => {
    const ended = await gorowatch(['diff', file('go1.26/g2.txt'), file('go1.26/g2.txt')]);
    expect(ended).toMatchObject({status: 0, stderr: ''});
    expect(ended.stdout).toMatch(/^No difference: 49 groups with 52 goroutines, as many before as after\.$/m);
    expect(ended.stdout).toMatch(
      /^By id, 52 goroutines of before are still there, 0 ended, and 0 started\.$/m,
    );
  });

  test('is 1 where something differs', async () => {
    const ended = await gorowatch(['diff', file('go1.26/g2.txt'), file('go1.20/g2.txt')]);
    expect(ended).toMatchObject({status: 1, stderr: ''});
    expect(ended.stdout).toMatch(/^ +BEFORE +AFTER +CHANGE +REASON +WHERE IT WAITS/m);
  });

  test.each([
    [['diff', file('go1.26/g2.txt')], 2, 'gorowatch diff needs two moments to compare.'],
    [['diff', '-', '-'], 2, 'Standard input can be read only once.'],
    [['diff', `${file('go1.26/g2.txt')}@14:05`, ':6060'], 2, 'is not a recording'],
    [['diff', '/nowhere/a.txt', ':6060'], 4, '/nowhere/a.txt does not exist.'],
    [['diff', '/nowhere/a.gorowatch@14:05', ':6060'], 4, '/nowhere/a.gorowatch does not exist.'],
    [['diff', file('go1.26/g2.txt'), '127.0.0.1:1'], 3, 'Nothing listens on 127.0.0.1:1.'],
    [['diff', file('go1.26/index.html'), file('go1.26/g2.txt')], 4, 'web page'],
  ] as const)('of %j is %i, with a sentence', async (args, status, sentence) => {
    const ended = await gorowatch([...args]);
    expect(ended).toMatchObject({status, stdout: ''});
    expect(ended.stderr).toContain(sentence);
  });
});

describe('--json', () => {
  test('says what is new, grown, shrunk and gone, and who is still there', async () => {
    const dump = Buffer.from(fixture('go1.27/g2.txt')).toString();
    const names = [
      path.join(temporaryFolder(), 'before.txt'),
      path.join(temporaryFolder(), 'after.txt'),
    ] as const;
    writeFileSync(names[0], without(dump, /chan-recv-nil/));
    writeFileSync(names[1], without(dump, /chan-send-nil/));
    const ended = await gorowatch(['diff', ...names, '--json']);
    expect(ended.status).toBe(1);
    const json = readDiff(ended);
    expect(json.groups.map(({kind, labels}) => [kind, labels])).toEqual([
      ['new', {cat: 'chan-recv-nil'}],
      ['gone', {cat: 'chan-send-nil'}],
    ]);
    expect(json.before).toMatchObject({source: 'file', target: {name: 'before.txt'}});
    expect(json.goroutines).toEqual({compared: true, survived: 50, started: 1, ended: 1});
    expect(json.labels.changes).toHaveLength(2);
    expect(json.reasons).toMatchObject({'chan send': {before: 4, after: 3}});
  });

  test.each(['g0.pb.gz', 'g1.txt', 'g2.txt'])(
    'of a file and a running process: the same stacks are the same groups, whatever the format (%s)',
    async (name) => {
      const {host} = await fixtureServer();
      const [counts, stacks] = await Promise.all(
        [[], ['--stacks']].map(async (options) =>
          readDiff(await gorowatch(['diff', file(`go1.26/${name}`), host, '--json', ...options])),
        ),
      );
      expect(counts!.after).toMatchObject({source: 'debug=0', target: {name: host}});
      expect(stacks!.after).toMatchObject({source: 'debug=2'});
      for (const {groups} of [counts!, stacks!]) {
        // The recorded process asked itself, each time from another line.
        expect(
          groups.filter(({function: at}) => at !== 'main.main.func41').map((group) => group.function),
        ).toEqual([]);
      }

      expect(stacks!.goroutines.compared).toBe(name === 'g2.txt');
    },
  );

  test('by itself it asks a process for counts only', async () => {
    const server = await fixtureServer();
    await gorowatch(['diff', server.host, server.host, '--json']);
    expect(server.requests.some((request) => request.includes('debug=2'))).toBe(false);
    expect(server.requests.filter((request) => request.includes('debug=0'))).toHaveLength(2);
  });
});

test('- is standard input, on either side', async () => {
  const stdin = readFileSync(file('go1.26/g2.txt'));
  for (const args of [
    ['-', file('go1.26/g2.txt')],
    [file('go1.26/g2.txt'), '-'],
  ]) {
    expect(await gorowatch(['diff', ...args], {stdin})).toMatchObject({status: 0, stderr: ''});
  }
});

test('of several dumps in a file the last is compared, and it says so', async () => {
  const log = path.join(temporaryFolder(), 'stacks.log');
  const dump = Buffer.from(fixture('go1.26/g2.txt')).toString();
  writeFileSync(log, `${without(dump, /main\.main\.func1\(/)}\n\n${dump}`);
  const ended = await gorowatch(['diff', log, file('go1.26/g2.txt')]);
  expect(ended.stderr).toBe('gorowatch: stacks.log holds 2 moments; the last one is compared.\n');
  expect(ended.status).toBe(0);
});

test('a file whose name has an @ is that file', async () => {
  const name = path.join(temporaryFolder(), 'stacks@noon.txt');
  copyFileSync(file('go1.26/g2.txt'), name);
  expect(await gorowatch(['diff', name, file('go1.26/g2.txt')])).toMatchObject({status: 0, stderr: ''});
});

test('FILE@TIME is a moment of a recording, FILE its end', async () => {
  const recorder = recorderOf();
  await writeAll(recorder, synthetic({groups: 20, changing: 5, samples: 120, lookEvery: 10}));
  await recorder.close();
  const [changed, same] = await Promise.all([
    gorowatch(['diff', `${recorder.file}@100s ago`, recorder.file, '--json']),
    gorowatch(['diff', `${recorder.file}@end`, recorder.file]),
  ]);
  expect(changed.status).toBe(1);
  const json = JSON.parse(changed.stdout) as DiffJson;
  expect(json.groups.length).toBeGreaterThan(0);
  expect(json.before.source).toBe('recording');
  expect(Date.parse(json.after.takenAt) - Date.parse(json.before.takenAt)).toBeGreaterThan(98_000);
  expect(json.goroutines.compared).toBe(true);
  expect(same).toMatchObject({status: 0, stderr: ''});
});
